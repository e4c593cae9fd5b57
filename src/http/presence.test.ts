import { expect, it } from "vitest";
import { createPresenceBoard } from "./presence.ts";

const anna = { memberId: "anna", name: "Anna", automationId: null, chatId: null };

it("knows every place where somebody is, says who is new there, and forgets after a minute", () => {
  const board = createPresenceBoard();
  expect(board.beat("w", { ...anna, chatId: "c1" }, 0)).toEqual({ present: [{ ...anna, chatId: "c1" }], moved: true });
  expect(board.beat("w", { ...anna, automationId: "a1" }, 1000)).toMatchObject({ moved: true });
  // Two windows of one person take turns without either being news.
  expect(board.beat("w", { ...anna, chatId: "c1" }, 2000)).toMatchObject({ moved: false });
  expect(board.beat("w", { ...anna, automationId: "a1" }, 3000)).toMatchObject({ moved: false });
  expect(board.isOnline("w", "anna", 4000)).toBe(true);
  expect(board.isOnline("w", "luca", 4000)).toBe(false);
  expect(board.isOnline("other", "anna", 4000)).toBe(false);
  expect(board.isOnline("w", "anna", 64_000)).toBe(false);
  expect(board.beat("w", { ...anna, chatId: "c1" }, 70_000)).toEqual({ present: [{ ...anna, chatId: "c1" }], moved: true });
});
