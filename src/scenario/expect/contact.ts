import { z } from "zod";
import { readContact } from "../../store/scenario/read.ts";
import { defineCheck } from "../check.ts";
import { matches } from "../matching.ts";
import { contactIdOf } from "../person.ts";
import { contactSpec, person } from "../scenario-schema.ts";

export const check = defineCheck({
  key: "contact",
  input: contactSpec.extend({
    phone: person,
    unread: z.boolean().optional(),
    reachable: z.boolean().optional(),
    callPermission: z.string().nullable().optional(),
  }),
  async check({ phone, tags, lists, operators, fields, ...keys }, { world }) {
    const found = await readContact(world, await contactIdOf(world, phone));
    // Whole sets: what is not named must not be there.
    const sets = { tags, lists, operators };
    const sorted = Object.fromEntries(Object.entries(sets).map(([key, names]) => [key, names && [...names].sort()]));
    // Nothing is written as it is when a field is emptied.
    const values = fields && Object.fromEntries(Object.entries(fields).map(([code, value]) => [code, value === "" ? null : value]));
    const wanted = { ...keys, ...sorted, ...(values && { fields: values }) };
    if (matches(wanted, { ...found, tags: found.tags.sort(), lists: found.lists.sort(), operators: found.operators.sort() })) return null;
    const asked = Object.keys(wanted).filter((key) => wanted[key as keyof typeof wanted] !== undefined);
    return { expected: wanted, found: Object.fromEntries(asked.map((key) => [key, found[key as keyof typeof found]])), hint: phone };
  },
});
