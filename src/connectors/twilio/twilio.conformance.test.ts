import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../domain/json.ts";
import { CALL_PARAMETERS } from "../../sandbox/twilio/call-fault.ts";
import { buildCall } from "./calls.ts";
import { isGenuine, signatureOf } from "./news.ts";

const CONTRACTS = new URL("../../../../shared/contracts/", import.meta.url);
const OPENAPI = new URL("voice/twilio_api_v2010.json", CONTRACTS);
const present = existsSync(OPENAPI);
if (!present) console.warn("skipped: ../shared/contracts/voice/twilio_api_v2010.json is not here");

const order = {
  to: "+393330000001",
  answerUrl: "https://parola.example.com/webhooks/twilio/x/voice?call=y",
  statusUrl: "https://parola.example.com/webhooks/twilio/x/status?call=y",
  ringFor: 30,
  maxDuration: 300,
  machine: "beep" as const,
};

describe.skipIf(!present)("as Twilio's OpenAPI describes it", () => {
  const specification = present ? (JSON.parse(readFileSync(OPENAPI, "utf8")) as JsonObject) : {};
  const at = (value: unknown, ...path: string[]): unknown =>
    path.reduce((part: unknown, key) => (part as Record<string, unknown> | undefined)?.[key], value);
  const request = (path: string, method = "post") =>
    at(specification, "paths", path, method, "requestBody", "content", "application/x-www-form-urlencoded", "schema") as {
      required?: string[];
      properties: Record<string, { enum?: string[]; format?: string; type?: string }>;
    };
  const BASE = "/2010-04-01/Accounts/{AccountSid}";

  test("a call has only parameters that exist, and those that must be", () => {
    const { properties, required = [] } = request(`${BASE}/Calls.json`);
    const form = buildCall("+390299990000", order);
    const names = new Set(form.map(([name]) => name));
    expect([...names].filter((name) => !(name in properties))).toEqual([]);
    expect(required.filter((name) => !names.has(name))).toEqual([]);
    // One of these says what to say: they exclude each other.
    expect(["Url", "Twiml", "ApplicationSid"].filter((name) => names.has(name))).toEqual(["Url"]);
    for (const [name, value] of form) {
      const { enum: values, type } = properties[name] ?? {};
      if (values) expect(values).toContain(value);
      if (type === "integer") expect(value).toMatch(/^\d+$/);
    }
  });

  test("the fake refuses what does not exist", () => {
    const { properties } = request(`${BASE}/Calls.json`);
    expect(CALL_PARAMETERS.filter((name) => !(name in properties))).toEqual([]);
  });

  test("calls are listed, read, given up and numbers told by parameters that exist", () => {
    const listed = at(specification, "paths", `${BASE}/Calls.json`, "get", "parameters") as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(["To", "From", "StartTime>", "PageSize"]));
    expect(at(specification, "paths", `${BASE}/Calls/{Sid}.json`, "get")).toBeDefined();
    const status = request(`${BASE}/Calls/{Sid}.json`).properties["Status"];
    const reference = (status as { $ref?: string } | undefined)?.$ref?.split("/").at(-1);
    const values = status?.enum ?? (at(specification, "components", "schemas", reference ?? "", "enum") as string[]);
    expect(values).toContain("canceled");
    const number = request(`${BASE}/IncomingPhoneNumbers/{Sid}.json`).properties;
    expect(Object.keys(number)).toEqual(expect.arrayContaining(["VoiceUrl", "VoiceMethod", "StatusCallback", "StatusCallbackMethod"]));
    expect(at(specification, "paths", `${BASE}/OutgoingCallerIds.json`, "get")).toBeDefined();
  });

  test("the published signature", () => {
    const { auth_token, url, params, value } = JSON.parse(readFileSync(new URL("signing/vectors.json", CONTRACTS), "utf8")).twilio;
    const body = new URLSearchParams(params).toString();
    expect(signatureOf(auth_token, url, body)).toBe(value);
    const connection = { workspaceId: "w", id: "c", name: "voice", kind: "voice", settings: {}, secrets: { authToken: auth_token } };
    expect(isGenuine(connection, url, body, value)).toBe(true);
    expect(isGenuine(connection, `${url}&more=1`, body, value)).toBe(false);
    expect(isGenuine(connection, url, `${body}&Digits=2`, value)).toBe(false);
    expect(isGenuine(connection, url, body, undefined)).toBe(false);
    expect(isGenuine({ ...connection, secrets: {} }, url, body, value)).toBe(false);
  });
});
