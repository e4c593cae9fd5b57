/** A refusal outside the API's own machinery: webhooks and hooks answer as the API does (RFC 9457). */
import type { FastifyReply } from "fastify";
import { ERRORS, type ErrorCode } from "../contract/errors.ts";
import { problemDetails } from "./problem.ts";

export function refuse(reply: FastifyReply, code: ErrorCode, detail: string): FastifyReply {
  return reply
    .code(ERRORS[code].status)
    .type("application/problem+json")
    .send(JSON.stringify(problemDetails(code, detail)));
}
