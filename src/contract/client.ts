/** The typed client of the API, for the web app, the CLI and tests; whoever uses it brings `fetch`. */
import { createORPCClient, ORPCError } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { type Contract, contract } from "./contract.ts";
import { type ErrorCode, isErrorCode, type ProblemDetails } from "./errors.ts";

export type ApiClient = ContractRouterClient<Contract>;

export interface ApiClientOptions {
  /** Origin of the server: `https://parola.example.com`. */
  origin: string;
  fetch: (request: Request, init: { redirect?: "error" | "follow" | "manual" }) => Promise<Response>;
  headers?: () => Record<string, string>;
}

export function createApiClient({ origin, fetch, headers }: ApiClientOptions): ApiClient {
  const link = new OpenAPILink(contract, {
    url: `${origin}/api/v1`,
    ...(headers && { headers }),
    // The library reads only `application/json` as JSON; problems are JSON too.
    fetch: async (request, init) => asJson(await fetch(request, init)),
    customErrorResponseBodyDecoder: (body, response) => fromProblem(body, response.status),
  });
  return createORPCClient(link);
}

function asJson(response: Response): Response {
  if (!response.headers.get("content-type")?.startsWith("application/problem+json")) return response;
  const headers = new Headers(response.headers);
  headers.set("content-type", "application/json");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function fromProblem(body: unknown, status: number): ORPCError<string, unknown> | null {
  if (typeof body !== "object" || body === null || !isErrorCode((body as ProblemDetails).code)) return null;
  const { type: _type, title: _title, status: _status, detail, code, ...data } = body as ProblemDetails;
  return new ORPCError(code, { status, message: detail, data, defined: true });
}

/** The code of a refusal of the API; undefined for anything else (network, abort, our own mistakes). */
export function errorCode(error: unknown): ErrorCode | undefined {
  return error instanceof ORPCError && isErrorCode(error.code) ? error.code : undefined;
}
