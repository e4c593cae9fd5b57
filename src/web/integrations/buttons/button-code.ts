/** A link that opens WhatsApp with words already written, and the HTML of a button around it. */

export const SHAPES = ["floating", "inline"] as const;
export type Shape = (typeof SHAPES)[number];

export interface ChatButton {
  /** E.164. */
  phone: string;
  /** What the customer only has to send; empty: nothing. */
  words: string;
  label: string;
  shape: Shape;
  side: "left" | "right";
}

/** https://faq.whatsapp.com/5913398998672934: the number in digits only, the words encoded. */
export function chatLink({ phone, words }: Pick<ChatButton, "phone" | "words">): string {
  const text = words.trim();
  return `https://wa.me/${phone.replace(/\D/g, "")}${text === "" ? "" : `?text=${encodeURIComponent(text)}`}`;
}

/** With its country's prefix, as WhatsApp wants it. */
export function isDialable(phone: string): boolean {
  return /^\+?[1-9]\d{7,14}$/.test(phone.replace(/[\s().-]/g, ""));
}

/** Written with the button, so that it needs no stylesheet. */
export const LOOK = {
  display: "inline-flex",
  alignItems: "center",
  gap: "8px",
  padding: "12px 20px",
  borderRadius: "999px",
  background: "#0f7a3f",
  color: "#fff",
  font: "600 16px/1.25 system-ui,sans-serif",
  textDecoration: "none",
} as const;
export const BUBBLE_PATH = "M4 4h16v12H10l-5 4v-4H4z";
const BUBBLE = `<svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true"><path d="${BUBBLE_PATH}"/></svg>`;

/** One element without a script: it works on every page, loads nothing and watches nobody. */
export function buttonHtml(button: ChatButton): string {
  const place =
    button.shape === "floating" ? `;position:fixed;bottom:20px;${button.side}:20px;z-index:1000;box-shadow:0 4px 16px rgba(0,0,0,.25)` : "";
  return `<a href="${escape(chatLink(button))}" target="_blank" rel="noopener" style="${css(LOOK)}${place}">${BUBBLE}${escape(button.label)}</a>`;
}

function css(look: Record<string, string>): string {
  return Object.entries(look)
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
    .join(";");
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
