import { describe, expect, it } from "vitest";
import { DAY_MS } from "../civil-date.ts";
import type { OrderNotice } from "./notice.ts";
import { type KnownOrder, NO_PROGRESS, newShipments, orderEvents } from "./order-progress.ts";
import { instantOf, moneyOf, personOf, plainText, simpleFields } from "./read.ts";

const NOW = 1_772_442_000_000;

function notice(parts: Partial<OrderNotice> = {}): OrderNotice {
  return {
    kind: "order",
    id: "1",
    changedAt: NOW,
    created: false,
    progress: NO_PROGRESS,
    times: { paidAt: null, cancelledAt: null, shippedAt: null },
    unpaid: false,
    facts: {},
    extra: {},
    payment: {},
    cartKeys: [],
    person: personOf([]),
    ...parts,
  };
}
const known = (parts: Partial<KnownOrder> = {}): KnownOrder => ({
  changedAt: NOW - 1,
  created: true,
  progress: NO_PROGRESS,
  digest: "d",
  ...parts,
});
const done = { paid: true, failed: false, cancelled: true, refunded: false, shipments: ["all"] };

describe("the events of an order", () => {
  it("come once: what is known is no news", () => {
    expect(orderEvents(notice({ created: true }), "d", null)).toEqual(["order_created"]);
    expect(orderEvents(notice({ created: true }), "d", known())).toEqual([]);
    expect(orderEvents(notice({ progress: done }), "e", known())).toEqual([
      "order_updated",
      "payment_succeeded",
      "order_shipped",
      "order_cancelled",
    ]);
    expect(orderEvents(notice({ progress: done }), "e", known({ progress: done, digest: "e" }))).toEqual([]);
  });

  it("leave out what an older notice says, but for a creation that nobody told", () => {
    const late = notice({ changedAt: NOW - 2, created: true, progress: done });
    expect(orderEvents(late, "x", known())).toEqual([]);
    expect(orderEvents(late, "x", known({ created: false }))).toEqual(["order_created"]);
  });

  it("leave out the past of an order that is seen for the first time", () => {
    const times = { paidAt: NOW - 3 * DAY_MS, cancelledAt: NOW - 1000, shippedAt: NOW - 3 * DAY_MS };
    expect(orderEvents(notice({ progress: done, times }), "d", null)).toEqual(["order_updated", "order_cancelled"]);
  });

  it("know each parcel, and take 'shipped' for all that were known", () => {
    const parcels = (...shipments: string[]) => ({ ...NO_PROGRESS, shipments });
    expect(newShipments(parcels("1", "2"), parcels("1"))).toEqual(["2"]);
    expect(newShipments(parcels("all"), parcels("1"))).toEqual([]);
    expect(newShipments(parcels("1"), parcels("all"))).toEqual([]);
    expect(newShipments(parcels("all"), parcels())).toEqual(["all"]);
  });
});

describe("reading what shops write", () => {
  it("knows their times", () => {
    expect(instantOf("2026-03-02T10:00:00+01:00")).toBe(NOW);
    expect(instantOf("2026-03-02 09:00:00")).toBe(NOW);
    expect(instantOf("2026-03-02T09:00:00.000Z")).toBe(NOW);
    expect(instantOf("2026-03-02T05:30:00-0330")).toBe(NOW);
    for (const none of ["0000-00-00 00:00:00", "yesterday", "", 7, null, undefined]) expect(instantOf(none)).toBeNull();
  });

  it("keeps money as it is written", () => {
    expect([moneyOf("29.10"), moneyOf(29.1), moneyOf(29), moneyOf(""), moneyOf(null)]).toEqual(["29.10", "29.10", "29", null, null]);
  });

  it("finds people in whatever place, and takes both names from one", () => {
    const person = personOf([
      { phone: "n/a", first_name: "Ada" },
      { phone: "333 000 0001", first_name: "Bo", last_name: "Rossi", email: "b@example.com", country_code: "IT" },
    ]);
    expect(person).toEqual({
      phones: ["n/a", "333 000 0001"],
      country: "IT",
      email: "b@example.com",
      firstName: "Ada",
      lastName: null,
      language: null,
    });
    expect(personOf([{ name: "Anna Maria Bianchi" }])).toMatchObject({ firstName: "Anna", lastName: "Maria Bianchi" });
  });

  it("unescapes names and leaves out what is nobody's business", () => {
    expect(plainText("Tea &ndash; <b>green</b> &#8364; &amp; mug")).toBe("Tea – green € & mug");
    expect(simpleFields({ tags: "gift", token: "x", customer_ip_address: "1.2.3.4", items: [], note: "y".repeat(600) })).toEqual({
      tags: "gift",
    });
  });
});
