import { expect, test } from "vitest";
import type { TemplateDefinition } from "../../domain/template-definition.ts";
import { templateFromWire, templateToWire } from "./template-wire.ts";

const named: TemplateDefinition = {
  name: "order_paid",
  category: "utility",
  language: "it",
  header: { type: "document", exampleHandle: "4::aW" },
  body: "Ciao {{first_name}}, abbiamo ricevuto {{total}} per il tuo ordine.",
  footer: "Salone Ada",
  buttons: [
    { type: "url", text: "Segui", url: "https://a.b/{{1}}", example: "https://a.b/12" },
    { type: "copy_code", example: "SPRING10" },
    { type: "flow", text: "Modulo", flowId: "77", flowAction: "navigate", navigateScreen: "START" },
    { type: "quick_reply", text: "Stop" },
  ],
  examples: { first_name: "Ada", total: "12 €" },
};

test("named variables are submitted with their names and examples", () => {
  expect(templateToWire(named)).toEqual({
    name: "order_paid",
    language: "it",
    category: "UTILITY",
    parameter_format: "named",
    components: [
      { type: "HEADER", format: "DOCUMENT", example: { header_handle: ["4::aW"] } },
      {
        type: "BODY",
        text: named.body,
        example: {
          body_text_named_params: [
            { param_name: "first_name", example: "Ada" },
            { param_name: "total", example: "12 €" },
          ],
        },
      },
      { type: "FOOTER", text: "Salone Ada" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "URL", text: "Segui", url: "https://a.b/{{1}}", example: ["https://a.b/12"] },
          { type: "COPY_CODE", example: "SPRING10" },
          { type: "FLOW", text: "Modulo", flow_id: "77", flow_action: "navigate", navigate_screen: "START" },
          { type: "QUICK_REPLY", text: "Stop" },
        ],
      },
    ],
  });
});

test("positional variables are submitted in the order of their numbers", () => {
  const definition: TemplateDefinition = {
    ...named,
    header: { type: "text", text: "Ordine {{1}}", example: "N12" },
    body: "Il {{2}} alle {{1}} ok",
    examples: { "1": "14", "2": "3 maggio" },
  };
  expect(templateToWire(definition)).toMatchObject({
    parameter_format: "positional",
    components: [
      { type: "HEADER", format: "TEXT", text: "Ordine {{1}}", example: { header_text: ["N12"] } },
      { type: "BODY", example: { body_text: [["14", "3 maggio"]] } },
      { type: "FOOTER" },
      { type: "BUTTONS" },
    ],
  });
});

const authentication: TemplateDefinition = {
  name: "code",
  category: "authentication",
  language: "en_US",
  body: "",
  buttons: [{ type: "otp", text: "Copy code", otpType: "copy_code" }],
  examples: {},
  authentication: { securityRecommendation: true, codeExpirationMinutes: 5 },
};

test.each([
  ["named", named],
  [
    "positional",
    {
      ...named,
      header: { type: "text", text: "Ordine {{1}}", example: "N12" },
      body: "Il {{2}} alle {{1}} ok",
      examples: { "1": "14", "2": "3 maggio" },
    },
  ],
  ["location", { ...named, header: { type: "location" } }],
  ["authentication", authentication],
  [
    "with parts we do not edit",
    {
      ...named,
      buttons: [{ type: "other", text: "Call", raw: { type: "VOICE_CALL", text: "Call" } }],
      otherComponents: [{ type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Now" } }],
    },
  ],
] satisfies [string, TemplateDefinition][])("what was submitted is read back the same: %s", (_name, definition) => {
  const wire = {
    ...templateToWire(definition),
    id: "9007199254740993",
    status: "APPROVED",
    quality_score: { score: "GREEN" },
    rejected_reason: "NONE",
  };
  expect(templateFromWire(wire)).toEqual({ id: "9007199254740993", status: "approved", quality: "green", definition });
});

test("the code button comes back from Meta as a link, and is known again", () => {
  const url = "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}";
  const raw = {
    id: "1",
    name: "code",
    language: "en_US",
    category: "AUTHENTICATION",
    status: "APPROVED",
    components: [{ type: "BUTTONS", buttons: [{ type: "URL", text: "Copy code", url }] }],
  };
  expect(templateFromWire(raw)?.definition.buttons).toEqual([{ type: "otp", text: "Copy code", otpType: "copy_code" }]);
});

test("a link's variable may have a name of ours; Meta knows it as {{1}}", () => {
  const buttons: TemplateDefinition["buttons"] = [{ type: "url", text: "Segui", url: "https://a.b/{{order}}", example: "https://a.b/12" }];
  expect(templateToWire({ ...named, buttons })).toMatchObject({
    components: expect.arrayContaining([
      { type: "BUTTONS", buttons: [{ type: "URL", text: "Segui", url: "https://a.b/{{1}}", example: ["https://a.b/12"] }] },
    ]),
  });
});

test("something that is no template is none", () => {
  expect(templateFromWire({ name: "x" })).toBeUndefined();
  expect(templateFromWire({ id: "1", name: "x", language: "it", components: [null, 7, {}] })?.definition.body).toBe("");
});
