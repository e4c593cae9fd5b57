import type { FastifyRequest } from "fastify";

/** The request's headers in the web's own form, as better-auth and the API read them. */
export function webHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (Array.isArray(value)) for (const item of value) headers.append(name, item);
    else if (value !== undefined) headers.set(name, value);
  }
  // Never the client's own word.
  headers.set("x-parola-client", request.ip);
  return headers;
}
