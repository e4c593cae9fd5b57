/** Whether PostgreSQL refused a row because another has its place, by the index that says so. */
export function violatedIndex(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return code === "23505" ? (constraint ?? "") : undefined;
}
