import { defineCommand } from "citty";
import { type Config, readConfig } from "../config.ts";

/** Runs the product until it is told to stop, then lets it finish what it has in hand. */
export async function runUntilTold(config: Config): Promise<void> {
  // Told to stop while still starting: finish the start, then stop. Half-started parts cannot be stopped cleanly.
  const told = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
  const { startProduct } = await import("../main.ts");
  const product = await startProduct(config);
  if (product.address) console.log(`Parola runs at ${config.publicUrl} (listening on ${product.address})`);
  else console.log(`Parola runs as ${[...config.roles].join(" and ")}`);
  await told;
  await product.stop();
}

/** `parola start`: runs the product until it is told to stop. */
export const startCommand = defineCommand({
  meta: { name: "start", description: "Start the product; SIGTERM or Ctrl-C stops it without losing anything" },
  run: () => runUntilTold(readConfig()),
});
