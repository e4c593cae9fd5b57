/** What a campaign is, while it is written. */
import type { Campaign } from "../../contract/campaigns.ts";

export type Content = Pick<Campaign, "name" | "channelId" | "audience" | "templates" | "automationId" | "schedule" | "capHours">;
export type Audience = Content["audience"];

export function contentOf({ name, channelId, audience, templates, automationId, schedule, capHours }: Content): Content {
  return { name, channelId, audience, templates, automationId, schedule, capHours };
}

const NOBODY = { lists: [], contacts: [], segments: [] };

export const EMPTY_CONTENT: Content = {
  name: "",
  channelId: null,
  audience: { ...NOBODY, exclude: NOBODY },
  templates: [{ template: "", variables: {}, buttonParameters: [] }],
  automationId: null,
  schedule: {},
  capHours: null,
};

export function hasAudience({ lists, contacts, segments }: Audience): boolean {
  return lists.length + contacts.length + segments.length > 0;
}

/** Nothing is left to be filled in. */
export function isComplete(content: Content): boolean {
  const { name, audience, templates, automationId } = content;
  const says = templates ? templates.every(({ template }) => template !== "") : automationId !== null && automationId !== "";
  return name.trim() !== "" && hasAudience(audience) && says;
}
