/** The generic form with texts of its own; only the start and the words on the canvas are special. */

import { readable } from "../../ui/readable.ts";
import type { NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

export const form: NodeForm = {
  initial: { connection: "", amount: "", currency: "EUR", description: "", text: "Here you can pay: {{ payment.link }}" },
  summary: (config) => clip(`${readable(String(config["amount"] || "…"))} ${String(config["currency"] ?? "EUR")}`),
};
