import { expect, it } from "vitest";
import type { OutgoingRequest } from "../../domain/outgoing-http.ts";
import { callPayPal } from "./api.ts";

it("asks for a new token, once, when PayPal has withdrawn the one that was kept", async () => {
  const asked: string[] = [];
  let issued = 0;
  let valid = "";
  const http = {
    send: async ({ url, headers }: OutgoingRequest) => {
      const { pathname } = new URL(url);
      asked.push(pathname);
      const answer = (status: number, body: object) => ({ ok: true as const, status, headers: {}, body: JSON.stringify(body) });
      if (pathname === "/v1/oauth2/token") {
        valid = `token${++issued}`;
        return answer(200, { access_token: valid, expires_in: 32_400 });
      }
      return headers?.["authorization"] === `Bearer ${valid}` ? answer(200, { id: "ok" }) : answer(401, { name: "AUTHENTICATION_FAILURE" });
    },
  };
  const connection = {
    ...{ workspaceId: "w", id: "c1", name: "PayPal", kind: "paypal" },
    settings: { clientId: "i" },
    secrets: { clientSecret: "s" },
  };
  const paypal = { http, connection, now: 0 };
  await callPayPal(paypal, "GET", "/first");
  valid = "withdrawn";
  expect(await callPayPal(paypal, "GET", "/second")).toEqual({ id: "ok" });
  expect(asked).toEqual(["/v1/oauth2/token", "/first", "/second", "/v1/oauth2/token", "/second"]);
});
