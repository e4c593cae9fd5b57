/** The digits that Meta shows as phone number ID; with what copying brings around them. */
export function isPhoneNumberId(text: string): boolean {
  return /^\d{5,30}$/.test(text.trim());
}
