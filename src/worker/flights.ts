/** Work of a loop that runs on by itself, so that slow hosts hold up nobody: bounded in all, and for each workspace. */

interface FlightLimits {
  /** From one process. */
  inFlight: number;
  /** A workspace with so many gets no more: what hangs there leaves room for the others. */
  ofWorkspace: number;
  /** While something is on its way: how often to look whether more fell due, in milliseconds. */
  lookAgainMs: number;
}

export interface Flights {
  /** How many more may start. */
  room(): number;
  /** Workspaces that may start no more. */
  busy(): string[];
  /** @param work never rejects */
  launch(workspaceId: string, work: () => Promise<void>): void;
  /**
   * For a loop that found nothing new: what landed since the last look, which may have made work for others; while something is on its
   * way, after one lands, `rouse` is called, or it is time to look again.
   */
  settle(): Promise<number>;
  rouse(): void;
  drain(): Promise<void>;
}

export function createFlights({ inFlight, ofWorkspace, lookAgainMs }: FlightLimits): Flights {
  const flying = new Set<Promise<void>>();
  const perWorkspace = new Map<string, number>();
  let landed = 0;
  let rouse: (() => void) | null = null;

  function count(workspaceId: string, by: 1 | -1): void {
    const left = (perWorkspace.get(workspaceId) ?? 0) + by;
    if (left === 0) perWorkspace.delete(workspaceId);
    else perWorkspace.set(workspaceId, left);
  }

  function takeLanded(): number {
    const taken = landed;
    landed = 0;
    return taken;
  }

  async function somethingHappened(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const otherwise = new Promise<void>((resolve) => {
      rouse = resolve;
      timer = setTimeout(resolve, lookAgainMs);
    });
    await Promise.race([...flying, otherwise]);
    clearTimeout(timer);
    rouse = null;
  }

  return {
    room: () => inFlight - flying.size,
    busy: () => [...perWorkspace].filter(([, on]) => on >= ofWorkspace).map(([id]) => id),
    launch(workspaceId, work) {
      count(workspaceId, 1);
      const flight = work().finally(() => {
        count(workspaceId, -1);
        landed += 1;
        flying.delete(flight);
      });
      flying.add(flight);
    },
    async settle() {
      if (flying.size === 0) return takeLanded();
      await somethingHappened();
      return Math.max(takeLanded(), 1);
    },
    rouse: () => rouse?.(),
    drain: async () => void (await Promise.all(flying)),
  };
}
