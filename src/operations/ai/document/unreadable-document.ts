import type { DocumentFailure } from "./read-document.ts";

/** Why a document gives no text, for the person who chose it. */
export class UnreadableDocument extends Error {
  readonly code: DocumentFailure;

  constructor(code: DocumentFailure, detail: string) {
    super(detail);
    this.name = "UnreadableDocument";
    this.code = code;
  }
}
