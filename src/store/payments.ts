/** What customers were asked to pay, and what came of it. */
import type pg from "pg";
import { insertEvents } from "./engine-write.ts";
import { notifyWork } from "./notify.ts";

export interface NewPayment {
  workspaceId: string;
  id: string;
  /** The request that asked for this money first: its own id where it is no reminder. */
  debtId: string;
  contactId: string;
  connection: string;
  amount: string;
  currency: string;
  description: string;
  orderId: string;
  link: string;
  automationId: string | null;
  runId: string | null;
  stepId: string | null;
  at: number;
}

/** A repeated attempt finds the same order and changes nothing. */
export async function insertPayment(pool: pg.Pool | pg.ClientBase, payment: NewPayment): Promise<void> {
  const { workspaceId, id, debtId, contactId, connection, amount, currency, description, orderId, link, automationId, runId, stepId, at } =
    payment;
  await pool.query(
    `INSERT INTO payment (workspace_id, id, contact_id, connection, amount, currency, description, status, order_id, link, automation_id, run_id, step_id, created_at, updated_at, debt_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'created', $8, $9, $10, $11, $12, to_timestamp($13::float8 / 1000), to_timestamp($13::float8 / 1000), $14)
ON CONFLICT (workspace_id, id) DO NOTHING`,
    [workspaceId, id, contactId, connection, amount, currency, description, orderId, link, automationId, runId, stepId, at, debtId],
  );
}

export interface Settlement {
  workspaceId: string;
  connection: string;
  /** Either of the two names the payment. */
  paymentId: string | null;
  orderId: string | null;
  status: "paid" | "failed";
  captureId?: string;
  code?: string;
  now: number;
}

const SETTLE = `
UPDATE payment SET status = $5, capture_id = coalesce($6, capture_id), updated_at = to_timestamp($7::float8 / 1000),
  paid_at = CASE WHEN $5 = 'paid' THEN to_timestamp($7::float8 / 1000) END
WHERE workspace_id = $1 AND connection = $2 AND (id::text = $3 OR order_id = $4) AND status <> 'paid' AND status <> $5
RETURNING id, contact_id, amount, currency, link`;

/**
 * Writes the end of a payment and tells the path that waits, in the caller's transaction. Once: the capture and the webhook
 * about it say the same. A payment that failed may still be paid by another try of the customer.
 */
export async function settlePayment(client: pg.ClientBase, settlement: Settlement): Promise<boolean> {
  const { workspaceId, connection, paymentId, orderId, status, captureId = null, code, now } = settlement;
  const { rows } = await client.query<{ id: string; contact_id: string; amount: string; currency: string; link: string }>(SETTLE, [
    workspaceId,
    connection,
    paymentId,
    orderId,
    status,
    captureId,
    now,
  ]);
  const [payment] = rows;
  if (!payment) return false;
  const { id, contact_id, amount, currency, link } = payment;
  await insertEvents(client, [
    {
      workspace_id: workspaceId,
      contact_key: `c:${contact_id}`,
      contact_id,
      type: "payment",
      payload: { key: id, status, link, amount, currency, ...(code !== undefined && { code }) },
      occurred_at: now,
      received_at: now,
    },
  ]);
  await notifyWork(client, { worker: true });
  return true;
}

/** Whose order it is; undefined where it is none of ours: others may take payments with the same account. */
export async function paymentOfOrder(
  client: pg.ClientBase,
  workspaceId: string,
  connection: string,
  orderId: string,
): Promise<{ contactId: string; automationId: string | null; runId: string | null; stepId: string | null } | undefined> {
  const { rows } = await client.query(
    `SELECT contact_id AS "contactId", automation_id AS "automationId", run_id AS "runId", step_id AS "stepId" FROM payment
WHERE workspace_id = $1 AND connection = $2 AND order_id = $3`,
    [workspaceId, connection, orderId],
  );
  return rows[0];
}

export interface OrderName {
  workspaceId: string;
  connection: string;
  orderId: string;
}

// All orders of the debt are locked in one order, so that of two that were agreed to at once the second sees the first.
const OF_DEBT = `
SELECT id, connection = $2 AND order_id = $3 AS this, status FROM payment
WHERE workspace_id = $1 AND debt_id = (SELECT debt_id FROM payment WHERE workspace_id = $1 AND connection = $2 AND order_id = $3)
ORDER BY id FOR UPDATE`;

/**
 * Takes the right to collect an order that the customer agreed to, in the caller's transaction. Of all orders of a debt one has
 * it: from then until it is known that nothing was collected.
 */
export async function beginCapture(
  client: pg.ClientBase,
  { workspaceId, connection, orderId }: OrderName,
  now: number,
): Promise<"begun" | "unknown_order" | "already_paid" | "other_link"> {
  const { rows } = await client.query<{ id: string; this: boolean; status: string }>(OF_DEBT, [workspaceId, connection, orderId]);
  const own = rows.find((row) => row.this);
  if (!own) return "unknown_order";
  const others = rows.filter((row) => !row.this).map(({ status }) => status);
  if (others.includes("paid")) return "already_paid";
  if (others.includes("approved")) return "other_link";
  await client.query(
    `UPDATE payment SET status = 'approved', updated_at = to_timestamp($3::float8 / 1000) WHERE workspace_id = $1 AND id = $2 AND status <> 'paid'`,
    [workspaceId, own.id, now],
  );
  return "begun";
}

/** The provider collected nothing: another link of the debt may be paid. */
export async function giveUpCapture(pool: pg.Pool, { workspaceId, connection, orderId }: OrderName, now: number): Promise<void> {
  await pool.query(
    `UPDATE payment SET status = 'created', updated_at = to_timestamp($4::float8 / 1000)
WHERE workspace_id = $1 AND connection = $2 AND order_id = $3 AND status = 'approved'`,
    [workspaceId, connection, orderId, now],
  );
}

/** False where a provider's webhook was handled before. */
export async function firstTime(
  client: pg.ClientBase,
  {
    workspaceId,
    connectionId,
    providerId,
    type,
    now,
  }: { workspaceId: string; connectionId: string; providerId: string; type: string; now: number },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO provider_event (workspace_id, connection_id, provider_id, type, received_at) VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000)) ON CONFLICT DO NOTHING`,
    [workspaceId, connectionId, providerId, type, now],
  );
  return rowCount === 1;
}

export interface Payment {
  id: string;
  contactId: string;
  connection: string;
  amount: string;
  currency: string;
  description: string;
  status: string;
  orderId: string | null;
  link: string | null;
}

/** In the order they were asked for. */
export async function listPayments(pool: pg.Pool, workspaceId: string): Promise<Payment[]> {
  const { rows } = await pool.query<Payment>(
    `SELECT id, contact_id AS "contactId", connection, amount, currency, description, status, order_id AS "orderId", link FROM payment WHERE workspace_id = $1 ORDER BY created_at, id`,
    [workspaceId],
  );
  return rows;
}
