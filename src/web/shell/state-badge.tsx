/** A state in a word, in one of four tones whose contrast holds in light and dark. */
import { Badge, type BadgeProps } from "@mantine/core";
import type { HTMLAttributes } from "react";

export type Tone = "good" | "warning" | "bad" | "neutral";

const COLOURS: Record<Tone, { color: string; background: string }> = {
  good: { color: "var(--parola-success)", background: "var(--parola-success-soft)" },
  warning: { color: "var(--parola-warning)", background: "var(--parola-warning-soft)" },
  bad: { color: "var(--parola-danger)", background: "var(--parola-danger-soft)" },
  neutral: { color: "var(--mantine-color-text)", background: "var(--parola-hover)" },
};

interface StateBadgeProps
  extends Omit<BadgeProps, "color" | "variant" | "style">,
    Pick<HTMLAttributes<HTMLDivElement>, "tabIndex" | "title"> {
  tone: Tone;
}

export function StateBadge({ tone, ...props }: StateBadgeProps) {
  return <Badge {...props} variant="light" style={{ textTransform: "none", flexShrink: 0, ...COLOURS[tone] }} />;
}
