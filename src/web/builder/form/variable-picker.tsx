/** The list of variables with the values they have for a chosen contact. */
import { Group, Popover, ScrollArea, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { normalizePhrase } from "../../../domain/phrase.ts";
import { ContactChooser } from "./contact-chooser.tsx";
import classes from "./form.module.css";
import { useFormContext } from "./form-context.ts";
import { type Variable, valueAt } from "./variables.ts";

export interface VariablePickerProps {
  opened: boolean;
  onClose(): void;
  onPick(name: string): void;
  children: ReactNode;
}

export function VariablePicker({ opened, onClose, onPick, children }: VariablePickerProps) {
  return (
    <Popover opened={opened} onChange={(open) => !open && onClose()} position="bottom-start" width={320} trapFocus returnFocus withinPortal>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={0}>{opened && <Variables onPick={onPick} onClose={onClose} />}</Popover.Dropdown>
    </Popover>
  );
}

function Variables({ onPick, onClose }: Pick<VariablePickerProps, "onPick" | "onClose">) {
  const { t } = useTranslation(["builder", "common"]);
  const { variables, values } = useFormContext();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const named = useMemo(() => variables.map((variable) => ({ ...variable, title: titleOf(variable, t) })), [variables, t]);
  const wanted = normalizePhrase(query);
  const found = named.filter((variable) => wanted === "" || normalizePhrase(`${variable.title} ${variable.name}`).includes(wanted));
  // Any path can be written, also one that nothing announces (a payload's own key).
  const own =
    /^[a-z]+(\.[^.\s{}]+)+$/i.test(query.trim()) && !found.some((variable) => variable.name === query.trim()) ? query.trim() : null;

  return (
    <div
      onKeyDown={(event) => {
        if (event.key === "ArrowDown") setActive((index) => Math.min(index + 1, found.length - 1));
        else if (event.key === "ArrowUp") setActive((index) => Math.max(index - 1, 0));
        else if (event.key === "Enter") {
          const choice = found[active]?.name ?? own;
          if (choice) onPick(choice);
        } else if (event.key === "Escape") onClose();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <TextInput
        data-autofocus
        variant="unstyled"
        px="sm"
        py={2}
        leftSection={<IconSearch size={14} />}
        placeholder={t("form.searchVariables")}
        aria-label={t("form.searchVariables")}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
      />
      <ScrollArea.Autosize mah={280} className={classes["variables"] ?? ""} type="auto">
        {found.map((variable, index) => (
          <div key={variable.name} ref={index === active ? bringIntoView : undefined}>
            {found[index - 1]?.group !== variable.group && (
              <Text size="xs" fw={600} c="dimmed" px="sm" pt={8} pb={2}>
                {t(`variableGroup.${variable.group}`)}
              </Text>
            )}
            <VariableRow
              title={variable.title}
              name={variable.name}
              value={(values === undefined ? undefined : valueAt(values, variable.name)) ?? variable.sample}
              known={values !== undefined || variable.sample !== undefined}
              active={index === active}
              onHover={() => setActive(index)}
              onPick={() => onPick(variable.name)}
            />
          </div>
        ))}
        {own && (
          <VariableRow
            title={own}
            name={own}
            value={undefined}
            known={false}
            active={found.length === 0}
            onHover={() => {}}
            onPick={() => onPick(own)}
          />
        )}
        {found.length === 0 && !own && (
          <Text size="sm" c="dimmed" ta="center" p="md">
            {t("common:nothingFound")}
          </Text>
        )}
      </ScrollArea.Autosize>
      <ContactChooser />
    </div>
  );
}

function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}

function titleOf(variable: Variable, t: (key: string, options: { defaultValue: string }) => string): string {
  return variable.label ?? t(`variable.${variable.name.replaceAll(".", "_")}`, { defaultValue: variable.name });
}

interface RowProps {
  title: string;
  name: string;
  value: unknown;
  known: boolean;
  active: boolean;
  onHover(): void;
  onPick(): void;
}

function VariableRow({ title, name, value, known, active, onHover, onPick }: RowProps) {
  const { t } = useTranslation("builder");
  const shown =
    value === undefined || value === null || value === "" ? null : typeof value === "object" ? JSON.stringify(value) : String(value);
  return (
    <UnstyledButton
      className={classes["variable"] ?? ""}
      data-active={active || undefined}
      tabIndex={-1}
      onMouseMove={onHover}
      onClick={onPick}
      title={name}
    >
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" truncate>
          {title}
        </Text>
        {known && (
          <Text size="xs" c="dimmed" truncate maw={140} fs={shown === null ? "italic" : "normal"}>
            {shown ?? t("form.noValue")}
          </Text>
        )}
      </Group>
    </UnstyledButton>
  );
}
