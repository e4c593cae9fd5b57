/** Who changes something, as the audit log and the histories name them. */
export interface Caller {
  workspaceId: string;
  kind: "member" | "api_key" | "system";
  /** Of the member or the key. */
  id: string;
  name: string;
}
