/**
 * A text with variables as people read it: `*Hi* {{ contact.first_name | default: "you" }}` → `Hi {first_name}`. Marks of bold and italic
 * and the tags of conditions are left out.
 */
export function readable(text: string): string {
  return text
    .replace(/\{%.*?%\}/gs, "")
    .replace(/\{\{-?\s*([^|}]+?)\s*(\|[^}]*)?-?\}\}/g, (_, name: string) => `{${shortName(name)}}`)
    .replace(/([*_~])(?=\S)([^*_~\n]*\S)\1(?!\w)/g, "$2")
    .replace(/\s+/g, " ")
    .trim();
}

/** `contact.fields.CITY` → `CITY`; whose name it is stays said: `workspace.name`. */
function shortName(path: string): string {
  const parts = path.split(".");
  return parts.slice(parts.at(-1) === "name" && parts[0] !== "contact" ? -2 : -1).join(".");
}
