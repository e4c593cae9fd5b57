import { defineCommand } from "citty";
import { type Config, readConfig } from "../config.ts";

/** Runs the product until it is told to stop, then lets it finish what it has in hand. */
export async function runUntilTold(config: Config): Promise<void> {
  // Told to stop while still starting: finish the start, then stop. Half-started parts cannot be stopped cleanly.
  const told = new Promise<void>((resolve) => whenTold(resolve));
  const { startProduct } = await import("../main.ts");
  const product = await startProduct(config);
  if (product.address) console.log(`Parola runs at ${product.publicUrl} (listening on ${product.address})`);
  else console.log(`Parola runs as ${[...config.roles].join(" and ")}`);
  await told;
  await product.stop();
}

/** Within this time the same order came by two ways: a terminal or systemd tells every process, and npm passes it on once more. */
const SAME_ORDER_MS = 1_000;

/** Whoever repeats the order later does not want to wait: then the system ends us. */
function whenTold(stop: () => void): void {
  let toldAt: number | undefined;
  const obey = (signal: NodeJS.Signals) => {
    toldAt ??= performance.now();
    if (performance.now() - toldAt < SAME_ORDER_MS) return stop();
    process.off("SIGTERM", obey).off("SIGINT", obey);
    process.kill(process.pid, signal);
  };
  process.on("SIGTERM", obey).on("SIGINT", obey);
}

/** `parola start`: runs the product until it is told to stop. */
export const startCommand = defineCommand({
  meta: {
    name: "start",
    description:
      "Start the product; SIGTERM or Ctrl-C stops it without losing anything. Its settings are environment variables: docs/configuration.md",
  },
  run: () => runUntilTold(readConfig()),
});
