/**
 * A text with variables. It stays a plain textarea, so that every keyboard, input method and screen reader works; a backdrop
 * behind it paints the variables as chips. Typing `{{` or the button opens the picker.
 */
import { ActionIcon, Group, Input, Text, Tooltip } from "@mantine/core";
import { IconBold, IconBraces, IconItalic, IconStrikethrough } from "@tabler/icons-react";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { characterCount } from "../../../domain/whatsapp-limits.ts";
import { useFormContext } from "./form-context.ts";
import classes from "./text-editor.module.css";
import { VariablePicker } from "./variable-picker.tsx";
import { textParts, withValues } from "./variables.ts";

export interface TextEditorProps {
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  placeholder?: string;
  value: string;
  onChange(value: string): void;
  onBlur?(): void;
  /** WhatsApp's limit in characters; shows a counter. */
  limit?: number | undefined;
  multiline?: boolean;
  /** Offers *bold*, _italic_ and ~struck~. */
  formatting?: boolean;
  required?: boolean;
  minRows?: number;
}

const MARKS = [
  { mark: "*", icon: IconBold, name: "bold" },
  { mark: "_", icon: IconItalic, name: "italic" },
  { mark: "~", icon: IconStrikethrough, name: "strike" },
] as const;

export function TextEditor(props: TextEditorProps) {
  const {
    label,
    description,
    error,
    placeholder,
    value,
    onChange,
    onBlur,
    limit,
    multiline = true,
    formatting = false,
    required = false,
    minRows = 3,
  } = props;
  const { t } = useTranslation("builder");
  const { values } = useFormContext();
  const area = useRef<HTMLTextAreaElement>(null);
  const backdrop = useRef<HTMLDivElement>(null);
  const [picking, setPicking] = useState(false);
  /** Where the caret goes once the new text is in place. */
  const caret = useRef<[number, number] | null>(null);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "0";
    element.style.height = `${Math.min(Math.max(element.scrollHeight, multiline ? minRows * 20 + 18 : 36), 360)}px`;
    if (caret.current) {
      element.setSelectionRange(...caret.current);
      caret.current = null;
    }
  }, [value, multiline, minRows]);

  const replace = (from: number, to: number, text: string, select: [number, number]) => {
    caret.current = select;
    onChange(value.slice(0, from) + text + value.slice(to));
    area.current?.focus();
  };
  const insertVariable = (name: string) => {
    const element = area.current;
    let start = element?.selectionStart ?? value.length;
    const end = element?.selectionEnd ?? start;
    // A typed `{{` is replaced.
    const opened = /\{\{\s*$/.exec(value.slice(0, start));
    if (opened) start -= opened[0].length;
    const text = `{{ ${name} }}`;
    setPicking(false);
    replace(start, end, text, [start + text.length, start + text.length]);
  };
  const wrap = (mark: string) => {
    const start = area.current?.selectionStart ?? value.length;
    const end = area.current?.selectionEnd ?? start;
    replace(start, end, mark + value.slice(start, end) + mark, [start + 1, end + 1]);
  };

  const rendered = values === undefined ? value : withValues(value, values);
  const length = characterCount(rendered);
  return (
    <Input.Wrapper label={label} description={description} error={error} required={required}>
      <div
        className={classes["box"]}
        data-single={!multiline || undefined}
        data-error={(error !== undefined && error !== null && error !== false) || undefined}
      >
        <div className={classes["paper"]} data-multiline={multiline || undefined}>
          <div ref={backdrop} className={classes["backdrop"]} aria-hidden>
            {textParts(value).map((part, index) => (part.variable === null ? part.text : <mark key={index}>{part.text}</mark>))}
            {"​"}
          </div>
          <textarea
            ref={area}
            className={classes["area"]}
            rows={1}
            value={value}
            placeholder={placeholder}
            aria-label={typeof label === "string" ? label : undefined}
            aria-invalid={error ? true : undefined}
            onChange={(event) => {
              const next = multiline ? event.currentTarget.value : event.currentTarget.value.replace(/\n/g, " ");
              onChange(next);
              if (next.slice(0, event.currentTarget.selectionStart).endsWith("{{") && next.length > value.length) setPicking(true);
            }}
            onScroll={(event) => {
              if (backdrop.current) backdrop.current.scrollTop = event.currentTarget.scrollTop;
            }}
            onKeyDown={(event) => {
              const mark = formatting && (event.metaKey || event.ctrlKey) ? { b: "*", i: "_" }[event.key] : undefined;
              if (mark) {
                event.preventDefault();
                wrap(mark);
              }
              if (!multiline && event.key === "Enter") event.preventDefault();
            }}
            onBlur={onBlur}
          />
        </div>
        <Group gap={2} className={classes["tools"] ?? ""} wrap="nowrap">
          {formatting &&
            MARKS.map(({ mark, icon: Icon, name }) => (
              <Tooltip key={name} label={t(`form.${name}`)}>
                <ActionIcon
                  size={24}
                  aria-label={t(`form.${name}`)}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => wrap(mark)}
                >
                  <Icon size={14} />
                </ActionIcon>
              </Tooltip>
            ))}
          <VariablePicker opened={picking} onClose={() => setPicking(false)} onPick={insertVariable}>
            <Tooltip label={t("form.insertVariable")}>
              <ActionIcon
                size={24}
                aria-label={t("form.insertVariable")}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => setPicking((open) => !open)}
              >
                <IconBraces size={14} />
              </ActionIcon>
            </Tooltip>
          </VariablePicker>
          <span style={{ flex: 1 }} />
          {limit !== undefined && (
            <Text
              size="xs"
              className={classes["counter"] ?? ""}
              data-over={length > limit || undefined}
              data-near={length > limit * 0.9 || undefined}
            >
              {length}/{limit}
            </Text>
          )}
        </Group>
      </div>
    </Input.Wrapper>
  );
}
