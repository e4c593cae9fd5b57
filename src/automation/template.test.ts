import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkTemplate,
  compileTemplate,
  missingVariable,
  renderJsonTemplate,
  renderTemplate,
  TemplateError,
  templateVariablesUsed,
  tryRender,
} from "./template.ts";

const CONTEXT = {
  contact: {
    ...{ first_name: "Anna", last_name: null, language: "it", time_zone: null, tags: ["vip", "new"], blocked: false },
    fields: {
      CITY: "Roma",
      EMPTY: "",
      BLANK: "  ",
      SCORE: 0.1 + 0.2,
      BIG: 80,
      APPT: "2026-03-29T10:00",
      BIRTHDAY: "1992-02-29",
      OBJ: { a: [1] },
    },
  },
  workspace: { name: "Bottega", time_zone: "Europe/Rome" },
  now: "2026-03-02T10:00:00+01:00",
  reply: { text: 'Corso "base"\nsì\\' },
  trigger: { payload: { order: { id: 77, items: [{ name: "Tè" }, { name: "Caffè" }] } } },
  vars: { tries: "2", webhook_status: 201 },
  ticket: null,
};
const render = (source: string) => renderTemplate(source, CONTEXT);

describe("renderTemplate", () => {
  it.each([
    ["Hi {{ contact.first_name }}!", "Hi Anna!"],
    ["{{contact.first_name}}{{ contact.fields.CITY }}", "AnnaRoma"],
    ["ORD-%%CITY%%-%%NOPE%%", "ORD-Roma-"],
    ["{{ contact.last_name }}|{{ nothing.at.all }}|{{ ticket.reference }}", "||"],
    ['{{ contact.last_name | default: "friend" }}', "friend"],
    ['{{ contact.fields.EMPTY | default: "none" }}', "none"],
    ["{{ vars.tries | default: 0 | plus: 1 }}", "3"],
    ["{{ vars.other | default: 0 | plus: 1 }}", "1"],
    ["{{ contact.fields.BIG }} {{ contact.fields.SCORE }} {{ contact.blocked }}", "80 0.3 false"],
    ["{{ contact.fields.BIG }} {{ contact.fields.SCORE }} {{ contact.blocked | upcase }}", "80 0.3 FALSE"],
    ['{{ contact.tags }} {{ contact.tags.size }} {{ contact.tags | join: "/" }}', "vip, new 2 vip/new"],
    ["{{ contact.fields.OBJ }}", '{"a":[1]}'],
    ["{{ contact.fields.OBJ | json }}", '{"a":[1]}'],
    ["{{ trigger.payload.order.items[1].name | upcase }}", "CAFFÈ"],
    ["{% for item in trigger.payload.order.items %}{{ item.name }};{% endfor %}", "Tè;Caffè;"],
    ['{% if contact.fields.CITY == "Roma" %}sì{% else %}no{% endif %}', "sì"],
    ['{% if %%CITY%% == "Roma" %}sì{% endif %}', "sì"],
    ["{{ %%CITY%% | upcase }}", "ROMA"],
    ["100%% sure, 50 %% off, { not a tag }, }}", "100%% sure, 50 %% off, { not a tag }, }}"],
    ["{% raw %}{{ x }}{% endraw %}", "{{ x }}"],
    ["a {{- contact.first_name -}} b", "aAnnab"],
    ["{{ contact.first_name }} <b>&amp;</b> \"'", "Anna <b>&amp;</b> \"'"],
    ["{{ true }}{{ nil }}", "true"],
    ["", ""],
  ])("%s → %s", (source, expected) => expect(render(source)).toBe(expected));

  it("shows dates in the zone and the language of the contact, else of the workspace", () => {
    expect(render('{{ contact.fields.APPT | date: "%A %-d %B %Y, %H:%M" }}')).toBe("domenica 29 marzo 2026, 10:00");
    expect(render('{{ contact.fields.BIRTHDAY | date: "%d/%m/%y" }}')).toBe("29/02/92");
    expect(render('{{ now | date: "%H:%M %z" }} {{ "now" | date: "%F %T" }}')).toBe("10:00 +0100 2026-03-02 10:00:00");
    expect(render('{{ now | date: "%H:%M", "America/New_York" }}')).toBe("04:00");
    expect(render('{{ 1772442000 | date: "%R" }} {{ 1772442000000 | date: "%I:%M %p" }}')).toBe("10:00 10:00 AM");
    expect(renderTemplate('{{ now | date: "%A %R" }}', { ...CONTEXT, contact: { language: "en_US", time_zone: "Asia/Tokyo" } })).toBe(
      "Monday 18:00",
    );
    expect(render('{{ contact.fields.APPT | date }}|{{ contact.first_name | date: "%Y" }}|{{ nothing | date: "%Y" }}')).toBe(
      "2026-03-29|Anna|",
    );
    expect(render('{{ now | date: "100%% %Q %j %^a" }}')).toBe("100% %Q 061 LUN");
  });

  it("sees own properties only", () => {
    expect(render("{{ contact.constructor }}{{ contact.constructor.name }}{{ contact.__proto__ }}{{ contact.toString | upcase }}")).toBe(
      "",
    );
    expect(renderTemplate("{{ a.b }}{{ a.b | upcase }}", { a: Object.create({ b: "inherited" }) })).toBe("");
  });

  it("gives the same for simple paths as Liquid does", () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.record({ x: fc.integer() }),
    );
    fc.assert(
      fc.property(value, fc.string(), (v, text) => {
        fc.pre(!/[{%]/.test(text));
        // An empty tag sends the same text through the engine.
        const source = `${text}{{ a.v }}${text}`;
        expect(renderTemplate(source, { a: { v } })).toBe(renderTemplate(`${source}{% comment %}{% endcomment %}`, { a: { v } }));
      }),
    );
  });

  it("never runs what a value says", () => {
    expect(renderTemplate("{{ a }}{{ a | upcase }}", { a: "{{ b }}%%C%%", b: "secret", contact: { fields: { C: "secret" } } })).toBe(
      "{{ b }}%%C%%{{ B }}%%C%%",
    );
  });

  it.each([
    ["endless loops", "{% for i in (1..100000000) %}x{% endfor %}", "limit"],
    [
      "loops that make nothing",
      "{% for i in (1..2000) %}{% for i in (1..2000) %}{% for i in (1..2000) %}{% endfor %}{% endfor %}{% endfor %}",
      "limit",
    ],
    ["doubling", `{% capture a %}xxxxxxxx{% endcapture %}${"{% capture a %}{{ a }}{{ a }}{% endcapture %}".repeat(40)}`, "limit"],
    ["doubling by append", `{% assign a = "xxxxxxxx" %}${"{% assign a = a | append: a %}".repeat(40)}`, "limit"],
    ["long results", "{% for i in (1..9000) %}12345678{% endfor %}", "64 KiB"],
  ])("stops %s", (_, source, message) => {
    expect(() => render(source)).toThrow(TemplateError);
    expect(tryRender(source, CONTEXT)).toMatchObject({ ok: false, code: "template_error", message: expect.stringContaining(message) });
  });

  it("bounds the result of simple texts too", () => {
    expect(tryRender("{{ a }}{{ a }}", { a: "x".repeat(40_000) })).toMatchObject({ ok: false });
    expect(tryRender("{{ a }}", { a: "x".repeat(40_000) })).toMatchObject({ ok: true });
  });

  it("parses a source once", () => {
    expect(compileTemplate("Hi {{ contact.first_name | upcase }}")).toBe(compileTemplate("Hi {{ contact.first_name | upcase }}"));
  });
});

describe("checkTemplate", () => {
  it.each(["plain", "Hi {{ contact.first_name }}", "%%CITY%%", "{% if a %}{% endif %}", "{{ a | default: 1 }}"])("accepts %s", (source) =>
    expect(checkTemplate(source)).toBeNull(),
  );
  it.each([
    ["{{ a | nope }}", "undefined filter: nope"],
    ["{{ a", "not closed"],
    ["{% if a %}", "not closed"],
    ['{% include "a" %}', "include"],
    ['{% render "a" %}', "render"],
    ['{% layout "a" %}', "layout"],
    ["{% echo a %}", "echo"],
    ["{{ a | raw }}", "raw"],
    ["{{ a | sample }}", "sample"],
    ["x".repeat(200_000), "longer"],
    ["{% if a %}".repeat(5000), ""],
  ])("refuses %.30s", (source, message) => expect(checkTemplate(source)?.message).toContain(message));
});

describe("templateVariablesUsed", () => {
  it.each([
    ["plain", []],
    ["{{ reply.text }} {{ vars.webhook_status }} {{ reply.text }}", ["reply.text", "vars.webhook_status"]],
    ["%%CITY%%", ["contact.fields.CITY"]],
    ["{% if vars.webhook_status == 200 %}{{ reply.text | upcase }}{% endif %}", ["vars.webhook_status", "reply.text"]],
    ["{% assign x = contact.email %}{{ x }}", ["contact.email"]],
    ["{% for item in trigger.payload.items %}{{ item.name }}{% endfor %}", ["trigger.payload.items"]],
    ["{{ broken", []],
  ])("%s", (source, expected) => expect(templateVariablesUsed(source)).toEqual(expected));
});

describe("missingVariable", () => {
  const missing = (source: string) => missingVariable(source, CONTEXT);
  it.each([
    ["{{ contact.first_name }}", null],
    ["{{ contact.fields.CITY }} {{ contact.fields.BIG }}", null],
    ["{{ contact.blocked }}", null],
    ["{{ contact.fields.NOPE }}", "NOPE"],
    ["%%NOPE%%", "NOPE"],
    ["{{ contact.fields.EMPTY }}", "EMPTY"],
    ["{{ contact.fields.BLANK }}", "BLANK"],
    ["Dear {{ contact.last_name }}", "last_name"],
    ["{{ contact.first_name }} {{ reply.nothing }}", "reply.nothing"],
    ["{{ contact.last_name | upcase }}", "last_name"],
    ['{{ contact.last_name | default: "friend" }}', null],
    ['{{ contact.last_name | default: "" }} {{ contact.first_name }}', null],
    ['{{ contact.last_name | default: "" }}', "last_name"],
    ["{% if ticket %}{{ ticket.reference }}{% else %}no ticket{% endif %}", null],
    ["{% if ticket %}{{ ticket.reference }}{% endif %}", "ticket"],
    ["fixed", null],
    ["", "(empty)"],
    [" \n", "(empty)"],
  ])("%s: %s", (source, expected) => expect(missing(source)).toBe(expected));
});

describe("renderJsonTemplate", () => {
  const parsed = (source: string, context: object = CONTEXT): unknown => JSON.parse(renderJsonTemplate(source, context));

  it("escapes values inside string literals", () => {
    expect(parsed('{"a": "{{ reply.text }}", "b": "x %%CITY%% y", "c": "{{ contact.tags }}", "d": "{{ nothing }}"}')).toEqual({
      ...{ a: 'Corso "base"\nsì\\', b: "x Roma y", c: "vip, new", d: "" },
    });
  });

  it("makes values of what stands outside of them", () => {
    const source =
      '{"t": {{ reply.text }}, "n": {{ vars.tries }}, "s": {{ vars.webhook_status }}, "o": {{ contact.fields.OBJ }}, "l": {{ contact.tags }}, "x": {{ nothing }}, "b": {{ contact.blocked }}}';
    expect(parsed(source)).toEqual({ t: 'Corso "base"\nsì\\', n: 2, s: 201, o: { a: [1] }, l: ["vip", "new"], x: null, b: false });
  });

  it("does not quote twice what `json` made", () => {
    expect(parsed('{"c": {{ contact.fields.OBJ | json }}, "t": {{ reply.text | json }}, "s": "{{ contact.fields.OBJ | json }}"}')).toEqual({
      ...{ c: { a: [1] }, t: 'Corso "base"\nsì\\', s: '{"a":[1]}' },
    });
    expect(parsed("{{ trigger.payload | json }}")).toEqual(CONTEXT.trigger.payload);
  });

  it("follows quotes through tags, escapes, loops and captures", () => {
    expect(parsed('{"a\\"": "\\\\{{ contact.first_name }}", {% if contact %}"b": "{{ reply.text }}"{% endif %}}')).toEqual({
      'a"': "\\Anna",
      b: 'Corso "base"\nsì\\',
    });
    expect(
      parsed('[{% for i in trigger.payload.order.items %}{"n": "{{ i.name }}"}{% unless forloop.last %},{% endunless %}{% endfor %}]'),
    ).toEqual([{ n: "Tè" }, { n: "Caffè" }]);
    expect(parsed('{% capture x %}{{ reply.text }}!{% endcapture %}{"v": "{{ x }}", "w": {{ x }}}')).toEqual({
      v: 'Corso "base"\nsì\\!',
      w: 'Corso "base"\nsì\\!',
    });
    expect(parsed('{"a": "{{ contact.first_name | append: \'"}}\' }}"}')).toEqual({ a: 'Anna"}}' });
  });

  it("leaves a body without variables as it is", () => {
    expect(renderJsonTemplate('{"a": 1}', {})).toBe('{"a": 1}');
  });

  it("keeps any value in its place", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const body = parsed('{"inside": "<{{ v }}>", "outside": {{ v | append: "" }}, "last": "{{ v | upcase }}"}', {
          v: `x${value}`,
        }) as Record<string, string>;
        const whole = (text: string) => (text as string & { toWellFormed(): string }).toWellFormed();
        expect(Object.keys(body)).toEqual(["inside", "outside", "last"]);
        expect(whole(body["inside"] as string)).toBe(whole(`<x${value}>`));
        expect(whole(body["outside"] as string)).toBe(whole(`x${value}`));
      }),
    );
  });

  it("refuses what texts refuse", () => {
    expect(() => renderJsonTemplate('{"a": "{{ a | nope }}"}', {})).toThrow(TemplateError);
    expect(() => renderJsonTemplate('{"a": "{{ a }', {})).toThrow(TemplateError);
  });
});
