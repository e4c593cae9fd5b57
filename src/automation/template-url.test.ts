import { describe, expect, it } from "vitest";
import { renderUrlTemplate } from "./template.ts";

const context = {
  contact: { first_name: "Ada & Bob", phone: "+39333", fields: { SHOP: "evil.com/#" } },
  vars: { base: "https://api.example.com/v1", hostile: "../admin?x=1#y" },
};

describe("an address with variables", () => {
  it("encodes values in paths and queries", () => {
    expect(renderUrlTemplate("https://a.example/l/{{ vars.hostile }}?n={{ contact.first_name }}&p={{ contact.phone }}", context)).toBe(
      "https://a.example/l/..%2Fadmin%3Fx%3D1%23y?n=Ada%20%26%20Bob&p=%2B39333",
    );
  });

  it("lets no value leave its part of the host", () => {
    expect(renderUrlTemplate("https://{{ contact.fields.SHOP }}.example.com/", context)).toBe("https://evil.com%2F%23.example.com/");
    expect(renderUrlTemplate("https://%%SHOP%%.example.com/", context)).toBe("https://evil.com%2F%23.example.com/");
  });

  it("takes an address it begins with as it is", () => {
    expect(renderUrlTemplate("{{ vars.base }}/leads/{{ contact.phone }}", context)).toBe("https://api.example.com/v1/leads/%2B39333");
  });

  it("does not encode twice what is encoded already", () => {
    expect(renderUrlTemplate("https://a.example/?n={{ contact.first_name | url_encode }}", context)).toBe(
      "https://a.example/?n=Ada+%26+Bob",
    );
    expect(renderUrlTemplate("https://a.example/?n={{ contact.first_name | downcase }}", context)).toBe(
      "https://a.example/?n=ada%20%26%20bob",
    );
  });

  it("encodes half a surrogate pair instead of failing", () => {
    expect(renderUrlTemplate("https://a.example/{{ vars.x }}", { vars: { x: "\ud800" } })).toBe("https://a.example/%EF%BF%BD");
  });
});
