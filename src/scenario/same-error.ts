/** Errors as scripts write them. */
import { describeErrorCode } from "../connectors/whatsapp/errors.ts";

/** `missing_variable` also stands for `missing_variable: CITY`, and WhatsApp's number 131026 for what we call that error. */
export function sameError(wanted: string, found: string | null): boolean {
  if (found === null) return false;
  const code = found.split(":")[0];
  return wanted === found || wanted === code || (/^\d+$/.test(wanted) && describeErrorCode(Number(wanted)).reason === code);
}
