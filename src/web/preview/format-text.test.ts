import { describe, expect, it } from "vitest";
import { formatText } from "./format-text.ts";

const kinds = (text: string) => formatText(text).map((node) => `${node.type}:${node.text}`);

describe("formatText", () => {
  it("reads the marks of WhatsApp", () => {
    expect(kinds("a *b* _c_ ~d~ `e` ```f```")).toEqual([
      "text:a ",
      "bold:b",
      "text: ",
      "italic:c",
      "text: ",
      "strike:d",
      "text: ",
      "code:e",
      "text: ",
      "mono:f",
    ]);
  });

  it("leaves marks inside words and around spaces alone", () => {
    expect(kinds("2*3*4 and * not bold *")).toEqual(["text:2*3*4 and * not bold *"]);
    expect(kinds("snake_case_name")).toEqual(["text:snake_case_name"]);
  });

  it("nests marks", () => {
    const [bold] = formatText("*very _much_*");
    expect(bold).toMatchObject({
      type: "bold",
      children: [
        { type: "text", text: "very " },
        { type: "italic", text: "much" },
      ],
    });
  });

  it("does not carry a mark over a line break", () => {
    expect(kinds("*a\nb*")).toEqual(["text:*a\nb*"]);
  });

  it("finds links without the full stop behind them", () => {
    expect(kinds("see https://x.example/a?b=1.")).toEqual(["text:see ", "link:https://x.example/a?b=1", "text:."]);
  });

  it("takes an unclosed mark as text", () => {
    expect(kinds("*open")).toEqual(["text:*open"]);
  });
});
