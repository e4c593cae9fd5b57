/** Hands the document out as a YAML file. */
import { stringify } from "yaml";
import type { Draft } from "./document/draft.ts";

export function downloadDraft(draft: Draft): void {
  const url = URL.createObjectURL(new Blob([stringify(draft)], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${
    draft.name
      .trim()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .toLowerCase() || "automation"
  }.yaml`;
  link.click();
  URL.revokeObjectURL(url);
}
