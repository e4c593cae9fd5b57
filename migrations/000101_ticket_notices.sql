-- E-mails to operators about tickets that are still to be sent; written with the ticket, gone when they are.
CREATE TABLE ticket_notice (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  -- opened (nobody's ticket), assigned (to this member), updated (this member's ticket, by somebody else).
  kind text NOT NULL CHECK (kind IN ('opened', 'assigned', 'updated')),
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, member_id) REFERENCES member ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, ticket_id) REFERENCES ticket ON DELETE CASCADE
);
-- Changes in a row are one e-mail.
CREATE UNIQUE INDEX ticket_notice_waiting ON ticket_notice (workspace_id, member_id, ticket_id, kind) WHERE attempts = 0;
CREATE INDEX ticket_notice_due ON ticket_notice (workspace_id, due_at);
