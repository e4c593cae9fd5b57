/** Languages that Twilio both speaks and understands, the most used first. */
export const SPOKEN_LANGUAGES = [
  ...["en-US", "en-GB", "it-IT", "es-ES", "es-MX", "fr-FR", "de-DE", "pt-BR", "pt-PT", "nl-NL", "pl-PL", "ro-RO", "sv-SE"],
  ...["da-DK", "nb-NO", "fi-FI", "tr-TR", "ru-RU", "ja-JP", "ko-KR", "hi-IN", "ca-ES", "en-AU", "en-IN", "fr-CA"],
];
