import { describe, expect, test } from "vitest";
import type { TemplateContent } from "../../domain/message-content.ts";
import { buildMarkRead, buildSend } from "./build-send.ts";

const to = { waId: "393331234567" };

test("a text is addressed with a plus, so that Meta adds no country code of its own", () => {
  expect(buildSend({ type: "text", text: "Hi" }, to, { callbackData: "m1", replyTo: "wamid.x" })).toEqual({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: "+393331234567",
    context: { message_id: "wamid.x" },
    biz_opaque_callback_data: "m1",
    type: "text",
    text: { body: "Hi", preview_url: false },
  });
});

test("the phone number wins over the user id", () => {
  const body = buildSend({ type: "text", text: "Hi" }, { ...to, userId: "IT.1" });
  expect(body.to).toBe("+393331234567");
  expect(body).not.toHaveProperty("recipient");
});

test("nobody to send to, and media without a file, are the caller's mistakes", () => {
  expect(() => buildSend({ type: "text", text: "Hi" }, {})).toThrow(/recipient/);
  expect(() => buildSend({ type: "media", mediaType: "image", mediaId: "ours" }, to)).toThrow(/providerMediaId or a url/);
});

test("a caption under audio is left out: WhatsApp refuses it", () => {
  expect(buildSend({ type: "media", mediaType: "audio", providerMediaId: "1", caption: "x" }, to).audio).toEqual({ id: "1" });
});

describe("templates", () => {
  const base: TemplateContent = { type: "template", template: "order_paid", language: "it", variables: {} };
  const built = (rest: Partial<TemplateContent>) => buildSend({ ...base, ...rest }, to).template;

  test("without variables have no components", () => {
    expect(built({})).toEqual({ name: "order_paid", language: { code: "it" } });
  });

  test("named variables go by name, with values WhatsApp accepts", () => {
    expect(built({ variables: { first_name: " Ada\r\n\tLovelace ", total: "12      €" } })).toMatchObject({
      components: [
        {
          type: "body",
          parameters: [
            { type: "text", parameter_name: "first_name", text: "Ada Lovelace" },
            { type: "text", parameter_name: "total", text: "12 €" },
          ],
        },
      ],
    });
  });

  test("positional variables go by number, not by the order they were given in", () => {
    const variables = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [String(10 - index), `v${10 - index}`]));
    const { components } = built({ variables }) as { components: { parameters: { text: string }[] }[] };
    expect(components[0]?.parameters.map(({ text }) => text)).toEqual(["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10"]);
  });

  test("a named header variable has its name", () => {
    expect(built({ headerText: "Monday", headerVariable: "day" })).toMatchObject({
      components: [{ type: "header", parameters: [{ type: "text", text: "Monday", parameter_name: "day" }] }],
    });
  });

  test("buttons are addressed by their position", () => {
    const buttonParameters: TemplateContent["buttonParameters"] = [
      { index: 0, subType: "url", text: "orders/1" },
      { index: 1, subType: "quick_reply", payload: "STOP" },
      { index: 2, subType: "copy_code", text: "SPRING10" },
    ];
    expect(built({ buttonParameters })).toMatchObject({
      components: [
        { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "orders/1" }] },
        { type: "button", sub_type: "quick_reply", index: "1", parameters: [{ type: "payload", payload: "STOP" }] },
        { type: "button", sub_type: "copy_code", index: "2", parameters: [{ type: "coupon_code", coupon_code: "SPRING10" }] },
      ],
    });
  });
});

test("typing is a read mark with an indicator", () => {
  const read = { messaging_product: "whatsapp", status: "read", message_id: "wamid.x" };
  expect(buildMarkRead("wamid.x")).toEqual(read);
  expect(buildMarkRead("wamid.x", true)).toEqual({ ...read, typing_indicator: { type: "text" } });
});
