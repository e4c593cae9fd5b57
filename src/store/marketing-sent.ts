/** How much marketing a contact got lately, whoever sent it: for the frequency cap. */

/**
 * An expression; the arguments are expressions too. A message counts when WhatsApp took it, or may have; what WhatsApp charges as marketing is
 * marketing, whatever became of its template. One that was held leaves up to some days after it was written.
 */
export function marketingSent(workspaceId: string, contactId: string, days: string, now: string): string {
  return `(SELECT count(*)::int FROM message s
  WHERE s.workspace_id = ${workspaceId} AND s.contact_id = ${contactId} AND s.direction = 'out' AND s.type = 'template'
    AND s.created_at > to_timestamp(${now} / 1000.0 - (${days} + 7) * 86400.0) AND coalesce(s.sent_at, s.created_at) > to_timestamp(${now} / 1000.0 - ${days} * 86400.0)
    AND s.status IN ('sent', 'delivered', 'read', 'unknown')
    AND (s.pricing->>'category' = 'marketing' OR EXISTS (
      SELECT FROM template st WHERE st.workspace_id = s.workspace_id AND st.name = s.content->>'template' AND st.category = 'marketing')))`;
}
