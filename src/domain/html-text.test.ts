import { expect, test } from "vitest";
import { chunkText } from "./chunk-text.ts";
import { htmlText } from "./html-text.ts";

test("a page is its words: scripts, styles, menus and comments are not", () => {
  const page = htmlText(`<html><head><title>Bread &amp; more</title><style>p{}</style></head><body><nav><a>Home</a></nav>
<!-- hidden --><h1>Prices</h1><p>A loaf&nbsp;costs <b>4 &euro;</b>.<br>Two cost 7.</p><script>alert("x")</script>
<table><tr><td>Rye</td><td>5</td></tr></table><footer>Imprint</footer></body></html>`);
  expect(page).toEqual({ title: "Bread & more", text: "Prices\n\nA loaf costs 4 €.\nTwo cost 7.\n\nRye | 5 |" });
});

test("entities that are none stay as they are", () => {
  expect(htmlText("<p>&unknown; &#8364; &#x1F600; &#0;</p>").text).toBe("&unknown; € 😀");
});

test("a text is cut at paragraphs, then sentences, then where it must", () => {
  expect(chunkText("One.\n\nTwo.")).toEqual(["One.\n\nTwo."]);
  const long = Array.from({ length: 5 }, (_, i) => `${i} ${"x".repeat(600)}`).join("\n\n");
  const chunks = chunkText(long);
  expect(chunks.length).toBe(3);
  expect(chunks.every((chunk) => chunk.length <= 1500)).toBe(true);
  expect(chunkText("y".repeat(4000)).every((chunk) => chunk.length <= 1500)).toBe(true);
  expect(chunkText("  \n ")).toEqual([]);
});
