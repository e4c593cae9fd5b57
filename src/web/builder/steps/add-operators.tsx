import type { NodeForm } from "../node-form.ts";
import { clip, list } from "../summary.ts";

export const form: NodeForm = {
  initial: { operators: [], pick: "all" },
  summary: (config, { t, language }) => clip([list(config["operators"], language), config["pick"] && config["pick"] !== "all" ? t(`choice.${String(config["pick"])}`) : ""].filter(Boolean).join(" · ")),
};
