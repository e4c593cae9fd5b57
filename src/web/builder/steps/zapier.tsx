import { HandOverForm } from "../integration/hand-over-form.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

function Form(props: FormProps) {
  return <HandOverForm platform="zapier" {...props} />;
}

export const form: NodeForm = {
  initial: { url: "" },
  Form,
  summary: (config) => clip(String(config["url"] || "…").replace(/^https?:\/\//, "")),
};
