/** What Meta charges for a message: Meta tells it nobody but in its price list. */
import { NumberInput, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type MessagePrices, PRICED_CATEGORIES } from "../../domain/message-price.ts";

const FIRST: MessagePrices = { currency: "EUR", marketing: 0, utility: 0, authentication: 0 };

interface PriceFieldsProps {
  value: MessagePrices | null;
  onChange: (value: MessagePrices | null) => void;
}

export function PriceFields({ value, onChange }: PriceFieldsProps) {
  const { t } = useTranslation("settings");
  return (
    <>
      <Switch
        label={t("prices.on")}
        description={t("prices.hint")}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? FIRST : null)}
      />
      {value && (
        <SimpleGrid cols={{ base: 2, sm: 4 }} style={{ alignItems: "end" }}>
          <TextInput
            label={t("prices.currency")}
            maxLength={3}
            required
            pattern="[A-Z]{3}"
            value={value.currency}
            onChange={(event) => onChange({ ...value, currency: event.currentTarget.value.toUpperCase() })}
          />
          {PRICED_CATEGORIES.map((category) => (
            <NumberInput
              key={category}
              label={t(`prices.${category}`)}
              min={0}
              max={100}
              step={0.01}
              decimalScale={6}
              value={value[category]}
              onChange={(price) => onChange({ ...value, [category]: Number(price) || 0 })}
            />
          ))}
        </SimpleGrid>
      )}
    </>
  );
}
