/** The sentence of an error that came from the API (problem+json) or from the network. */
export function errorText(error: unknown, fallback: string): string {
  if (error instanceof Error) {
    const data = (error as { data?: { detail?: string; message?: string } }).data;
    return data?.detail ?? data?.message ?? (error.message || fallback);
  }
  return typeof error === "string" && error !== "" ? error : fallback;
}
