import { readable } from "../../ui/readable.ts";
import { ActionForm } from "../integration/action-form.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

function Form(props: FormProps) {
  return <ActionForm type="emailchef" {...props} />;
}

export const form: NodeForm = {
  initial: { action: "add_to_list", connection: "", list: "" },
  Form,
  summary(config, { t }) {
    const action = t(`action.emailchef.${String(config["action"])}`);
    const list = config["list"];
    return clip(typeof list === "string" && list !== "" ? `${action}: ${readable(list)}` : action);
  },
};
