import { expect, it } from "vitest";
import { withPicked } from "./save-fields.tsx";

it("names each kept value by its key, and no two alike", () => {
  const picked = ["data.id", 'owner["id"]', 'data["first.name"]', "città", "items.0", '["日本"]', "data.id"].reduce<object>(
    (save, path) => withPicked(save as never, path),
    {},
  );
  expect(picked).toEqual({
    "data.id": "vars.id",
    'owner["id"]': "vars.id_2",
    'data["first.name"]': "vars.first_name",
    città: "vars.citta",
    "items.0": "vars.items",
    '["日本"]': "vars.value",
  });
});
