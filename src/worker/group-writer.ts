/** Group commit: while one transaction commits, everything that is to be written is gathered for the next. */

/** @param write must write all items or none; the returned function resolves when its item is written */
export function createGroupWriter<T>(write: (items: T[]) => Promise<void>): (item: T) => Promise<void> {
  let waiting: { item: T; resolve(): void; reject(error: unknown): void }[] = [];
  let writing = false;

  async function flush(): Promise<void> {
    writing = true;
    // What ends in the same turn goes into the first transaction already.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    writing = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!writing) void flush();
    });
}
