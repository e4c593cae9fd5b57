import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contract } from "../contract/contract.ts";
import type { ProcedureMeta } from "../contract/procedure.ts";
import { auditEntry } from "./audit.ts";

function written(): string[] {
  return Object.entries(contract).flatMap(([kind, procedures]) =>
    Object.entries(procedures).flatMap(([name, procedure]) => {
      const { permission } = procedure["~orpc"].meta as ProcedureMeta;
      return auditEntry([kind, name], {}, {}, permission)?.action ?? [];
    }),
  );
}

test("looking at a list is not written down, handing out a secret or somebody's data is", () => {
  const actions = written();
  for (const reading of ["workspaces.audit", "members.invitations", "imports.errors", "campaigns.list"])
    expect(actions).not.toContain(reading);
  for (const telling of ["hooks.secret", "requests.signingSecret", "contacts.access", "exports.contacts"])
    expect(actions).toContain(telling);
});

test.each(["en", "it"])("every action that is written down has words in %s", (language) => {
  const path = new URL(`../web/i18n/${language}/settings.json`, import.meta.url);
  const { audit } = JSON.parse(readFileSync(path, "utf8")) as { audit: { kind: object; done: object } };
  const missing = written().filter((action) => {
    const [kind = "", done = ""] = action.split(".");
    return !(kind in audit.kind) || !(done in audit.done);
  });
  expect(missing).toEqual([]);
});
