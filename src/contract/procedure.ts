/** The base of every procedure of the contract. */
import { oc } from "@orpc/contract";
import { z } from "zod";
import { ERRORS, type ErrorCode } from "./errors.ts";
import type { Permission } from "./roles.ts";

export interface ProcedureMeta {
  /**
   * What the caller must be allowed. `public`: anyone; `session`: a signed-in person, whatever their workspace;
   * `owner`: only owners, and no API key.
   */
  permission: Permission | "public" | "session" | "owner";
}

function error(code: ErrorCode) {
  return { status: ERRORS[code].status, message: ERRORS[code].title };
}

const base = oc.$meta<ProcedureMeta>({ permission: "owner" }).errors({
  invalid_input: { ...error("invalid_input"), data: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) }) },
  unauthenticated: error("unauthenticated"),
  forbidden: error("forbidden"),
  not_found: error("not_found"),
  rate_limited: { ...error("rate_limited"), data: z.object({ retryAfter: z.number() }).optional() },
});

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
interface RouteOptions {
  summary: string;
  description?: string;
  status?: 200 | 201 | 202;
}

/** `path` is below `/api/v1`; its first part groups the procedure in the reference. */
export function procedure(permission: ProcedureMeta["permission"], method: Method, path: `/${string}`, options: string | RouteOptions) {
  const { summary, description, status } = typeof options === "string" ? ({ summary: options } as RouteOptions) : options;
  return base.meta({ permission }).route({
    method,
    path,
    summary,
    ...(description && { description }),
    successStatus: status ?? 200,
    tags: [path.split("/")[1] as string],
  });
}

/** Refusals that only some procedures have, in the form `.errors()` takes. */
export const refusals = {
  conflict: { conflict: error("conflict") },
  nameTaken: { name_taken: error("name_taken") },
  phone: { invalid_phone: error("invalid_phone"), phone_taken: { ...error("phone_taken"), data: z.object({ contactId: z.string() }) } },
  filter: { invalid_filter: error("invalid_filter"), invalid_cursor: error("invalid_cursor") },
  inUse: {
    in_use: { ...error("in_use"), data: z.object({ usedBy: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string() })) }) },
  },
  send: {
    not_sendable: { ...error("not_sendable"), data: z.looseObject({ reason: z.string() }) },
    window_closed: error("window_closed"),
    contact_blocked: error("contact_blocked"),
  },
  provider: {
    provider_refused: {
      ...error("provider_refused"),
      data: z.object({ providerCode: z.number().nullable(), providerMessage: z.string().nullable() }),
    },
  },
  notAvailable: { not_available: error("not_available") },
} as const;
export { error as refusal };
