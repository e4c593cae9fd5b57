/** Chat buttons: from a website, a poster or a parcel into a chat, with the words that start an automation. */
import { Anchor, Autocomplete, Group, SegmentedControl, Select, SimpleGrid, Skeleton, Stack, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api.ts";
import { useMay, useWorkspaceSlug } from "../../shell/use-me.ts";
import { Copyable } from "../copyable.tsx";
import { BUBBLE_PATH, buttonHtml, chatLink, isDialable, LOOK, SHAPES, type Shape } from "./button-code.ts";
import { QrCode } from "./qr-code.tsx";

export function ButtonsTab() {
  const { t } = useTranslation("integrations");
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const channels = useQuery(api.channels.list.queryOptions());
  const automations = useQuery(api.automations.list.queryOptions({ input: {}, enabled: may("automations:read") }));
  const [typed, setTyped] = useState<string>();
  const [words, setWords] = useState("");
  const [label, setLabel] = useState(t("button.firstLabel"));
  const [shape, setShape] = useState<Shape>("floating");
  const [side, setSide] = useState<"left" | "right">("right");
  if (!channels.data) return <Skeleton height={240} />;
  const numbers = [...new Set(channels.data.items.flatMap(({ kind, phone }) => (kind === "whatsapp" && phone !== null ? [phone] : [])))];
  const phone = typed ?? numbers[0] ?? "";
  const dialable = isDialable(phone);
  const button = { phone, words, label, shape, side };
  const startable = automations.data?.items.filter(({ triggerTypes }) => triggerTypes.includes("customer_message")) ?? [];
  const takePhrase = async (id: string | null) => {
    if (!id) return;
    const { draft } = await client.automations.get({ id });
    const phrases = draft.triggers.find(({ type }) => type === "customer_message")?.config["phrases"];
    if (Array.isArray(phrases) && typeof phrases[0] === "string") setWords(phrases[0]);
  };
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <Stack gap="md">
        <Autocomplete
          label={t("button.number")}
          description={
            numbers.length === 0 && (
              <>
                {t("button.noNumber")}{" "}
                <Anchor component={Link} to={`/w/${workspace}/settings/channels/new` as never} inherit underline="always">
                  {t("button.connect")}
                </Anchor>
              </>
            )
          }
          type="tel"
          error={phone === "" || dialable ? undefined : t("button.wrongNumber")}
          data={numbers}
          value={phone}
          onChange={setTyped}
        />
        {startable.length > 0 && (
          <Select
            label={t("button.automation")}
            description={t("button.automationHint")}
            searchable
            data={startable.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => void takePhrase(id)}
          />
        )}
        <TextInput
          label={t("button.words")}
          description={t("button.wordsHint")}
          maxLength={500}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <TextInput label={t("button.label")} maxLength={60} value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
        <Group>
          <SegmentedControl
            aria-label={t("button.shape")}
            value={shape}
            onChange={setShape}
            data={SHAPES.map((one) => ({ value: one, label: t(`button.shapes.${one}`) }))}
          />
          {shape === "floating" && (
            <SegmentedControl
              aria-label={t("button.side")}
              value={side}
              onChange={setSide}
              data={(["left", "right"] as const).map((one) => ({ value: one, label: t(`button.sides.${one}`) }))}
            />
          )}
        </Group>
      </Stack>
      {dialable && (
        <Stack gap="md">
          <Copyable label={t("button.link")} value={chatLink(button)} />
          <Copyable label={t("button.html")} description={t("button.htmlHint")} value={buttonHtml(button)} />
          <div>
            <Title order={3} size="h5" mb="xs">
              {t("button.preview")}
            </Title>
            <a href={chatLink(button)} target="_blank" rel="noopener" style={LOOK}>
              <svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden>
                <path d={BUBBLE_PATH} />
              </svg>
              {label}
            </a>
          </div>
          <QrCode text={chatLink(button)} label={t("button.qr")} download={t("button.qrDownload")} />
        </Stack>
      )}
    </SimpleGrid>
  );
}
