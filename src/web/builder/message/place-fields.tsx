/** Where a place is and what it is called: of a location message, and on top of a template. */
import { NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { problemAt } from "../form/config-value.ts";
import { TextEditor } from "../form/text-editor.tsx";

interface PlaceFieldsProps {
  value: JsonObject;
  put(key: string, next: Json | undefined): void;
  problems: readonly Problem[];
  /** `headerLocation.` or nothing. */
  path: string;
}

export function PlaceFields({ value, put, problems, path }: PlaceFieldsProps) {
  const { t } = useTranslation("builder");
  const text = (key: string) => (typeof value[key] === "string" ? value[key] : "");
  const number = (key: "latitude" | "longitude", limit: number) => (
    <NumberInput
      label={t(`message.${key}`)}
      required
      min={-limit}
      max={limit}
      decimalScale={6}
      value={typeof value[key] === "number" ? value[key] : ""}
      error={problemAt(problems, `${path}${key}`)}
      onChange={(next) => put(key, next === "" ? undefined : Number(next))}
    />
  );
  return (
    <>
      <TextEditor
        label={t("message.placeName")}
        multiline={false}
        value={text("name")}
        onChange={(next) => put("name", next === "" ? undefined : next)}
      />
      <TextEditor
        label={t("message.address")}
        multiline={false}
        value={text("address")}
        onChange={(next) => put("address", next === "" ? undefined : next)}
      />
      {number("latitude", 90)}
      {number("longitude", 180)}
    </>
  );
}
