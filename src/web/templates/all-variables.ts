import { type TemplateDefinition, variablesIn } from "../../domain/template-definition.ts";

/** All variables of a template that are filled when it is sent: those of header text and body. */
export function allVariables(
  definition: Pick<TemplateDefinition, "body"> & { header?: TemplateDefinition["header"] | undefined },
): string[] {
  const header = definition.header?.type === "text" ? definition.header.text : "";
  return variablesIn(`${header}\n${definition.body}`);
}
