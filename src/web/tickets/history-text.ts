import type { Json } from "../../domain/json.ts";

type Translate = (key: string, options?: { defaultValue: string }) => string;

/** One line per thing that changed. A note is its text; a value stands alone, or as a pair of before and after. */
export function historyText(change: Record<string, Json>, t: Translate): string {
  return Object.entries(change)
    .map(([name, value]) => {
      if (name === "note") return String(value);
      if (name === "created") return t("opened");
      const values = Array.isArray(value) ? value : [value];
      return `${t(`column.${name}`, { defaultValue: name })}: ${values.map((one) => valueText(name, one, t)).join(" → ")}`;
    })
    .join("\n");
}

function valueText(name: string, value: Json, t: Translate): string {
  if (value === null || value === "") return "–";
  const text = String(value);
  return name === "status" || name === "priority" ? t(`${name}.${text}`, { defaultValue: text }) : text;
}
