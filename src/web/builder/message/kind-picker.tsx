/** The kinds of message as a grid of named icons. */
import { UnstyledButton } from "@mantine/core";
import {
  IconAddressBook,
  IconExternalLink,
  IconLayoutList,
  IconListDetails,
  IconMapPin,
  IconMessage,
  IconPhoto,
  IconTemplate,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import classes from "./kind-picker.module.css";
import { KINDS, type Kind } from "./kinds.ts";

const ICONS: Record<Kind, ComponentType<{ size?: number; stroke?: number }>> = {
  text: IconMessage,
  buttons: IconLayoutList,
  list: IconListDetails,
  media: IconPhoto,
  cta_url: IconExternalLink,
  template: IconTemplate,
  location: IconMapPin,
  contacts: IconAddressBook,
};

export function KindPicker({ value, onChange }: { value: Kind; onChange(kind: Kind): void }) {
  const { t } = useTranslation("builder");
  return (
    <div className={classes["grid"]} role="radiogroup" aria-label={t("message.kindName")}>
      {KINDS.map((kind) => {
        const Icon = ICONS[kind];
        return (
          <UnstyledButton
            key={kind}
            role="radio"
            aria-checked={kind === value}
            className={classes["kind"] ?? ""}
            data-active={kind === value || undefined}
            data-kind={kind}
            onClick={() => kind !== value && onChange(kind)}
          >
            <Icon size={18} stroke={1.7} />
            <span>{t(`message.kind.${kind}`)}</span>
          </UnstyledButton>
        );
      })}
    </div>
  );
}
