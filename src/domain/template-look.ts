/** What of a template the person sees beside its body, with the values it is sent with: kept with the message, as templates change. */
import type { TemplateContent, TemplateLook } from "./message-content.ts";
import { fillVariables, type TemplateButton, type TemplateDefinition, templateButtonText, variablesIn } from "./template-definition.ts";

type Given = Pick<TemplateContent, "headerText" | "buttonParameters">;

/** A value that is not given leaves its variable as it is written. */
export function templateLook(
  { header, footer, buttons }: Pick<TemplateDefinition, "header" | "footer" | "buttons">,
  given: Given,
): TemplateLook {
  return {
    ...(header && {
      header: header.type === "text" ? { type: header.type, text: withOne(header.text, given.headerText) } : { type: header.type },
    }),
    ...(footer && { footer }),
    ...(buttons.length > 0 && { buttons: buttons.map((button, index) => buttonLook(button, parameterOf(given, index))) }),
  };
}

function parameterOf({ buttonParameters }: Given, index: number): string | undefined {
  return buttonParameters?.find((parameter) => parameter.index === index)?.text;
}

function buttonLook(button: TemplateButton, value: string | undefined): NonNullable<TemplateLook["buttons"]>[number] {
  const { type } = button;
  return {
    type,
    text: templateButtonText(button),
    ...(type === "url" && { url: withOne(button.url, value) }),
    ...((type === "copy_code" || type === "otp") && value !== undefined && { code: value }),
  };
}

/** Headers and links have one variable at most. */
function withOne(text: string, value: string | undefined): string {
  const [name] = variablesIn(text);
  return name === undefined || value === undefined ? text : fillVariables(text, { [name]: value });
}
