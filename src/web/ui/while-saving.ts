/** What was chosen is shown while it is being saved, lest the next choice begin from what was before; if it fails, what is stored shows again. */
export function whileSaving<V, T>(
  mutation: { isPending: boolean; variables: V | undefined },
  chosen: (variables: V) => T | undefined,
  stored: T,
): T {
  const value = mutation.isPending && mutation.variables !== undefined ? chosen(mutation.variables) : undefined;
  return value === undefined ? stored : value;
}
