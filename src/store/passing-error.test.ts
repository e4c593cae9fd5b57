import { describe, expect, it } from "vitest";
import { isPassingError } from "./passing-error.ts";

const coded = (code: string, message = "x") => Object.assign(new Error(message), { code });

describe("isPassingError", () => {
  it.each([
    ["a lost connection", new Error("Connection terminated unexpectedly")],
    ["a connection that takes too long", new Error("timeout exceeded when trying to connect")],
    ["a server that cannot be reached", coded("ECONNREFUSED")],
    ["a server that shuts down", coded("57P01")],
    ["a deadlock", coded("40P01")],
    ["a full disk", coded("53100")],
  ])("%s passes", (_, error) => expect(isPassingError(error)).toBe(true));

  it.each([
    ["a bug", new TypeError("cannot read properties of undefined (reading 'connection')")],
    ["a text that PostgreSQL cannot hold", coded("22P05")],
    ["a duplicate key", coded("23505")],
    ["a missing column", coded("42703")],
    ["what is no error at all", "x"],
  ])("%s does not", (_, error) => expect(isPassingError(error)).toBe(false));
});
