/** One hue per step group, the same on the canvas, the timeline and the reports. Colour is never the only sign: an icon goes with it. */
import { STEP_GROUPS, type StepGroup } from "../../automation/step.ts";

export type HueGroup = StepGroup | "trigger";
export const HUE_GROUPS: readonly HueGroup[] = ["trigger", ...STEP_GROUPS];

/** `strong` is text and icons (AA on the surface and on `soft`), `soft` the tint behind them. */
const HUES: Record<HueGroup, Record<"light" | "dark", { strong: string; soft: string }>> = {
  trigger: { light: { strong: "#6741d9", soft: "#f1ecfe" }, dark: { strong: "#b39dfb", soft: "#272043" } },
  message: { light: { strong: "#0b7a4b", soft: "#e8f8f0" }, dark: { strong: "#3fc284", soft: "#10291e" } },
  wait: { light: { strong: "#9a5b00", soft: "#fff4dd" }, dark: { strong: "#f0b45a", soft: "#33270f" } },
  logic: { light: { strong: "#1763b8", soft: "#e7f1fc" }, dark: { strong: "#7ab8f5", soft: "#132638" } },
  contact: { light: { strong: "#0b7285", soft: "#e3f6f9" }, dark: { strong: "#5cc8db", soft: "#0f2a30" } },
  people: { light: { strong: "#b0306f", soft: "#fdeaf3" }, dark: { strong: "#f390bd", soft: "#37182a" } },
  integration: { light: { strong: "#4a5a68", soft: "#eaeff3" }, dark: { strong: "#a9b8c6", soft: "#1f2830" } },
};

export function hueVariables(scheme: "light" | "dark"): Record<string, string> {
  return Object.fromEntries(
    HUE_GROUPS.flatMap((group) => [
      [`--parola-${group}`, HUES[group][scheme].strong],
      [`--parola-${group}-soft`, HUES[group][scheme].soft],
    ]),
  );
}

/** CSS values of a group: `hue("wait").strong` is text and icons, `.soft` the tint behind them. */
export function hue(group: HueGroup): { strong: string; soft: string } {
  return { strong: `var(--parola-${group})`, soft: `var(--parola-${group}-soft)` };
}
