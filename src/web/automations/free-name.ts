/** "Untitled", "Untitled 2", …: names are unique in a workspace. */
export function freeName(base: string, taken: readonly string[]): string {
  const used = new Set(taken);
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!used.has(name)) return name;
  }
}
