import { useEffect } from "react";
import type { TestState } from "../../../contract/tests.ts";
import { useCamera } from "../canvas/camera.ts";

/** The canvas goes along: where the newest run is, or where it ended, stays in sight. */
export function useFollow(state: TestState | undefined): void {
  const camera = useCamera();
  const run = state?.runs.findLast(({ own }) => own);
  const where = run?.at[0] ?? run?.steps.at(-1)?.stepId;
  useEffect(() => {
    if (where !== undefined) camera.bringIntoView(where);
  }, [camera, where]);
}
