import type { NodeForm } from "../node-form.ts";
import { clip, list } from "../summary.ts";

export const form: NodeForm = {
  initial: { operators: [], pick: "all" },
  summary: (config, { t }) =>
    clip(
      [list(config["operators"]), config["pick"] && config["pick"] !== "all" ? t(`choice.${String(config["pick"])}`) : ""]
        .filter(Boolean)
        .join(" · "),
    ),
};
