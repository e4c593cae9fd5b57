/** The addresses that outside systems call, which are no procedures of the contract, for the OpenAPI document. */
const schema = {
  type: "object",
  properties: {
    secret: { type: "string", description: "Or send it as `Authorization: Bearer` or `X-Parola-Secret`." },
    phone: { type: "string" },
    first_name: { type: "string" },
    last_name: { type: "string" },
    email: { type: "string" },
    language: { type: "string" },
    custom_fields: { type: "object" },
    metadata: {},
  },
};
/** Forms write nested keys in brackets: `custom_fields[CITY]=Roma`. */
const body = { required: true, content: { "application/json": { schema }, "application/x-www-form-urlencoded": { schema } } };
const responses = {
  "202": { description: "Accepted: the contact is upserted and the automation starts." },
  "400": { description: "No usable phone number (`invalid_phone`), or no JSON." },
  "403": { description: "The secret is wrong." },
  "404": { description: "There is no such hook." },
  "422": { description: "The automation is not active." },
};

function operation(summary: string) {
  return {
    post: {
      tags: ["calling hooks"],
      summary,
      servers: [{ url: "/" }],
      security: [],
      parameters: [
        { name: "uuid", in: "path", required: true, schema: { type: "string", format: "uuid" } },
        { name: "secret", in: "query", description: "For systems that can set neither a header nor the body.", schema: { type: "string" } },
        { name: "Idempotency-Key", in: "header", schema: { type: "string", maxLength: 255 } },
      ],
      requestBody: body,
      responses,
    },
  };
}

export const HOOK_PATHS = {
  "/hooks/{uuid}": operation("Start an automation for a contact"),
  "/hooks/{uuid}/bulk": operation("The same for up to 500 contacts: `{ secret, items: […] }` or a bare list"),
  "/wh/ap/{uuid}/": operation("The same, at the address and with the body that Spoki's integrations use"),
  "/wh/ap/{uuid}/bulk/": operation("The same in bulk"),
};
