import { Radio, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { TEMPLATE_CATEGORIES, type Template } from "../../contract/templates.ts";

interface CategoryFieldProps {
  value: Template["category"];
  onChange: (value: Template["category"]) => void;
}

export function CategoryField({ value, onChange }: CategoryFieldProps) {
  const { t } = useTranslation("templates");
  return (
    <Radio.Group label={t("category.label")} value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {TEMPLATE_CATEGORIES.map((one) => (
          <Radio key={one} value={one} label={t(`category.${one}`)} description={t(`categoryHint.${one}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
