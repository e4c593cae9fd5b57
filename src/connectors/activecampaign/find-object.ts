/** Finds ActiveCampaign's tags, lists, automations and fields by what people call them. */
import { unexpectedAnswer } from "../../domain/request-result.ts";
import { ActiveCampaignError, type Call, idIn, isObject } from "./api.ts";

/** Pages have at most 100 entries. */
const PAGE = 100;
/** An account with more of one kind than this is asked for the number instead of the name. */
const MAX_PAGES = 10;

type Kind = "tags" | "lists" | "automations" | "fields";

/** Which keys of an entry a name may be. */
const NAMES: Record<Kind, string[]> = { tags: ["tag"], lists: ["name", "stringid"], automations: ["name"], fields: ["title", "perstag"] };

/** The id; null where no entry is called so. A number is taken as the id itself. */
export async function findObject(call: Call, kind: Kind, name: string): Promise<string | null> {
  if (/^\d+$/.test(name)) return name;
  const wanted = name.toLowerCase();
  for (let page = 0; page < MAX_PAGES; page++) {
    const search = kind === "fields" ? "" : `&search=${encodeURIComponent(name)}`;
    const answer = await call("GET", `/${kind}?limit=${PAGE}&offset=${page * PAGE}${search}`);
    const listed = answer[kind];
    if (!Array.isArray(listed)) throw new ActiveCampaignError(unexpectedAnswer("ActiveCampaign"));
    const entries = listed.filter((entry) => isObject(entry));
    const found = entries.find((entry) => NAMES[kind].some((key) => String(entry[key] ?? "").toLowerCase() === wanted));
    if (found) return String(found["id"]);
    if (entries.length < PAGE) return null;
  }
  return null;
}

/** The same, or the end of the request. */
export async function mustFind(call: Call, kind: Kind, name: string): Promise<string> {
  const id = await findObject(call, kind, name);
  if (id === null)
    throw new ActiveCampaignError({ kind: "failed", code: "unknown_object", detail: `ActiveCampaign has no ${name} among its ${kind}` });
  return id;
}

export async function findOrMakeTag(call: Call, name: string): Promise<string> {
  const id = await findObject(call, "tags", name);
  if (id !== null) return id;
  const answer = await call("POST", "/tags", { tag: { tag: name, tagType: "contact", description: "" } });
  return idIn(answer, "tag");
}
