/**
 * Wall-clock time ↔ instants in an IANA zone.
 *
 * The engine asks this for every wait, condition and working hour, so the answer must cost nanoseconds: between two
 * clock changes a zone's offset is constant, and each such span is asked of Temporal once and kept.
 */
import { Temporal } from "temporal-polyfill";
import { DAY_MS } from "./civil-date.ts";

/** A stretch of time, `start` inclusive and `end` exclusive, in which a zone keeps one offset from UTC (milliseconds, east positive). */
interface OffsetSpan {
  start: number;
  end: number;
  offset: number;
}

/** Most recently used first. 64 spans cover thirty years; more only happens with birthdays written as instants. */
const spansByZone = new Map<string, OffsetSpan[]>();
const MAX_SPANS_PER_ZONE = 64;
/** There are about 600 IANA names; more keys than this can only be spellings ("europe/ROME"), so start again. */
const MAX_ZONES = 1000;

/** Temporal's range; outside it every zone function throws a RangeError. */
export const MAX_INSTANT = 8.64e15;

/** True for a zone name this runtime knows. */
export function isTimezone(timezone: string): boolean {
  if (spansByZone.has(timezone)) return true;
  try {
    findSpan(0, timezone);
    return true;
  } catch {
    return false;
  }
}

/** A person's own zone where it is known, else that of the place. */
export function zoneOf(own: string | null | undefined, place: string): string {
  return own && isTimezone(own) ? own : place;
}

/** Offset from UTC in milliseconds, east positive. Throws a RangeError for an unknown zone. */
export function offsetAt(epochMs: number, timezone: string): number {
  return spanAt(epochMs, timezone).offset;
}

/** What a wall clock in the zone shows at an instant, as milliseconds since 1970-01-01T00:00 on that clock. */
export function instantToLocal(epochMs: number, timezone: string): number {
  return epochMs + offsetAt(epochMs, timezone);
}

/**
 * The instant at which a wall clock in the zone shows `localMs`. Where the clock jumps over that time: the first instant
 * after the jump. Where it shows it twice: the first.
 */
export function localToInstant(localMs: number, timezone: string): number {
  // Offsets lie within ±15 h, so these two instants enclose the wanted one, and no zone changes its clock twice in two days.
  const before = offsetAt(localMs - DAY_MS, timezone);
  const after = offsetAt(localMs + DAY_MS, timezone);
  const early = localMs - before;
  if (before === after) return early;
  const earlySpan = spanAt(early, timezone);
  if (earlySpan.offset === before) return early;
  const late = localMs - after;
  if (offsetAt(late, timezone) === after) return late;
  return earlySpan.start;
}

function spanAt(epochMs: number, timezone: string): OffsetSpan {
  const spans = spansByZone.get(timezone);
  const first = spans?.[0];
  if (first && epochMs >= first.start && epochMs < first.end) return first;
  if (spans) {
    const index = spans.findIndex((span) => epochMs >= span.start && epochMs < span.end);
    if (index > 0) {
      const [span] = spans.splice(index, 1) as [OffsetSpan];
      spans.unshift(span);
      return span;
    }
  }
  const span = findSpan(epochMs, timezone);
  keep(span, timezone);
  return span;
}

function keep(span: OffsetSpan, timezone: string): void {
  if (spansByZone.size >= MAX_ZONES) spansByZone.clear();
  const spans = spansByZone.get(timezone) ?? [];
  spans.unshift(span);
  if (spans.length > MAX_SPANS_PER_ZONE) spans.pop();
  spansByZone.set(timezone, spans);
}

function findSpan(epochMs: number, timezone: string): OffsetSpan {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(epochMs)).toZonedDateTimeISO(timezone);
  // "previous" means strictly before, and an instant that is itself a change belongs to the span it opens.
  const probe = epochMs < MAX_INSTANT ? zoned.add({ milliseconds: 1 }) : zoned;
  return {
    start: probe.getTimeZoneTransition("previous")?.epochMilliseconds ?? -Infinity,
    end: zoned.getTimeZoneTransition("next")?.epochMilliseconds ?? Infinity,
    offset: zoned.offsetNanoseconds / 1e6,
  };
}
