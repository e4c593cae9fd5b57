/** What every field of a form may need: the workspace's objects, the variables, the values of the contact chosen for previews. */
import { createContext, useContext } from "react";
import type { Json } from "../../../domain/json.ts";
import type { Objects } from "../objects.ts";
import type { Variable } from "./variables.ts";

export interface FormContextValue {
  automationId: string | null;
  objects: Objects;
  variables: readonly Variable[];
  /** Values of the chosen contact; undefined while none is chosen. */
  values: Json | undefined;
  contact: { id: string; name: string } | null;
  chooseContact(contact: { id: string; name: string } | null): void;
}

export const FormContext = createContext<FormContextValue | null>(null);

export function useFormContext(): FormContextValue {
  const value = useContext(FormContext);
  if (!value) throw new Error("useFormContext outside of the side panel");
  return value;
}
