import type { Effect, EffectKind } from "../../automation/effect.ts";
import type { ContactBatch } from "../contact-batch.ts";
import type { WriteBatch } from "../write-batch.ts";

export type EffectOf<K extends EffectKind> = Extract<Effect, { kind: K }>;

/** Turns one decided effect into rows. Everything outside happens later, by the loop that the row wakes. */
export type EffectHandler<K extends EffectKind> = (effect: EffectOf<K>, batch: ContactBatch, rows: WriteBatch, now: number) => void;
