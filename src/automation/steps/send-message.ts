import { checkContent } from "../../domain/check-content.ts";
import { addDuration, durationMs } from "../../domain/duration.ts";
import { type AnswerOption, answerExits, pressedOption } from "../message/answer-options.ts";
import { composeMessage } from "../message/compose-message.ts";
import { freeContent } from "../message/free-content.ts";
import { type MessageConfig, messageConfig } from "../message/message-config.ts";
import { templateProblems } from "../message/template-problems.ts";
import { neverSettled, waitForStatus } from "../message/unknown-outcome.ts";
import { CORRECT_IT, problem } from "../problems.ts";
import { replyOf } from "../reply.ts";
import { defineStep, type Exit, exit, failed, type Outcome, type StepContext } from "../step.ts";

/** What the wait remembers of the message that was sent; JSON, hence no interface. */
type WaitData = { messageId: string; options: AnswerOption[] };

export const step = defineStep({
  type: "send_message",
  group: "message",
  title: "Send message",
  summary:
    "Queues a WhatsApp message. Free messages need the open 24-hour window: outside it the fallback template is sent, or the step fails with window_closed. With the failed exit connected it waits until WhatsApp took or refused the message (two days at most where that stays unknown); with a button's exit connected it waits for that button.",
  config: messageConfig,
  exits(config, workspace) {
    const answers = answerExits(config, workspace);
    const exits: Exit[] = [...answers, { name: "next" }, { name: "failed" }];
    return answers.length > 0 || config.kind === "template" ? [...exits, { name: "timeout", label: "no button pressed" }] : exits;
  },
  waits: (config, name) => name !== "next" && name !== "failed" && (name !== "timeout" || timeoutMs(config) > 0),
  reopensWindow: (_config, name) => name !== "next" && name !== "failed" && name !== "timeout",
  longestWait: (config, name) => (name === "timeout" ? timeoutMs(config) : 0),
  needsWindow: (config) => config.kind !== "template" && config.fallbackTemplate === undefined,
  enter(config, context) {
    const { origin, connected, environment, scope, emit } = context;
    const { content, marketing, options, error } = composeMessage(config, context);
    if (scope.chat === null) return failed("no_channel");
    const messageId = environment.newId();
    if (error) {
      emit({
        kind: "queue_message",
        id: messageId,
        content,
        origin,
        marketing,
        awaited: false,
        error: error.detail === undefined ? error.code : `${error.code}: ${error.detail}`,
      });
      return { type: "exit", exit: "failed", error, result: { messageId } };
    }
    const answers = options.some((option) => connected(option.exit));
    // While it waits for a button anyway, a refusal must end that wait.
    const awaited = answers || connected("failed");
    emit({ kind: "queue_message", id: messageId, content, origin, marketing, awaited });
    if (!awaited) return exit("next", { messageId });
    const data: WaitData = { messageId, options: answers ? options : [] };
    return {
      type: "wait",
      wait: {
        on: answers ? [{ type: "message_result", key: messageId }, { type: "message" }] : [{ type: "message_result", key: messageId }],
        deadline: answers ? deadlineOf(config, context) : null,
        data,
      },
    };
  },
  resume(_config, context, wait, event): Outcome | null {
    const { messageId, options } = wait.data as WaitData;
    if (event === null) return options.length > 0 ? exit("timeout", { messageId }) : neverSettled({ messageId });
    if (event.type === "message_result") {
      // Whoever presses a button has got the message.
      if (event.ok === null) return options.length > 0 ? null : waitForStatus(wait, context.environment.now);
      if (!event.ok) return { type: "exit", exit: "failed", error: { code: event.code ?? "refused" }, result: { messageId } };
      return options.length > 0 ? { type: "wait", wait: { ...wait, on: [{ type: "message" }] } } : exit("next", { messageId });
    }
    if (event.type !== "message") return null;
    const pressed = pressedOption(options, messageId, event);
    if (!pressed) return null;
    context.run.reply = replyOf(event);
    return exit(pressed.exit, { messageId, pressed: pressed.title, replyId: event.messageId });
  },
  problems(config, { workspace }) {
    if (config.kind === "template") return templateProblems(config, [], workspace);
    const fallback = config.fallbackTemplate ? templateProblems(config.fallbackTemplate, ["fallbackTemplate"], workspace) : [];
    // Variables change lengths and values: only what holds without them is known before sending.
    const fixed = (text: string) => (/\{\{|\{%|%%/.test(text) ? "…" : text);
    const found = checkContent(freeContent(config, fixed)).filter(({ code }) => code !== "invalid_url" && code !== "required");
    return [...fallback, ...found.map(({ path, message }) => problem("invalid_config", path, message, CORRECT_IT))];
  },
  examples: [
    { title: "A text", config: { kind: "text", text: "Hi {{ contact.first_name | default: 'there' }}!" } },
    {
      title: "Reply buttons, a day to press one",
      config: {
        kind: "buttons",
        text: "Shall we call you?",
        buttons: [
          { id: "yes", title: "Yes" },
          { id: "no", title: "No, thanks" },
        ],
        timeout: { hours: 24 },
      },
    },
    {
      title: "A list",
      config: {
        kind: "list",
        text: "How can we help?",
        button: "Choose",
        sections: [
          {
            rows: [
              { id: "hours", title: "Opening hours" },
              { id: "person", title: "Talk to a person" },
            ],
          },
        ],
      },
    },
    { title: "A picture", config: { kind: "media", mediaType: "image", url: "https://example.com/menu.jpg", caption: "Today's menu" } },
    {
      title: "A link button",
      config: {
        kind: "cta_url",
        text: "Your order is on its way.",
        label: "Track it",
        url: "https://example.com/track/{{ vars.tracking }}",
      },
    },
    {
      title: "A place",
      config: { kind: "location", latitude: 45.4642, longitude: 9.19, name: "Our shop", address: "Piazza del Duomo, Milano" },
    },
    { title: "A contact card", config: { kind: "contacts", contacts: [{ name: "Front desk", phones: [{ phone: "+39 02 1234567" }] }] } },
    {
      title: "A template",
      config: { kind: "template", template: "appointment_reminder", variables: { first_name: "{{ contact.first_name }}" } },
    },
    {
      title: "A text with its template for later",
      config: { kind: "text", text: "Still there?", fallbackTemplate: { template: "follow_up" } },
    },
  ],
});

function timeoutMs(config: MessageConfig): number {
  if (!("timeout" in config)) return 0;
  return config.timeout === null ? Number.POSITIVE_INFINITY : durationMs(config.timeout);
}

function deadlineOf(config: MessageConfig, { environment, timeZone }: StepContext): number | null {
  return "timeout" in config && config.timeout !== null ? addDuration(environment.now, config.timeout, timeZone) : null;
}
