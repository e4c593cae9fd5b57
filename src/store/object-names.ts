import type { Catalog } from "./workspace-snapshot.ts";

/** Kind → id → name now, of everything a document can name; for `currentNames`. */
export function objectNames({
  snapshot,
  tagName,
  listName,
  templateName,
  operatorEmail,
  automationName,
  categoryName,
}: Catalog): Record<string, Map<string, string>> {
  const inverted = (objects: Record<string, { id: string }>) => new Map(Object.entries(objects).map(([name, { id }]) => [id, name]));
  return {
    tag: tagName,
    list: listName,
    template: templateName,
    operator: operatorEmail,
    automation: automationName,
    ticket_category: categoryName,
    field: inverted(snapshot.fields),
    connection: inverted(snapshot.connections),
    agent: inverted(snapshot.agents),
    voice_agent: inverted(snapshot.voiceAgents),
  };
}
