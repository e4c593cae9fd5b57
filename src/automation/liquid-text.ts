/** Texts of documents that take variables (✎ in the format): the mark by which checks and the builder's picker find them. */
import { z } from "zod";

/** Liquid may be longer than what it renders to; WhatsApp's limits are checked on the rendered text. */
const MAX_SOURCE = 16_384;

/** A text with variables, not empty. */
export function liquidText(max = MAX_SOURCE) {
  return z.string().min(1).max(max).meta({ liquid: true });
}

/** A text with variables that may be empty. */
export function optionalLiquidText(max = MAX_SOURCE) {
  return z.string().max(max).meta({ liquid: true }).optional();
}
