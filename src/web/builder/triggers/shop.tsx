/** Shop: what happens, in which shops, and how long after where it waits. A shop can be connected without leaving the canvas. */
import { Badge, Button, Group, Input, Menu, Select, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../domain/json.ts";
import { SHOP_KINDS } from "../../../domain/shop/notice.ts";
import { api } from "../../api.ts";
import { lazyPart } from "../../ui/missing-files.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import { ObjectPicker } from "../form/object-picker.tsx";
import { triggerVariables } from "../form/variables.ts";
import type { FormProps, NodeForm } from "../node-form.ts";
import { durationText, list } from "../summary.ts";

/** Only those who connect a shop load what it takes. */
const ConnectionForm = lazyPart(async () => (await import("../../integrations/connections/connection-form.tsx")).ConnectionForm);

const GROUPS = {
  orders: ["order_created", "order_shipped", "order_updated", "order_cancelled", "review_due"],
  payments: ["payment_succeeded", "payment_failed"],
  carts: ["cart_abandoned", "customer_created"],
  catalogue: ["catalog_order", "product_message"],
} as const;
const AFTER: Record<string, JsonObject> = { cart_abandoned: { minutes: 15 }, review_due: { days: 5 } };
const CATALOGUE: readonly string[] = GROUPS.catalogue;
const NAMES: Record<string, string> = { shopify: "Shopify", woocommerce: "WooCommerce", prestashop: "PrestaShop", magento: "Magento" };

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const event = String(config["event"] ?? "order_created");
  return (
    <Stack gap="md">
      <Select
        label={t("shop.event")}
        description={t(`shop.about.${event}`)}
        allowDeselect={false}
        maxDropdownHeight={360}
        data={Object.entries(GROUPS).map(([group, events]) => ({
          group: t(`shop.group.${group}`),
          items: events.map((value) => ({ value: value as string, label: t(`choice.${value}`) })),
        }))}
        value={event}
        error={problemAt(problems, "event")}
        onChange={(next) => {
          const { after: _, ...rest } = config;
          onChange({ ...rest, event: next ?? event });
        }}
      />
      {CATALOGUE.includes(event) ? (
        <Text size="sm" c="dimmed">
          {t("shop.catalogueHint")}
        </Text>
      ) : (
        <ShopPicker
          value={Array.isArray(config["shops"]) ? config["shops"].map(String) : []}
          error={problemAt(problems, "shops")}
          onChange={(shops) => onChange(withKey(config, "shops", shops.length === 0 ? undefined : shops))}
        />
      )}
      {AFTER[event] && (
        <DurationInput
          label={t(event === "cart_abandoned" ? "shop.afterCart" : "shop.afterReview")}
          description={t(event === "cart_abandoned" ? "shop.afterCartHint" : "shop.afterReviewHint")}
          error={problemAt(problems, "after")}
          value={config["after"] ?? AFTER[event]}
          onChange={(after) => onChange(withKey(config, "after", after), "after")}
        />
      )}
      {event === "cart_abandoned" && (
        <Text size="sm" c="dimmed">
          {t("shop.ends")}
        </Text>
      )}
      <Input.Wrapper label={t("shop.variables")} description={t("shop.variablesHint")} labelElement="div">
        <Group gap={6} mt={6}>
          {triggerVariables({ type: "shop", config: { event } }).map((name) => (
            <Badge key={name} variant="default" tt="none" fw={400} title={`{{ trigger.${name} }}`}>
              {t(`variable.trigger_${name.replaceAll(".", "_")}`, { defaultValue: name })}
            </Badge>
          ))}
        </Group>
      </Input.Wrapper>
    </Stack>
  );
}

interface ShopPickerProps {
  value: string[];
  error: string | undefined;
  onChange(value: string[]): void;
}

function ShopPicker({ value, error, onChange }: ShopPickerProps) {
  const { t } = useTranslation("builder");
  const queries = useQueryClient();
  // Operators may not see connections: then the names that stand there are all there is.
  const connections = useQuery(api.connections.list.queryOptions({ retry: false }));
  const [connecting, setConnecting] = useState<string | null>(null);
  const shops = (connections.data?.items ?? []).filter(({ kind }) => (SHOP_KINDS as readonly string[]).includes(kind));
  const none = connections.data !== undefined && shops.length === 0;
  return (
    <Stack gap={6}>
      <ObjectPicker
        label={t("shop.shops")}
        description={none ? t("shop.none") : t("shop.shopsHint")}
        options={shops.map(({ name, kind }) => ({ value: name, label: name, hint: NAMES[kind] ?? kind }))}
        multiple
        free={connections.isError}
        value={value}
        error={error}
        onChange={onChange}
      />
      {!connections.isError && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button variant={none ? "light" : "subtle"} size="compact-sm" leftSection={<IconPlus size={14} />} w="fit-content">
              {t("shop.connect")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {SHOP_KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => setConnecting(kind)}>
                {NAMES[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {connecting !== null && (
        <Suspense>
          <ConnectionForm
            kind={connecting}
            close={() => setConnecting(null)}
            saved={() => void queries.invalidateQueries({ queryKey: api.connections.list.key() })}
          />
        </Suspense>
      )}
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { event: "order_created" },
  Form,
  summary(config, tools) {
    const { t } = tools;
    const event = String(config["event"] ?? "order_created");
    const time = durationText(config["after"] ?? AFTER[event], tools);
    const what =
      event === "cart_abandoned"
        ? t("summary.cartLeft", { time })
        : event === "review_due"
          ? t("summary.reviewAfter", { time })
          : t(`choice.${event}`);
    const shops = list(config["shops"]);
    return shops === "" ? what : `${what} · ${shops}`;
  },
};
