import { describe, expect, it } from "vitest";
import { buttonHtml, chatLink, isDialable } from "./button-code.ts";

const button = { phone: "+39 333 000 1111", words: "Prices & sizes?", label: "Write to us", shape: "inline", side: "right" } as const;

describe("chatLink", () => {
  it("has the number in digits and the words encoded", () => {
    expect(chatLink(button)).toBe("https://wa.me/393330001111?text=Prices%20%26%20sizes%3F");
  });

  it("has no words where none are wanted", () => {
    expect(chatLink({ ...button, words: "  " })).toBe("https://wa.me/393330001111");
  });
});

describe("isDialable", () => {
  it("takes numbers with their country's prefix, however they are written", () => {
    expect(["+39 333 000 1111", "393330001111", "+1 (555) 010-9999"].map(isDialable)).toEqual([true, true, true]);
    expect(["", "333", "0333 000 1111", "call me"].map(isDialable)).toEqual([false, false, false, false]);
  });
});

describe("buttonHtml", () => {
  it("keeps words that look like HTML words", () => {
    const html = buttonHtml({ ...button, label: `<b onclick="x">"Hi"</b>` });
    expect(html).toContain("&lt;b onclick=&quot;x&quot;&gt;&quot;Hi&quot;&lt;/b&gt;</a>");
    expect(html).not.toContain("<b");
  });

  it("floats on the side that was chosen, or stands where it is put", () => {
    expect(buttonHtml({ ...button, shape: "floating", side: "left" })).toContain("position:fixed;bottom:20px;left:20px");
    expect(buttonHtml(button)).not.toContain("position:");
  });
});
