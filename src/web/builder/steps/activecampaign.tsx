import { readable } from "../../ui/readable.ts";
import { ActionForm } from "../integration/action-form.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

function Form(props: FormProps) {
  return <ActionForm type="activecampaign" {...props} />;
}

const NAMED = ["tag", "list", "automation", "title"];

export const form: NodeForm = {
  initial: { action: "sync_contact", connection: "" },
  Form,
  summary(config, { t }) {
    const what = NAMED.map((key) => config[key]).find((value) => typeof value === "string" && value !== "");
    const action = t(`action.activecampaign.${String(config["action"])}`);
    return clip(what === undefined ? action : `${action}: ${readable(String(what))}`);
  },
};
