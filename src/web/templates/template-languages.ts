/** Languages in which WhatsApp takes templates. https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/supported-languages */
export const TEMPLATE_LANGUAGES = [
  ...["en", "en_GB", "en_US", "it", "es", "es_AR", "es_ES", "es_MX", "fr", "de", "pt_BR", "pt_PT", "nl", "pl", "ro", "el", "hu", "cs", "sk", "sl", "hr", "sr"],
  ...["bg", "uk", "ru", "tr", "ar", "he", "fa", "hi", "bn", "ur", "id", "ms", "fil", "vi", "th", "ja", "ko", "zh_CN", "zh_HK", "zh_TW", "sv", "da", "nb", "fi", "et", "lv", "lt", "sq", "af", "sw"],
] as const;

export function templateLanguageName(code: string, reader: string): string {
  return `${new Intl.DisplayNames([reader], { type: "language" }).of(code.replace("_", "-")) ?? code} (${code})`;
}
