/**
 * Phone numbers and WhatsApp's ids for them. Pure lookups in libphonenumber's smallest metadata: lengths and prefixes, not
 * the exact numbering plans, so that a number issued last week is never refused.
 */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { LANGUAGE_BY_COUNTRY } from "./country-language.ts";

/** Longest text tried: E.164 has 15 digits; the rest is spaces, brackets and a prefix. */
const MAX_INPUT = 40;

/**
 * E.164 with "+" for anything people and systems write: `+39 333 000 0001`, `0039333…`, `(333) 000-0001` with a default
 * country (ISO 3166 alpha-2), or WhatsApp's bare `39333…`. Null when no number of a possible length comes out of it.
 */
export function normalizePhone(input: string, defaultCountry?: string): string | null {
  const text = input.normalize("NFKC").trim();
  if (text.length > MAX_INPUT) return null;
  const international = text.replace(/^00(?=[1-9])/, "+");
  const country = supportedCountry(defaultCountry);
  return (
    possible(international, country) ??
    // A number without "+" that is no national number may be a wa_id.
    (/^[1-9][\d\s().-]*$/.test(international) ? possible(`+${international}`, undefined) : null)
  );
}

function possible(text: string, country: CountryCode | undefined): string | null {
  const phone = parsePhoneNumberFromString(text, { ...(country && { defaultCountry: country }), extract: false });
  return phone?.isPossible() && phone.number.length <= 16 ? phone.number : null;
}

function supportedCountry(country: string | undefined): CountryCode | undefined {
  const upper = country?.toUpperCase();
  return upper !== undefined && isSupportedCountry(upper) ? upper : undefined;
}

/** WhatsApp addresses a number by its digits alone. */
export function phoneToWaId(e164: string): string {
  return e164.startsWith("+") ? e164.slice(1) : e164;
}

/**
 * E.164 of a wa_id; null when it is no number (a business-scoped user id, say). Two countries kept old wa_ids when their
 * numbers changed: Mexico's still carry the 1 that mobile numbers lost in 2019 (521… is +52…), and Brazil's older ones
 * lack the 9 that mobile numbers gained (55 AA XXXXXXXX is +55 AA 9XXXXXXXX; landlines begin with 2–5).
 */
export function waIdToPhone(waId: string): string | null {
  if (!/^[1-9]\d{6,14}$/.test(waId)) return null;
  if (/^521\d{10}$/.test(waId)) return `+52${waId.slice(3)}`;
  if (/^55[1-9]\d[6-9]\d{7}$/.test(waId)) return `+${waId.slice(0, 4)}9${waId.slice(4)}`;
  return `+${waId}`;
}

/** ISO 3166 alpha-2 country of an E.164 number; where countries share a prefix and the number does not decide, the largest. */
export function countryOfPhone(e164: string): string | undefined {
  const phone = parsePhoneNumberFromString(e164, { extract: false });
  return phone?.country ?? phone?.getPossibleCountries()[0];
}

/** The language most people of the number's country write in (ISO 639-1); undefined for countries without one obvious answer. */
export function languageOfPhone(e164: string): string | undefined {
  const country = countryOfPhone(e164);
  return country === undefined ? undefined : LANGUAGE_BY_COUNTRY[country];
}
