import { describe, expect, it } from "vitest";
import { redactHeaders, redactText, redactUrl } from "./redact.ts";

describe("what is kept of a call", () => {
  it("has no credentials in its headers", () => {
    expect(redactHeaders({ Authorization: "Bearer x", "Api-Token": "y", consumerSecret: "z", Accept: "text/html" })).toEqual({
      Authorization: "•••",
      "Api-Token": "•••",
      consumerSecret: "•••",
      Accept: "text/html",
    });
  });

  it("has none in its address", () => {
    expect(redactUrl("https://ada:pw@x.example/a?token=1&name=ada&api_key=2#t")).toBe(
      "https://•••@x.example/a?token=•••&name=ada&api_key=•••#t",
    );
  });

  it("has none in bodies, whatever their form", () => {
    expect(redactText('{"access_token": "abc\\"d", "name": "Ada", "nested": {"password": "p"}}')).toBe(
      '{"access_token": "•••", "name": "Ada", "nested": {"password": "•••"}}',
    );
    expect(redactText("grant_type=x&client_secret=abc&a=b")).toBe("grant_type=x&client_secret=•••&a=b");
    expect(redactText("you sent sk-12345 to us", ["sk-12345"])).toBe("you sent ••• to us");
  });

  it("is cut, a secret at the cut included", () => {
    const text = redactText(`${"x".repeat(4080)}{"token": "abcdefghijklmnop"}`);
    expect(text).not.toContain("abc");
    expect(text.length).toBeLessThan(4110);
  });
});
