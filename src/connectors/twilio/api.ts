/** Twilio's REST API of 2010-04-01: Basic authentication, forms in, JSON out. */
import { type Connection, textOf } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { OutgoingResult } from "../../domain/outgoing-http.ts";
import { readBody } from "../../domain/request-result.ts";
import type { TelephoneAccount } from "../../domain/telephony.ts";

const ORIGIN = "https://api.twilio.com";

/** Parameters in the order given; a name may come several times. */
export type Form = [name: string, value: string][];

function basicOf({ settings, secrets }: Connection): string {
  const pair = `${textOf(settings, "accountSid")}:${textOf(secrets, "authToken")}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

export async function callTwilio(
  { http, connection }: TelephoneAccount,
  method: "GET" | "POST",
  path: string,
  form: Form = [],
): Promise<OutgoingResult> {
  const account = encodeURIComponent(textOf(connection.settings, "accountSid"));
  const encoded = new URLSearchParams(form).toString();
  const query = method === "GET" && encoded !== "" ? `?${encoded}` : "";
  return await http.send({
    method,
    url: `${ORIGIN}/2010-04-01/Accounts/${account}${path}${query}`,
    headers: {
      authorization: basicOf(connection),
      ...(method === "POST" && { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(method === "POST" && { body: encoded }),
  });
}

export function bodyOf(answer: OutgoingResult): JsonObject {
  const body = answer.ok ? readBody(answer.body) : null;
  return typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
}

/** Twilio's own code, like 21211 for a number that cannot be, and its sentence. */
export function faultOf(answer: OutgoingResult): { code: string; detail: string } {
  if (!answer.ok) return { code: answer.code, detail: answer.detail };
  if (answer.status === 401) return { code: "unauthorized", detail: "Twilio refuses the account SID or the auth token" };
  const { code, message } = bodyOf(answer);
  if (answer.status >= 200 && answer.status < 300) return { code: "unexpected_answer", detail: "Twilio did not answer as expected" };
  return {
    code: typeof code === "number" ? `twilio_${code}` : `http_${answer.status}`,
    detail: typeof message === "string" ? message : `Twilio answered ${answer.status}`,
  };
}
