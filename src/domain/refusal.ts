/**
 * A request that cannot be carried out, for a reason the one who asked can act on. `code` is one of the API's error codes
 * (`src/contract/errors.ts`); the edge turns it into a status and a title.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly data: Record<string, unknown> | undefined;

  /** @param detail one sentence about this very case */
  constructor(code: string, detail: string, data?: Record<string, unknown>, options?: ErrorOptions) {
    super(detail, options);
    this.name = "Refusal";
    this.code = code;
    this.data = data;
  }
}

export function notFound(what: string): Refusal {
  return new Refusal("not_found", `There is no such ${what}.`);
}
