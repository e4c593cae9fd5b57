/** Finds a step by its words and brings it into view. */
import { Modal, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { normalizePhrase } from "../../../domain/phrase.ts";
import { hue } from "../../ui/hue.ts";
import { useBuilderContext } from "../builder-context.ts";
import { useCamera } from "../canvas/camera.ts";
import classes from "../canvas/palette.module.css";
import { focusNode } from "../focus.ts";
import { iconOf } from "../icons.ts";
import { useDraft, useStore } from "../store.ts";

export function StepSearch({ opened, close }: { opened: boolean; close(): void }) {
  const { t } = useTranslation("builder");
  return (
    <Modal
      opened={opened}
      onClose={close}
      withCloseButton={false}
      padding={0}
      yOffset="12vh"
      centered={false}
      size={480}
      attributes={{ content: { "aria-label": t("toolbar.search") } }}
    >
      {opened && <Results close={close} />}
    </Modal>
  );
}

function Results({ close }: { close(): void }) {
  const { t } = useTranslation(["builder", "common"]);
  const draft = useDraft();
  const store = useStore();
  const camera = useCamera();
  const { describe } = useBuilderContext();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const wanted = normalizePhrase(query);
  const found = [...draft.triggers, ...draft.steps]
    .map((node) => ({
      view: describe(node),
      words: normalizePhrase(
        `${describe(node).title} ${describe(node).typeTitle} ${JSON.stringify(node.config)} ${node.note ?? ""} ${node.id}`,
      ),
    }))
    .filter(({ words }) => wanted === "" || words.includes(wanted))
    .slice(0, 50)
    .map(({ view }) => view);
  const go = (id: string | undefined) => {
    if (id === undefined) return;
    close();
    store.select([id], id);
    camera.showNode(id);
    focusNode(id);
  };
  return (
    <div
      className={classes["plain"]}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown") setActive((index) => Math.min(index + 1, found.length - 1));
        else if (event.key === "ArrowUp") setActive((index) => Math.max(index - 1, 0));
        else if (event.key === "Enter") go(found[active]?.id);
        else return;
        event.preventDefault();
      }}
    >
      <TextInput
        data-autofocus
        variant="unstyled"
        px="md"
        py={6}
        leftSection={<IconSearch size={16} />}
        placeholder={t("toolbar.searchPlaceholder")}
        aria-label={t("toolbar.search")}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
      />
      <div className={classes["list"]}>
        {found.map((view, index) => {
          const Icon = iconOf(view.type, view.group);
          return (
            <UnstyledButton
              key={view.id}
              className={classes["item"] ?? ""}
              data-active={index === active || undefined}
              onMouseMove={() => setActive(index)}
              onClick={() => go(view.id)}
            >
              <span className={classes["icon"]} style={{ color: hue(view.group).strong, background: hue(view.group).soft }} aria-hidden>
                <Icon size={16} />
              </span>
              <span className={classes["words"]}>
                <span className={classes["title"]}>{view.title}</span>
                <span className={classes["hint"]}>{view.summary}</span>
              </span>
            </UnstyledButton>
          );
        })}
        {found.length === 0 && (
          <Text size="sm" c="dimmed" ta="center" p="md">
            {t("common:nothingFound")}
          </Text>
        )}
      </div>
    </div>
  );
}
