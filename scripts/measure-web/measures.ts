/** Times of questions and of frames. */
import type { Page } from "@playwright/test";

const TIMES = 9;

/** Milliseconds of each of several turns; the first, which warms caches, is left out. */
export async function timed(ask: () => Promise<unknown>): Promise<number[]> {
  await ask();
  const times: number[] = [];
  for (let turn = 0; turn < TIMES; turn++) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b);
}

export function summary(sorted: readonly number[]): string {
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  return `median ${at(0.5)} ms, worst ${at(1)} ms`;
}

/** How the frames of the page come while something moves. */
export async function frames(page: Page, move: () => Promise<void>): Promise<string> {
  await page.evaluate(() => {
    const seen: number[] = [];
    let last = performance.now();
    const tick = (now: number) => {
      seen.push(now - last);
      last = now;
      if (!(window as { stopFrames?: boolean }).stopFrames) requestAnimationFrame(tick);
    };
    Object.assign(window, { stopFrames: false, seenFrames: seen });
    requestAnimationFrame(tick);
  });
  await move();
  const seen = await page.evaluate(() => {
    Object.assign(window, { stopFrames: true });
    return (window as unknown as { seenFrames: number[] }).seenFrames.slice(2);
  });
  const sorted = [...seen].sort((a, b) => a - b);
  const total = seen.reduce((sum, one) => sum + one, 0);
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  return `${((seen.length / total) * 1000).toFixed(0)} frames/s, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms`;
}
