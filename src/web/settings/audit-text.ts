type Translate = (key: string, options: { defaultValue: string }) => string;

/** `campaigns.start` → "Campaign: started". What has no words yet is called as the API calls it. */
export function auditText(action: string, t: Translate): string {
  const [kind = "", done = ""] = action.split(".");
  return `${t(`audit.kind.${kind}`, { defaultValue: kind })}: ${t(`audit.done.${done}`, { defaultValue: done })}`;
}
