import type { JsonObject } from "../../domain/json.ts";
import { type FakeAnswer, graphError, ok } from "./fake-answer.ts";
import type { FakeState } from "./fake-state.ts";

/** Whether the request bears a token the fake accepts; else Meta's refusal. */
export function refuseToken(state: FakeState, authorization: string | undefined): FakeAnswer | undefined {
  const token = /^(?:Bearer|OAuth) (.+)$/.exec(authorization ?? "")?.[1];
  const { accessToken, appId, appSecret, tokenValid } = state.account;
  if (token === `${appId}|${appSecret}`) return undefined;
  const accepted = token !== undefined && tokenValid && (accessToken === undefined || token === accessToken) && !token.includes("|");
  return accepted ? undefined : graphError(190, "Invalid OAuth access token - Cannot parse access token");
}

/** Meta's refusal of an account that does not exist, or that the token may not see. */
export function refuseAccount(state: FakeState, id: string): FakeAnswer | undefined {
  const { wabaIds } = state.account;
  return wabaIds === undefined || wabaIds.includes(id) ? undefined : unknownObject(id);
}

function unknownObject(id: string): FakeAnswer {
  return graphError(100, `Unsupported get request. Object with ID '${id}' does not exist`, undefined, { error_subcode: 33 });
}

/** GET /debug_token. */
export function answerDebugToken(state: FakeState): FakeAnswer {
  const { appId, scopes, tokenExpiresAt, tokenValid } = state.account;
  const granular_scopes = scopes.map((scope) => ({ scope }));
  return ok({
    data: {
      app_id: appId,
      application: "Sandbox app",
      type: "SYSTEM_USER",
      expires_at: tokenExpiresAt,
      is_valid: tokenValid,
      scopes,
      granular_scopes,
    },
  });
}

/** GET, POST and DELETE /{waba-id}/subscribed_apps. */
export function answerSubscribedApps(state: FakeState, method: string): FakeAnswer {
  if (method === "POST") state.account.subscribed = true;
  if (method === "DELETE") state.account.subscribed = false;
  if (method !== "GET") return ok({ success: true });
  const app = { whatsapp_business_api_data: { id: state.account.appId, name: "Sandbox app", link: "https://example.com/" } };
  return ok({ data: state.account.subscribed ? [app] : [] });
}

/** GET /{app-id}/subscriptions; only the app's own token may ask. */
export function answerAppSubscriptions(state: FakeState, authorization: string | undefined): FakeAnswer {
  const { appId, appSecret, callbackUrl, webhookFields } = state.account;
  if (authorization !== `Bearer ${appId}|${appSecret}`) return graphError(190, "Invalid OAuth access token signature.");
  if (callbackUrl === undefined) return ok({ data: [] });
  const fields = webhookFields.map((name) => ({ name, version: "v25.0" }));
  return ok({ data: [{ object: "whatsapp_business_account", callback_url: callbackUrl, active: true, fields }] });
}

/** GET /{waba-id}/phone_numbers. */
export function answerPhoneNumbers(state: FakeState): FakeAnswer {
  const ids = state.account.phoneNumberIds ?? [];
  return ok({ data: ids.map((id) => ({ id, ...state.account.phoneNumber })) });
}

/** GET /{phone-number-id}. */
export function answerPhoneNumber(state: FakeState, id: string, query: URLSearchParams): FakeAnswer {
  const { phoneNumberIds, phoneNumber } = state.account;
  // Only a question about a file names the number it belongs to.
  const missingFile = query.has("phone_number_id");
  if (missingFile || (phoneNumberIds !== undefined && !phoneNumberIds.includes(id))) {
    return unknownObject(id);
  }
  return ok({ id, ...phoneNumber });
}

/** POST /{phone-number-id}/register. */
export function answerRegister(body: JsonObject): FakeAnswer {
  const valid = typeof body.pin === "string" && /^\d{6}$/.test(body.pin);
  return valid ? ok({ success: true }) : graphError(100, "Invalid parameter", "pin: six digits");
}
