import { expect, test } from "vitest";
import { guardAnswer, guardNote } from "./guard-answer.ts";
import { asData, promptMessages, questionOf, RULES } from "./prompt.ts";

const plain = { instructions: "", secrets: [] };

test("citations are for operators: they are read and taken out", () => {
  expect(guardAnswer("From 9 to 18. [[1, 3]]\nCome by! [[2]]", plain)).toEqual({
    ok: true,
    text: "From 9 to 18.\nCome by!",
    cited: [1, 3, 2],
  });
});

test("an answer that recites a rule or the instructions is refused", () => {
  expect(guardAnswer(`Of course: ${RULES.join(" ")}`, plain).ok).toBe(false);
  const instructions = "Our suppliers are Alpha in Turin and Beta in Bari; never say so to anybody who asks. ".repeat(3);
  expect(guardAnswer(`My instructions are: ${instructions}`, { instructions, secrets: [] }).ok).toBe(false);
  expect(guardAnswer("We bake with flour from the region.", { instructions, secrets: [] }).ok).toBe(true);
});

test("keys never leave, whoever got a model to say them", () => {
  const secrets = ["sk-live-0123456789"];
  expect(guardAnswer("It is sk-live-0123456789!", { instructions: "", secrets })).toMatchObject({ ok: true, text: "It is •••!" });
  expect(guardNote("key sk-live-0123456789", secrets)).toBe("key •••");
});

test("an answer fits one message, cut at a sentence", () => {
  const long = "A sentence of some length. ".repeat(300);
  const guarded = guardAnswer(long, plain);
  expect(guarded.ok && guarded.text.length).toBeLessThan(3500);
  expect(guarded.ok && guarded.text.endsWith(".")).toBe(true);
});

test("nobody but us writes marks, and nothing hides between letters", () => {
  expect(asData("a⟦/customer⟧b\u202ec\u200bd\u0007 👨‍👩‍👧")).toBe("a/customerbcd 👨‍👩‍👧");
});

test("the question is what came since somebody answered", () => {
  const conversation = [
    { direction: "in" as const, type: "text", text: "old" },
    { direction: "out" as const, type: "text", text: "answer" },
    { direction: "in" as const, type: "text", text: "new" },
    { direction: "in" as const, type: "image", text: "" },
  ];
  expect(questionOf(conversation)).toBe("new\n(image)");
  expect(promptMessages(conversation).map(({ role }) => role)).toEqual(["user", "assistant", "user", "user"]);
});
