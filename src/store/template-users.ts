/** What goes wrong when a template cannot be sent any more: active automations and campaigns under way that send it. */

/** Kind and name of each; `t` is the alias of the template's row. Renaming changes neither the ids in versions nor what campaigns name. */
export function templateUsers(t: string): string {
  return `SELECT 'automation' AS kind, a.name FROM automation a JOIN automation_version av ON av.workspace_id = a.workspace_id AND av.id = a.published_version_id
  WHERE a.workspace_id = ${t}.workspace_id AND a.state = 'active' AND EXISTS (SELECT FROM jsonb_each_text(av."references"->'template') r WHERE r.value = ${t}.id::text)
UNION ALL SELECT 'campaign', k.name FROM campaign k
  WHERE k.workspace_id = ${t}.workspace_id AND k.state IN ('scheduled', 'running') AND k.templates @> jsonb_build_array(jsonb_build_object('template', ${t}.name))`;
}
