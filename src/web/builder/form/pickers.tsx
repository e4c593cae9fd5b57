/** Pickers of names a document uses: workspace objects, places to write to, values to look at, steps of this automation. */
import { Button, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ATTRIBUTE_NAMES } from "../../../automation/contact-change.ts";
import type { ReferenceKind } from "../../../automation/reference.ts";
import type { Json } from "../../../domain/json.ts";
import { InviteMember } from "../../settings/invite-member.tsx";
import { useMay } from "../../shell/use-me.ts";
import { useBuilderContext } from "../builder-context.ts";
import { ConnectionPicker } from "../integration/connection-picker.tsx";
import { objectOptions, useCreator } from "../objects.ts";
import { useBuilder, useDraft } from "../store.ts";
import { useFormContext } from "./form-context.ts";
import { ObjectPicker } from "./object-picker.tsx";
import { ownVariables } from "./variables.ts";

interface Shared {
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
}

/** Kinds that the workspace's lists do not know yet: any name may be written, the check says when it is missing. */
const FREE_KINDS: readonly ReferenceKind[] = ["ticket_category", "tag_category"];

interface ReferenceFieldProps extends Shared {
  kind: ReferenceKind;
  value: string[];
  onChange(value: string[]): void;
  multiple?: boolean;
  /** Type of the step or trigger: some take connections of one kind only. */
  scope?: string;
}

export function ReferenceField(props: ReferenceFieldProps) {
  if (props.kind === "connection") return <ConnectionPicker {...props} />;
  return props.kind === "operator" ? <OperatorPicker {...props} /> : <NamePicker {...props} />;
}

/** Whoever is invited can be chosen once they have joined. */
function OperatorPicker(props: ReferenceFieldProps) {
  const { t } = useTranslation("builder");
  const may = useMay();
  const [inviting, setInviting] = useState(false);
  return (
    <div>
      <NamePicker {...props} />
      {may("members:write") && (
        <Button size="compact-xs" variant="subtle" mt={4} leftSection={<IconPlus size={14} />} onClick={() => setInviting(true)}>
          {t("operator.invite")}
        </Button>
      )}
      {inviting && <InviteMember close={() => setInviting(false)} />}
    </div>
  );
}

function NamePicker({ kind, value, onChange, multiple = false, scope: _, ...shared }: ReferenceFieldProps) {
  const { t } = useTranslation(["builder", "tickets"]);
  const { objects } = useFormContext();
  const create = useCreator(kind);
  const options = objectOptions(kind, objects).map((option) =>
    // The product's own statuses have a name in each language; one's own are called as they are.
    kind === "ticket_status" ? { ...option, label: t(`tickets:status.${option.value}`, { defaultValue: option.label }) } : option,
  );
  return (
    <ObjectPicker
      {...shared}
      placeholder={t(`reference.${kind}`)}
      options={options}
      value={value}
      onChange={onChange}
      multiple={multiple}
      create={create}
      free={create === undefined && FREE_KINDS.includes(kind)}
    />
  );
}

interface OneValue extends Shared {
  value: Json | undefined;
  onChange(value: string | undefined): void;
}

/** Where a value is written: an attribute, a field (made inline), or a variable of the run. */
export function TargetPicker({ value, onChange, ...shared }: OneValue & { name?: string }) {
  const { t } = useTranslation("builder");
  const { objects } = useFormContext();
  const createField = useCreator("field");
  const draft = useDraft();
  const options = [
    ...ATTRIBUTE_NAMES.map((name) => ({ value: name, label: t(`variable.contact_${name}`) })),
    ...objectOptions("field", objects),
    ...ownVariables(draft).map((name) => ({ value: `vars.${name}`, label: `vars.${name}`, hint: t("variableGroup.vars") })),
  ];
  const create = async (name: string) => (/^vars\.[A-Za-z]\w*$/.test(name) ? name : createField ? createField(name) : name);
  return (
    <ObjectPicker
      {...shared}
      placeholder={t("form.chooseTarget")}
      options={options}
      value={typeof value === "string" && value !== "" ? [value] : []}
      onChange={([first]) => onChange(first)}
      create={create}
    />
  );
}

/** A value to look at, by its dotted name. */
export function LookupPicker({ value, onChange, ...shared }: OneValue) {
  const { t } = useTranslation("builder");
  const { variables } = useFormContext();
  const options = variables.map((variable) => ({
    value: variable.name,
    label: variable.label ?? t(`variable.${variable.name.replaceAll(".", "_")}`, { defaultValue: variable.name }),
    hint: t(`variableGroup.${variable.group}`),
  }));
  return (
    <ObjectPicker
      {...shared}
      options={options}
      free
      value={typeof value === "string" && value !== "" ? [value] : []}
      onChange={([first]) => onChange(first)}
    />
  );
}

/** A step of this automation. */
export function StepPicker({ value, onChange, clearable = false, ...shared }: OneValue & { clearable?: boolean }) {
  const { t } = useTranslation("builder");
  const { describe } = useBuilderContext();
  const draft = useDraft();
  const open = useBuilder((state) => state.open);
  const [looking, look] = useState(false);
  const titles = new Map<string, number>();
  const all = draft.steps
    .filter((step) => step.id !== open)
    .map((step) => {
      const view = describe(step);
      const title = view.summary === "" ? view.title : `${view.title}: ${view.summary.slice(0, 40)}`;
      const count = (titles.get(title) ?? 0) + 1;
      titles.set(title, count);
      // Two steps may read the same.
      return { value: step.id, label: count > 1 ? `${title} (${count})` : title };
    });
  // A list that is closed is drawn all the same: hundreds of steps for each exit, with every letter that is typed.
  const data = looking ? all : all.filter((step) => step.value === value);
  return (
    <Select
      {...shared}
      required={shared.required ?? false}
      searchable
      clearable={clearable}
      placeholder={t("form.chooseStep")}
      nothingFoundMessage={t("form.noStep")}
      onDropdownOpen={() => look(true)}
      onDropdownClose={() => look(false)}
      data={data}
      value={typeof value === "string" && value !== "" ? value : null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
