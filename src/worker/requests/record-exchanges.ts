/** Listens in on the calls of one attempt, for the log that people see: redacted, and short. */
import type { Connection } from "../../domain/connection.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { redactHeaders, redactText, redactUrl } from "../../domain/redact.ts";

export interface Recorded {
  http: OutgoingHttp;
  exchanges: JsonObject[];
}

export function recordExchanges(http: OutgoingHttp, connection: Connection | null, now: () => number): Recorded {
  const exchanges: JsonObject[] = [];
  const secrets = secretsOf(connection);
  return {
    exchanges,
    http: {
      async send(request) {
        const start = now();
        const answer = await http.send(request);
        exchanges.push({
          method: request.method,
          url: redactText(redactUrl(request.url), secrets),
          ...(typeof request.body === "string" && { sent: redactText(request.body, secrets) }),
          ms: now() - start,
          ...(answer.ok
            ? { status: answer.status, headers: redactHeaders(answer.headers), received: redactText(answer.body, secrets) }
            : { error: answer.code, detail: redactText(answer.detail, secrets) }),
        });
        return answer;
      },
    },
  };
}

export function secretsOf(connection: Connection | null): string[] {
  return Object.values(connection?.secrets ?? {}).filter((value) => typeof value === "string");
}
