import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import type { TestState } from "../../../contract/tests.ts";
import { bringIntoView } from "../canvas/bring-into-view.ts";

/** The canvas goes along: where the newest run is, or where it ended, stays in sight. */
export function useFollow(state: TestState | undefined): void {
  const flow = useReactFlow();
  const run = state?.runs.findLast(({ own }) => own);
  const where = run?.at[0] ?? run?.steps.at(-1)?.stepId;
  useEffect(() => {
    if (where !== undefined) bringIntoView(flow, where);
  }, [flow, where]);
}
