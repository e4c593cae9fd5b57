import { expect, test } from "vitest";
import { checkContent } from "./check-content.ts";
import type { OutboundContent } from "./message-content.ts";
import { characterCount } from "./whatsapp-limits.ts";

const long = (length: number) => "x".repeat(length);
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `r${index}`, title: `Row ${index}` }));
const buttons = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `b${index}`, title: `Button ${index}` }));
const list = { type: "list" as const, text: "t", button: "b" };

const refused: [string, OutboundContent, [code: string, path: string][]][] = [
  ["an empty text", { type: "text", text: " \n" }, [["required", "text"]]],
  ["a text of 4,097", { type: "text", text: long(4097) }, [["too_long", "text"]]],
  ["a caption of 1,025", { type: "media", mediaType: "image", url: "https://a.b/c", caption: long(1025) }, [["too_long", "caption"]]],
  ["a caption under a sticker", { type: "media", mediaType: "sticker", url: "https://a.b/c", caption: "x" }, [["not_allowed", "caption"]]],
  ["media without a file", { type: "media", mediaType: "image" }, [["required", "url"]]],
  ["a link of another scheme", { type: "media", mediaType: "image", url: "ftp://a.b/c" }, [["invalid_url", "url"]]],
  ["no button", { type: "buttons", text: "t", buttons: [] }, [["required", "buttons"]]],
  ["a fourth button", { type: "buttons", text: "t", buttons: buttons(4) }, [["too_many", "buttons"]]],
  ["a button title of 21", { type: "buttons", text: "t", buttons: [{ id: "a", title: long(21) }] }, [["too_long", "buttons.0.title"]]],
  [
    "two buttons alike",
    {
      type: "buttons",
      text: "t",
      buttons: [
        { id: "a", title: "Yes" },
        { id: "a", title: "Yes " },
      ],
    },
    [
      ["duplicate", "buttons.1.title"],
      ["duplicate", "buttons.1.id"],
    ],
  ],
  ["a body of 1,025 over buttons", { type: "buttons", text: long(1025), buttons: buttons(1) }, [["too_long", "text"]]],
  [
    "header and footer of 61",
    { type: "buttons", text: "t", header: { text: long(61) }, footer: long(61), buttons: buttons(1) },
    [
      ["too_long", "footer"],
      ["too_long", "header.text"],
    ],
  ],
  [
    "eleven rows in two sections",
    {
      ...list,
      sections: [
        { title: "a", rows: rows(6) },
        { title: "b", rows: rows(11).slice(6) },
      ],
    },
    [["too_many", "sections"]],
  ],
  [
    "several sections without titles",
    { ...list, sections: [{ rows: rows(1) }, { title: "b", rows: [{ id: "z", title: "Z" }] }] },
    [["required", "sections.0.title"]],
  ],
  [
    "an empty section",
    {
      ...list,
      sections: [
        { title: "a", rows: rows(1) },
        { title: "b", rows: [] },
      ],
    },
    [["required", "sections.1.rows"]],
  ],
  ["a list without rows", { ...list, sections: [{ rows: [] }] }, [["required", "sections"]]],
  [
    "row texts too long",
    { ...list, sections: [{ rows: [{ id: long(201), title: long(25), description: long(73) }] }] },
    [
      ["too_long", "sections.0.rows.0.title"],
      ["too_long", "sections.0.rows.0.id"],
      ["too_long", "sections.0.rows.0.description"],
    ],
  ],
  [
    "the same row id in two sections",
    {
      ...list,
      sections: [
        { title: "a", rows: rows(1) },
        { title: "b", rows: rows(1) },
      ],
    },
    [["duplicate", "sections.1.rows.0.id"]],
  ],
  [
    "a button that leads nowhere",
    { type: "cta_url", text: "t", label: long(21), url: "javascript:alert(1)" },
    [
      ["too_long", "label"],
      ["invalid_url", "url"],
    ],
  ],
  [
    "a place off the map",
    { type: "location", latitude: 91, longitude: Number.NaN },
    [
      ["invalid", "latitude"],
      ["invalid", "longitude"],
    ],
  ],
  ["nobody", { type: "contacts", contacts: [] }, [["required", "contacts"]]],
  [
    "a template variable without a value",
    { type: "template", template: "t", language: "it", variables: { name: " " } },
    [["required", "variables.name"]],
  ],
  [
    "a coupon of 16",
    {
      type: "template",
      template: "t",
      language: "it",
      variables: {},
      buttonParameters: [{ index: 0, subType: "copy_code", text: long(16) }],
    },
    [["too_long", "buttonParameters.0.text"]],
  ],
];

test.each(refused)("refuses %s", (_name, content, expected) => {
  const problems = checkContent(content);
  expect(problems.map(({ code, path }) => [code, path])).toEqual(expected);
  expect(problems.every(({ message }) => /^[A-Z].*\.$/.test(message))).toBe(true);
});

test.each<[string, OutboundContent]>([
  ["a text of 4,096 emoji", { type: "text", text: "😀".repeat(4096) }],
  ["ten rows in all", { ...list, sections: [{ rows: rows(10) }] }],
  [
    "three buttons of 20",
    { type: "buttons", text: long(1024), buttons: buttons(3).map(({ id }, index) => ({ id, title: `${index}${long(19)}` })) },
  ],
  ["a link with a variable in it", { type: "cta_url", text: "t", label: "Go", url: "https://shop.example/{{ vars.id }}" }],
])("accepts %s", (_name, content) => {
  expect(checkContent(content)).toEqual([]);
});

test("characters are counted as people count them", () => {
  expect(characterCount("a😀è")).toBe(3);
});
