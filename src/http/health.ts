import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { pendingMigrations } from "../store/migrate.ts";

/** What the health routes look at. */
export interface HealthOptions {
  pool: pg.Pool;
}

/** `/healthz`: the process answers. `/readyz`: it can do its work, or which part cannot and why. Both without sign-in. */
export async function healthRoutes(app: FastifyInstance, { pool }: HealthOptions): Promise<void> {
  app.get("/healthz", async () => ({ status: "ok" }));

  app.get("/readyz", async (_request, reply) => {
    const problems: string[] = [];
    try {
      const pending = await pendingMigrations(pool);
      if (pending.length > 0) problems.push(`The database lacks the migrations ${pending.join(", ")}.`);
    } catch (error) {
      problems.push(`The database does not answer: ${(error as Error).message}.`);
    }
    return reply.code(problems.length === 0 ? 200 : 503).send({ status: problems.length === 0 ? "ready" : "not ready", problems });
  });
}
