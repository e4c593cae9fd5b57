import type { Connection, ConnectionHealth } from "../../domain/connection.ts";
import type { Json } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { isTemporaryStatus, readBody } from "../../domain/request-result.ts";
import { readAiSettings } from "./settings.ts";

/** Asks for the list of models: costs nothing, and says whether the key and the model's name are right. */
export async function checkAi(http: OutgoingHttp, connection: Connection): Promise<ConnectionHealth> {
  const { baseUrl, apiKey, model, embeddingModel } = readAiSettings(connection);
  const answer = await http.send({
    method: "GET",
    url: `${baseUrl}/models`,
    headers: { accept: "application/json", ...(apiKey !== "" && { authorization: `Bearer ${apiKey}` }) },
    maxBytes: 4 * 1024 * 1024,
  });
  if (!answer.ok) return { ok: false, code: answer.code, detail: answer.detail };
  const { status } = answer;
  if (status === 401 || status === 403) return { ok: false, code: "unauthorized", detail: "the server refuses the API key" };
  // Too many requests, or a server in trouble: the address is not at fault.
  if (isTemporaryStatus(status)) return { ok: false, code: `http_${status}`, detail: `the server answered ${status}: try again later` };
  const models = status === 200 ? modelIds(readBody(answer.body)) : null;
  if (!models)
    return {
      ok: false,
      code: status === 200 ? "unexpected_answer" : `http_${status}`,
      detail: "this address does not answer like an OpenAI-compatible API",
    };
  const missing = [model, embeddingModel].find((name) => name !== "" && !models.includes(name) && !models.includes(`${name}:latest`));
  if (missing === undefined) return { ok: true };
  return { ok: false, code: "model_not_found", detail: `there is no "${missing}"; there are: ${models.slice(0, 10).join(", ")}` };
}

function modelIds(body: Json): string[] | null {
  const data = typeof body === "object" && body !== null && !Array.isArray(body) ? body["data"] : undefined;
  if (!Array.isArray(data)) return null;
  return data.flatMap((item) =>
    typeof item === "object" && item !== null && !Array.isArray(item) && typeof item["id"] === "string" ? [item["id"]] : [],
  );
}
