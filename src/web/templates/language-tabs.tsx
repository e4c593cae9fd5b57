import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Template } from "../../contract/templates.ts";
import { templateLanguageName } from "./template-languages.ts";
import { TemplateStatus } from "./template-status.tsx";

interface LanguageTabsProps {
  versions: Template["versions"];
  value: string;
  onChange: (language: string | null) => void;
}

/** The languages of a template, each with its state at WhatsApp. */
export function LanguageTabs({ versions, value, onChange }: LanguageTabsProps) {
  const { i18n } = useTranslation("templates");
  return (
    <Tabs value={value} onChange={onChange}>
      <Tabs.List>
        {versions.map(({ language, status }) => (
          <Tabs.Tab key={language} value={language} rightSection={<TemplateStatus status={status} />}>
            {templateLanguageName(language, i18n.language)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
