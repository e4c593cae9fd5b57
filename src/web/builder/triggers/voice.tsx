import type { NodeForm } from "../node-form.ts";
import { list } from "../summary.ts";

export const form: NodeForm = {
  initial: { outcomes: ["no_answer"], directions: ["inbound"], agents: [] },
  summary(config, { t }) {
    const words = (key: string) => (Array.isArray(config[key]) ? config[key].map((value) => t(`choice.${String(value)}`)).join(", ") : "");
    return (
      [words("directions"), words("outcomes"), list(config["agents"])].filter((part) => part !== "").join(" · ") || t("summary.anyCall")
    );
  },
};
