/** Longest text of one source; more belongs in several. */
export const MAX_SOURCE = 500_000;
