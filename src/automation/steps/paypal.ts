import { z } from "zod";
import { addDuration, durationSchema } from "../../domain/duration.ts";
import { formatAmount } from "../../domain/money.ts";
import { cutText } from "../../domain/storable.ts";
import { connectionProblems } from "../connection-problems.ts";
import type { PaymentEvent } from "../event.ts";
import { liquidText } from "../liquid-text.ts";
import { composeMessage } from "../message/compose-message.ts";
import { messageConfig } from "../message/message-config.ts";
import { templateProblems } from "../message/template-problems.ts";
import { neverSettled, waitForStatus } from "../message/unknown-outcome.ts";
import { problem } from "../problems.ts";
import { reference } from "../reference.ts";
import type { RunState, Wait } from "../state.ts";
import { defineStep, exit, failed, type Outcome, type StepContext } from "../step.ts";

/** The requests loop gives up on PayPal within an hour. */
const LONGEST_ORDER_MS = 2 * 3_600_000;
/** `wait: true`: as long as PayPal keeps an unpaid order at most. */
const DEFAULT_WAIT = { hours: 72 };

/** A variable that documents cannot name (see `isVariable`): what this run asked for and was not paid in time. */
const OWED = "_owed";
/** A request whose link may still be paid, though its step was left by `not_paid`. */
type Owed = { id: string; amount: string; currency: string; paid: boolean };

const config = z
  .strictObject({
    connection: reference("connection").describe("Account at PayPal"),
    amount: liquidText(200).describe("What is to be paid, e.g. 25.00"),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "three capital letters, like EUR")
      .default("EUR"),
    description: liquidText(1000).describe("What PayPal shows to the customer; its first 127 characters"),
    text: liquidText().optional().describe("Message with {{ payment.link }}, inside the 24-hour window"),
    template: reference("template").optional().describe("Template to send instead, or outside the 24-hour window when there is a text too"),
    variables: z.record(z.string().min(1).max(64), liquidText()).default({}).describe("Values of the template's variables"),
    buttonParameters: z
      .array(z.strictObject({ index: z.int().min(0).max(9), text: liquidText() }))
      .max(10)
      .default([])
      .describe("Ends of the template's links"),
    wait: z
      .union([z.boolean(), durationSchema], { error: "true, false or a duration" })
      .default(false)
      .describe("Wait for the payment: so long, or true for three days"),
  })
  .refine(({ text, template }) => text !== undefined || template !== undefined, { error: "give a text or a template", path: ["text"] });
type Config = z.output<typeof config>;

export const step = defineStep({
  type: "paypal",
  group: "integration",
  title: "PayPal payment",
  summary:
    "Makes an order at PayPal, sends its link, and with wait goes on by paid or not_paid. The link is {{ payment.link }}, in the message and in later steps. A reminder that asks for the same amount again is paid by an earlier link of the run too; where that was paid before, nothing is sent.",
  config,
  exits: () => [{ name: "next" }, { name: "failed" }, { name: "paid" }, { name: "not_paid", label: "not paid" }],
  waits: ({ wait }, name) => name === "paid" || name === "not_paid" || (name === "next" && wait !== false),
  longestWait: (config, name) => (name === "not_paid" ? addDuration(0, waitOf(config), "UTC") : 0),
  needsWindow: ({ template }) => template === undefined,
  enter(config, context) {
    const { environment, emit, origin, render } = context;
    const amount = formatAmount(render(config.amount), config.currency);
    if (amount === undefined) return failed("invalid_amount", cutText(render(config.amount), 100));
    const { connection, currency } = config;
    const before = owedBefore(context.run, amount, currency);
    const settled = before.find(({ paid }) => paid);
    if (settled) return leave(context, "paid", settled);
    const id = environment.newId();
    const debtId = before[0]?.id ?? id;
    emit({
      kind: "request_payment",
      id,
      debtId,
      connection,
      amount,
      currency,
      description: cutText(render(config.description), 127),
      origin,
    });
    return {
      type: "wait",
      wait: {
        on: [id, ...before.map((owed) => owed.id)].map((key) => ({ type: "payment" as const, key })),
        deadline: environment.now + LONGEST_ORDER_MS,
        data: { id, amount, currency, asked: false },
      },
    };
  },
  resume(config, context, wait, event): Outcome | null {
    const data = wait.data as { id: string; amount: string; currency: string; asked: boolean };
    const paymentId = data.id;
    if (event === null) {
      if (!data.asked) return failed("no_answer");
      return config.wait === false ? neverSettled({ paymentId }) : leave(context, "not_paid", data);
    }
    if (event.type === "message_result") {
      // Whoever pays has got the link.
      if (event.ok === null) return config.wait === false ? waitForStatus(wait, context.environment.now) : null;
      if (!event.ok) return { type: "exit", exit: "failed", error: { code: event.code ?? "refused" }, result: { paymentId } };
      if (config.wait === false) return exit("next", { paymentId });
      return { type: "wait", wait: { ...wait, on: wait.on.filter(({ type }) => type === "payment") } };
    }
    if (event.type !== "payment") return null;
    if (event.key !== paymentId && event.status !== "paid") return null;
    if (!data.asked && event.status === "created") return sendLink(config, context, wait, event);
    remember(context, event);
    if (event.status === "paid") return leave(context, "paid", { ...data, id: event.key });
    if (data.asked) return leave(context, "not_paid", data);
    return { type: "exit", exit: "failed", error: { code: event.code ?? "failed" }, result: { paymentId } };
  },
  overhear(event, run) {
    if (event.type !== "payment" || event.status !== "paid") return false;
    const owed = owedIn(run).find(({ id }) => id === event.key);
    if (!owed || owed.paid) return false;
    run.vars[OWED] = owedIn(run).map((one) => (one === owed ? { ...one, paid: true } : one));
    const shown = run.vars["payment"] as { id?: string } | undefined;
    if (shown?.id === event.key) run.vars["payment"] = { ...shown, status: "paid" };
    return true;
  },
  problems(config, { workspace }) {
    const named = `${config.text ?? ""}${JSON.stringify([config.variables, config.buttonParameters])}`.includes("payment.link");
    const template = { template: config.template ?? "", variables: config.variables, buttonParameters: config.buttonParameters };
    return [
      ...connectionProblems(config.connection, "paypal", "connection", workspace),
      ...(named
        ? []
        : [
            problem(
              "missing_link",
              ["text"],
              "the message does not contain {{ payment.link }}",
              "Put {{ payment.link }} where the customer taps",
            ),
          ]),
      ...(config.template === undefined ? [] : templateProblems(template, [], workspace)),
    ];
  },
  examples: [
    {
      title: "A deposit",
      config: {
        connection: "paypal",
        amount: "25.00",
        currency: "EUR",
        description: "Deposit",
        text: "Please pay here: {{ payment.link }}",
      },
    },
    {
      title: "An order's total, waiting a day",
      config: {
        connection: "paypal",
        amount: "{{ trigger.payload.total }}",
        currency: "EUR",
        description: "Order {{ trigger.payload.number }}",
        text: "Your link: {{ payment.link }}",
        wait: { hours: 24 },
      },
    },
  ],
});

function waitOf({ wait }: Config) {
  return typeof wait === "object" ? wait : DEFAULT_WAIT;
}

function remember({ run }: StepContext, { key, status, link, amount, currency }: PaymentEvent): void {
  const before = (run.vars["payment"] ?? {}) as { id?: string };
  const known = before.id === key ? before : {};
  run.vars["payment"] = {
    ...known,
    id: key,
    status,
    ...(link !== undefined && { link }),
    ...(amount !== undefined && { amount }),
    ...(currency !== undefined && { currency }),
  };
}

function sendLink(config: Config, context: StepContext, wait: Wait, event: PaymentEvent): Outcome {
  remember(context, event);
  const paymentId = event.key;
  const { connected, emit, environment, origin, scope, timeZone } = context;
  if (scope.chat === null) return failed("no_channel");
  const { content, marketing, error } = composeMessage(messageOf(config), context);
  const messageId = environment.newId();
  const waits = config.wait !== false;
  const awaited = error === undefined && connected("failed");
  const refused = error && { error: error.detail === undefined ? error.code : `${error.code}: ${error.detail}` };
  emit({ kind: "queue_message", id: messageId, content, origin, marketing, awaited, ...refused });
  if (error) return { type: "exit", exit: "failed", error, result: { paymentId, messageId } };
  if (!waits && !awaited) return exit("next", { paymentId, messageId });
  const on: Wait["on"] = [...(waits ? wait.on : []), ...(awaited ? [{ type: "message_result" as const, key: messageId }] : [])];
  return {
    type: "wait",
    wait: { on, deadline: waits ? addDuration(environment.now, waitOf(config), timeZone) : null, data: { ...wait.data, asked: true } },
  };
}

/** As Send message would be given it. */
function messageOf({ text, template, variables, buttonParameters }: Config) {
  const filled = { template, variables, buttonParameters };
  return messageConfig.parse(
    text === undefined
      ? { kind: "template", ...filled }
      : { kind: "text", text, ...(template !== undefined && { fallbackTemplate: filled }) },
  );
}

function owedIn(run: RunState): Owed[] {
  return (run.vars[OWED] as Owed[] | undefined) ?? [];
}

/** What the run asked for before and is asked for again now: the same amount of the same money. */
function owedBefore(run: RunState, amount: string, currency: string): Owed[] {
  return owedIn(run).filter((owed) => owed.amount === amount && owed.currency === currency);
}

/** Who connected only `next` is told nothing of the outcome, and goes on. */
function leave({ connected, run }: StepContext, name: "paid" | "not_paid", { id, amount, currency }: Omit<Owed, "paid">): Outcome {
  // However many links there are of it, it is paid once.
  const others = owedIn(run).filter((owed) => owed.amount !== amount || owed.currency !== currency);
  const same = owedBefore(run, amount, currency).filter((owed) => owed.id !== id);
  run.vars[OWED] = name === "paid" ? others : [...others, ...same, { id, amount, currency, paid: false }];
  return exit(connected(name) ? name : "next", { paymentId: id, outcome: name });
}
