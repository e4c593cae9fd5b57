/** Picks a template, or writes one and submits it without leaving the form. */
import { Button, Group } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../../shell/use-me.ts";
import { NewTemplate } from "../../templates/new-template.tsx";
import { TemplateDialog } from "../../templates/template-dialog.tsx";
import { useFormContext } from "../form/form-context.ts";
import { ObjectPicker } from "../form/object-picker.tsx";
import { objectOptions } from "../objects.ts";

interface TemplatePickerProps {
  label: ReactNode;
  error?: ReactNode;
  value: string;
  onChange(name: string): void;
}

export function TemplatePicker({ value, onChange, ...shared }: TemplatePickerProps) {
  const { t } = useTranslation("builder");
  const may = useMay();
  const { objects } = useFormContext();
  const [making, setMaking] = useState<{ name: string | undefined; done: (name: string | null) => void }>();
  const [written, setWritten] = useState<string>();
  const allowed = may("templates:write");
  const open = (name: string | undefined) => new Promise<string | null>((done) => setMaking({ name, done }));
  const chosen = objects.templates?.find(({ name }) => name === value);
  return (
    <div>
      <ObjectPicker
        {...shared}
        placeholder={t("reference.template")}
        options={objectOptions("template", objects)}
        value={value === "" ? [] : [value]}
        onChange={([next]) => onChange(next ?? "")}
        create={allowed ? open : undefined}
      />
      {allowed && (
        <Group gap={4} mt={4}>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => void open(undefined).then((name) => name !== null && onChange(name))}
          >
            {t("template.new")}
          </Button>
          {chosen && (
            <Button size="compact-xs" variant="subtle" leftSection={<IconPencil size={14} />} onClick={() => setWritten(chosen.id)}>
              {t("template.edit")}
            </Button>
          )}
        </Group>
      )}
      {making && (
        <NewTemplate
          name={making.name}
          made={({ id, name }) => {
            making.done(name);
            setMaking(undefined);
            setWritten(id);
          }}
          close={() => {
            making.done(null);
            setMaking(undefined);
          }}
        />
      )}
      {written !== undefined && <TemplateDialog id={written} close={() => setWritten(undefined)} />}
    </div>
  );
}
