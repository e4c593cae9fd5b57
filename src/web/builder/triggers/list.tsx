import type { NodeForm } from "../node-form.ts";
import { list } from "../summary.ts";

export const form: NodeForm = {
  initial: { lists: [], event: "added" },
  summary: (config, { t }) => `${t(config["event"] === "removed" ? "summary.leaves" : "summary.joins")} ${list(config["lists"]) || "…"}`,
};
