/** The menu that picks a step or trigger: search, arrow keys, Enter. Opens where the plus was pressed. */
import { FocusTrap, Paper, Portal, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { STEP_GROUPS } from "../../../automation/step.ts";
import { normalizePhrase } from "../../../domain/phrase.ts";
import { type HueGroup, hue } from "../../ui/hue.ts";
import { createNode } from "../actions.ts";
import { type PaletteRequest, useBuilderContext } from "../builder-context.ts";
import { focusNode } from "../focus.ts";
import { iconOf } from "../icons.ts";
import { useObservable } from "../observable.ts";
import { useStore } from "../store.ts";
import classes from "./palette.module.css";

interface Item {
  type: string;
  group: HueGroup;
  title: string;
  summary: string;
}

const WIDTH = 320;
const HEIGHT = 440;

export function Palette() {
  const { palette } = useBuilderContext();
  const request = useObservable(palette);
  return request ? <PaletteMenu key={`${request.at.x}/${request.at.y}`} request={request} close={() => palette.set(null)} /> : null;
}

function useItems(kind: PaletteRequest["kind"]): Item[] {
  const { registry } = useBuilderContext();
  const { t } = useTranslation("builder");
  return useMemo(() => {
    const types = Object.values(kind === "step" ? registry.steps : registry.triggers);
    const items = types.map(
      (type): Item => ({
        type: type.type,
        group: "group" in type ? type.group : "trigger",
        title: t(`${kind}.${type.type}.title`, { defaultValue: type.title }),
        summary: t(`${kind}.${type.type}.summary`, { defaultValue: type.summary }),
      }),
    );
    const order = (group: HueGroup) => STEP_GROUPS.indexOf(group as (typeof STEP_GROUPS)[number]);
    const rank = (item: Item) => (item.type === "send_message" || item.type === "customer_message" ? 0 : 1);
    return items.sort((a, b) => order(a.group) - order(b.group) || rank(a) - rank(b));
  }, [registry, kind, t]);
}

function PaletteMenu({ request, close }: { request: PaletteRequest; close(): void }) {
  const { t } = useTranslation(["builder", "common"]);
  const context = useBuilderContext();
  const store = useStore();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  /** Had the keyboard when the menu opened. */
  const before = useRef(document.activeElement instanceof HTMLElement ? document.activeElement : null);
  const all = useItems(request.kind);
  const wanted = normalizePhrase(query);
  const items = useMemo(() => {
    if (wanted === "") return all;
    const title = all.filter((item) => normalizePhrase(item.title).includes(wanted));
    return [...title, ...all.filter((item) => !title.includes(item) && normalizePhrase(`${item.summary} ${item.type}`).includes(wanted))];
  }, [all, wanted]);

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close();
    };
    // Not the very press that opened it.
    const timer = setTimeout(() => document.addEventListener("pointerdown", outside, true));
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerdown", outside, true);
    };
  }, [close]);

  useEffect(() => {
    box.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const pick = (item: Item | undefined) => {
    if (!item) return;
    close();
    focusNode(createNode(context, store, request, item.type));
  };
  const left = Math.max(8, Math.min(request.at.x, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(request.at.y, window.innerHeight - HEIGHT - 8));

  return (
    <Portal>
      <FocusTrap>
        <Paper
          ref={box}
          className={classes["menu"] ?? ""}
          shadow="lg"
          withBorder
          radius="lg"
          role="dialog"
          aria-label={t(request.kind === "step" ? "palette.addStep" : "palette.addTrigger")}
          style={{ left, top, width: Math.min(WIDTH, window.innerWidth - 16) }}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              close();
              before.current?.focus({ preventScroll: true });
            } else if (event.key === "ArrowDown") setActive((index) => Math.min(index + 1, items.length - 1));
            else if (event.key === "ArrowUp") setActive((index) => Math.max(index - 1, 0));
            else if (event.key === "Enter") pick(items[active]);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          <TextInput
            // At once, and not a moment after: till then keys would be those of the canvas.
            autoFocus
            data-autofocus
            variant="unstyled"
            px="sm"
            py={4}
            leftSection={<IconSearch size={16} />}
            placeholder={t(request.kind === "step" ? "palette.searchSteps" : "palette.searchTriggers")}
            aria-label={t(request.kind === "step" ? "palette.searchSteps" : "palette.searchTriggers")}
            aria-activedescendant={`palette-${active}`}
            aria-controls="palette-list"
            role="combobox"
            aria-expanded
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setActive(0);
            }}
          />
          <div className={classes["list"]}>
            <div id="palette-list" role="listbox" aria-label={t(request.kind === "step" ? "palette.addStep" : "palette.addTrigger")}>
              {items.map((item, index) => (
                <div key={item.type} role="presentation">
                  {request.kind === "step" && wanted === "" && items[index - 1]?.group !== item.group && (
                    <Text className={classes["group"] ?? ""} style={{ color: hue(item.group).strong }} role="presentation">
                      {t(`common:group.${item.group}`)}
                    </Text>
                  )}
                  <Choice item={item} index={index} active={index === active} onHover={() => setActive(index)} onPick={() => pick(item)} />
                </div>
              ))}
              {items.length === 0 && (
                <Text c="dimmed" size="sm" p="md" ta="center">
                  {t("common:nothingFound")}
                </Text>
              )}
            </div>
          </div>
        </Paper>
      </FocusTrap>
    </Portal>
  );
}

function Choice({ item, index, active, onHover, onPick }: { item: Item; index: number; active: boolean; onHover(): void; onPick(): void }) {
  const Icon = iconOf(item.type, item.group);
  const { strong, soft } = hue(item.group);
  return (
    <UnstyledButton
      id={`palette-${index}`}
      className={classes["item"] ?? ""}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      data-active={active || undefined}
      data-index={index}
      data-type={item.type}
      onMouseMove={onHover}
      onClick={onPick}
    >
      <span className={classes["icon"]} style={{ color: strong, background: soft }} aria-hidden>
        <Icon size={16} stroke={1.8} />
      </span>
      <span className={classes["words"]}>
        <span className={classes["title"]}>{item.title}</span>
        <span className={classes["hint"]}>{item.summary}</span>
      </span>
    </UnstyledButton>
  );
}
