/** Numbers that the UK reserves for fiction, so that nobody is ever called by mistake: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama */
const PREFIX = "+447700900";
const SUFFIXES = 1000;

/** A number that none of `taken` has. */
export function newCustomerPhone(taken: readonly string[]): string {
  const used = new Set(taken);
  for (let suffix = 123; suffix < SUFFIXES + 123; suffix++) {
    const phone = PREFIX + String(suffix % SUFFIXES).padStart(3, "0");
    if (!used.has(phone)) return phone;
  }
  throw new Error("All made-up phone numbers are taken");
}
