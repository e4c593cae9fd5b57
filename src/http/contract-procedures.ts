/** For tests: the procedures of the contract, one by one. */
import { isContractProcedure } from "@orpc/contract";
import type { ProcedureMeta } from "../contract/procedure.ts";

export interface ListedProcedure {
  path: string[];
  route: { method: string; path: string };
  permission: ProcedureMeta["permission"];
  input: unknown;
}

export function procedures(router: object, prefix: string[] = []): ListedProcedure[] {
  return Object.entries(router).flatMap(([key, value]) => {
    if (!isContractProcedure(value)) return procedures(value as object, [...prefix, key]);
    const { route, meta, inputSchema } = value["~orpc"];
    return [
      {
        path: [...prefix, key],
        route: route as ListedProcedure["route"],
        permission: (meta as ProcedureMeta).permission,
        input: inputSchema,
      },
    ];
  });
}
