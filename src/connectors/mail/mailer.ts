/** E-mail over the SMTP server of the installation: invitations, new passwords, notices to operators. */
import { createTransport } from "nodemailer";

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface Mailer {
  /** @throws when the server refuses or does not answer */
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}

/** @param url `smtp://user:password@host:587` or `smtps://…`; `?from=` names the sender, else the user does */
export function createMailer(url: string): Mailer {
  const address = new URL(url);
  const from = address.searchParams.get("from") ?? (decodeURIComponent(address.username) || `parola@${address.hostname}`);
  address.searchParams.delete("from");
  const transport = createTransport(address.href, { from });
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ to, subject, text });
    },
    async close() {
      transport.close();
    },
  };
}
