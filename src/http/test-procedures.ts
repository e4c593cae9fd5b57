/** For tests: the procedures of the contract, one by one. */
import { isContractProcedure } from "@orpc/contract";
import type { ProcedureMeta } from "../contract/procedure.ts";
import type { TestClient } from "./test-app.ts";

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

/** What a client is told, whether it is answered or refused. */
export async function told(client: TestClient, { path }: ListedProcedure, input: unknown): Promise<string> {
  const call = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], client) as (input: unknown) => Promise<unknown>;
  const answer = await call(input).catch((error: Error & { data?: unknown }) => [error.message, error.data]);
  return JSON.stringify(answer ?? null);
}
