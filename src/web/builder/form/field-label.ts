/** What a key of a step's configuration is called in its form. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** `label("paypal", "connection.0")` is "Account": of the key the path begins with; undefined where no words are known for it. */
export function useFieldLabel(): (type: string, path: string) => string | undefined {
  const { t, i18n } = useTranslation("builder");
  return useCallback(
    (type, path) => {
      const [name = ""] = path.split(".");
      const known = [`config.${type}.${name}`, `field.${name}`].find((key) => i18n.exists(`builder:${key}`));
      return known === undefined ? undefined : t(known as "config.paypal.amount");
    },
    [t, i18n],
  );
}
