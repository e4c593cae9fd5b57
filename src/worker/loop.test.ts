import { afterEach, describe, expect, it, vi } from "vitest";
import { driveLoop, type Loop, type LoopDriver } from "./loop.ts";

const clock = { now: () => Date.now() };
const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
let driver: LoopDriver | undefined;
afterEach(() => driver?.stop());

/** A loop whose batches end when the test says so. */
function createManualLoop(fullBatch?: number) {
  const running: ((done: number) => void)[] = [];
  const loop: Loop = {
    name: "manual",
    ...(fullBatch !== undefined && { fullBatch }),
    runOnce: () => new Promise((resolve) => running.push(resolve)),
    nextDueAt: async () => null,
  };
  const end = async (done: number) => {
    running.shift()?.(done);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { loop, running, end };
}

describe("lanes of a loop", () => {
  it("all look for work where they are alike", async () => {
    const { loop, running, end } = createManualLoop();
    driver = driveLoop(loop, clock, logger, 3);
    expect(running).toHaveLength(3);
    for (let lane = 0; lane < 3; lane++) await end(0);
    expect(running).toHaveLength(0);
    driver.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(running).toHaveLength(3);
    for (let lane = 0; lane < 3; lane++) await end(0);
  });

  it("help only behind a full batch, until nothing is left", async () => {
    const { loop, running, end } = createManualLoop(10);
    driver = driveLoop(loop, clock, logger, 2);
    expect(running).toHaveLength(1);
    await end(9);
    expect(running).toHaveLength(1);
    await end(10);
    expect(running).toHaveLength(2);
    await end(0);
    await end(0);
    expect(running).toHaveLength(0);
    driver.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(running).toHaveLength(1);
    await end(0);
  });
});
