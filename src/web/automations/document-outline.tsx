/** A document read from top to bottom: start steps, then each step after the one that leads to it. */
import { Text } from "@mantine/core";
import { IconBolt } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DraftDocument } from "../../contract/document.ts";
import { hue } from "../ui/hue.ts";
import { readable } from "../ui/readable.ts";
import classes from "./automations.module.css";
import { outline } from "./outline.ts";
import { stepLook } from "./step-look.ts";

export function DocumentOutline({ document }: { document: DraftDocument }) {
  const { t } = useTranslation("automations");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <div className={classes.outline} tabIndex={0} role="region" aria-label={t("gallery.outline")}>
      {document.triggers.map((trigger) => {
        const { strong, soft } = hue("trigger");
        return (
          <div key={trigger.id} className={classes.node}>
            <span className={classes.nodeIcon} style={{ color: strong, background: soft }} aria-hidden>
              <IconBolt size={14} />
            </span>
            <span>
              <b>{trigger.label ?? t(`trigger.${trigger.type}`, { defaultValue: trigger.type })}</b>
              <Detail config={trigger.config} />
            </span>
          </div>
        );
      })}
      {outline(document).map(({ step, depth, via }) => {
        const { icon: Icon, group } = stepLook(step.type);
        const { strong, soft } = hue(group);
        return (
          <div key={step.id} className={classes.node} style={{ marginLeft: Math.min(depth, 6) * 16 }}>
            <span className={classes.nodeIcon} style={{ color: strong, background: soft }} aria-hidden>
              <Icon size={14} />
            </span>
            <span style={{ minWidth: 0 }}>
              {via && via.exit !== "next" && (
                <span className={classes.exit}>{via.label ?? t(`exit.${via.exit}`, { context: via.type, defaultValue: via.exit })} → </span>
              )}
              <b>{step.label ?? t(`step.${step.type}`, { defaultValue: step.type })}</b>
              <Detail config={step.config} />
              {step.note && (
                <Text component="span" display="block" size="xs" c="accent">
                  {step.note}
                </Text>
              )}
            </span>
          </div>
        );
      })}
    </div>
  );
}

/** The words of a config that tell most: the text sent, the phrases, the names. */
function Detail({ config }: { config: Record<string, unknown> }) {
  const words = config.text ?? config.template ?? config.phrases ?? config.tags ?? config.lists ?? config.field ?? config.title;
  const text = Array.isArray(words) ? words.join(", ") : typeof words === "string" ? readable(words) : "";
  if (!text) return null;
  return (
    <span style={{ display: "block", fontSize: 12, lineHeight: "16px", color: "var(--mantine-color-dimmed)", whiteSpace: "pre-wrap" }}>
      {text.length > 160 ? `${text.slice(0, 160)}…` : text}
    </span>
  );
}
