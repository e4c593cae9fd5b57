/** Bodies and headers of webhooks as documents write them, checked and filled in. */
import { type Problem, problem } from "./problems.ts";
import type { StepContext, StepError } from "./step.ts";
import { renderJsonTemplate, renderUrlTemplate, tryRenderJson } from "./template.ts";

/** Set by the sending itself, by HTTP, or by the signature: a document cannot. */
const RESERVED = /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*|webhook-.*)$/i;

export function isReservedHeader(name: string): boolean {
  return RESERVED.test(name);
}

export function isJsonType(contentType: string | undefined): boolean {
  return contentType === undefined || /^[^;]*\bjson\b/i.test(contentType);
}

export function contentTypeOf(headers: Record<string, string>): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];
}

type Filled<T> = { ok: true; value: T } | { ok: false; error: StepError };

/** Values cannot end their header: line breaks and other control characters are refused, as HTTP does. */
export function fillHeaders(headers: Record<string, string>, { render }: StepContext): Filled<Record<string, string>> {
  const filled: Record<string, string> = {};
  for (const [name, source] of Object.entries(headers)) {
    const value = render(source).trim();
    // HTTP's field values are Latin-1; anything else would be sent as something else.
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return { ok: false, error: { code: "invalid_header", detail: name } };
    filled[name] = value;
  }
  return { ok: true, value: filled };
}

/** In JSON and forms values are escaped for their place; what says it is JSON must be. */
export function fillBody(source: string, contentType: string | undefined, context: StepContext): Filled<string> {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType ?? "")) {
    return { ok: true, value: renderUrlTemplate(source, context.variables()) };
  }
  if (!isJsonType(contentType)) return { ok: true, value: context.render(source) };
  const body = renderJsonTemplate(source, context.variables());
  return isJson(body) ? { ok: true, value: body } : { ok: false, error: { code: "invalid_body", detail: "not JSON" } };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What can be said of a JSON body before there are values: with all of them missing it must be JSON. */
export function jsonBodyProblems(source: string, path: string[]): Problem[] {
  // Tags may leave parts out that only values bring.
  if (source.includes("{%")) return [];
  const rendered = tryRenderJson(source, {});
  if (!rendered.ok || isJson(rendered.text)) return [];
  return [
    problem(
      "invalid_config",
      path,
      "this is not JSON once its variables are filled in",
      "Put texts between double quotes, or send another content-type.",
    ),
  ];
}
