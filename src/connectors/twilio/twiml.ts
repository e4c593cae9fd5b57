/** TwiML: what Twilio says and listens to next. */
import type { CallPage } from "../../domain/telephony.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
/** Twilio reads this much of the hints. */
const MAX_HINTS = 500;

/** Texts come from users and customers: escaped, and without the characters that XML 1.0 cannot hold at all. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
}

function element(name: string, attributes: Record<string, string | undefined>, content: string): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeXml(value)}"`]));
  return content === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${content}</${name}>`;
}

const INPUTS = { digits: "dtmf", speech: "speech", both: "dtmf speech" };

export function writePage({ language, voice, say, listen, reject }: CallPage): { type: string; body: string } {
  const spoken = say.map((text) => element("Say", { language, voice }, escapeXml(text))).join("");
  // The question is spoken inside: who knows the answer need not hear it out.
  const gather =
    listen &&
    element(
      "Gather",
      {
        input: INPUTS[listen.input],
        action: listen.url,
        method: "POST",
        timeout: String(listen.timeout),
        // Silence comes to the same address, so that it counts as an attempt.
        actionOnEmptyResult: "true",
        numDigits: listen.input === "speech" || listen.digits === undefined ? undefined : String(listen.digits),
        language: listen.input === "digits" ? undefined : language,
        speechTimeout: listen.input === "digits" ? undefined : "auto",
        hints: listen.input === "digits" || !listen.hints?.length ? undefined : hintsOf(listen.hints),
      },
      spoken,
    );
  const body = reject ? element("Reject", { reason: "busy" }, "") : `${gather ?? spoken}<Hangup/>`;
  return { type: "text/xml; charset=utf-8", body: `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>` };
}

function hintsOf(words: string[]): string {
  let hints = "";
  for (const word of words) {
    const next = hints === "" ? word.replaceAll(",", " ") : `${hints},${word.replaceAll(",", " ")}`;
    if (next.length > MAX_HINTS) break;
    hints = next;
  }
  return hints;
}
