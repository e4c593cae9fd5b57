import { useTranslation } from "react-i18next";
import { FormError } from "../shell/form-error.tsx";
import { authErrorKey } from "./auth-error.ts";

/** What better-auth refused, above the button of its form. */
export function AuthFormError({ error }: { error: unknown }) {
  const { t } = useTranslation("setup");
  const key = authErrorKey(error);
  return <FormError error={error} {...(key && { text: t(`authError.${key}`) })} />;
}
