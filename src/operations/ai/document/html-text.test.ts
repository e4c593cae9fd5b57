import { expect, test } from "vitest";
import { htmlText } from "./html-text.ts";

test("a page is its words: scripts, styles, menus and comments are not", () => {
  const page = htmlText(`<html><head><title>Bread &amp; more</title><style>p{}</style></head><body><nav><a>Home</a></nav>
<!-- hidden --><h1>Prices</h1><p>A loaf&nbsp;costs <b>4 &euro;</b>.<br>Two cost 7.</p><script>alert("x")</script>
<table><tr><td>Rye</td><td>5</td></tr></table><footer>Imprint</footer></body></html>`);
  expect(page).toEqual({ title: "Bread & more", text: "Prices\n\nA loaf costs 4 €.\nTwo cost 7.\n\nRye | 5 |" });
});

test("entities that are none stay as they are", () => {
  expect(htmlText("<p>&unknown; &#8364; &#x1F600; &#0;</p>").text).toBe("&unknown; € 😀 \ufffd");
});
