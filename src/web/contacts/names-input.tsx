/** Tags or lists of something: chosen from those there are, and made on the spot by who may make them. */
import { MultiSelect, TagsInput } from "@mantine/core";
import { useMay } from "../shell/use-me.ts";

interface NamesInputProps {
  label: string;
  /** Names there are. */
  data: string[];
  value: string[];
  readOnly?: boolean;
  onChange(value: string[]): void;
}

export function NamesInput({ readOnly = false, ...props }: NamesInputProps) {
  const mayMake = useMay()("objects:write");
  return mayMake ? <TagsInput {...props} readOnly={readOnly} /> : <MultiSelect {...props} readOnly={readOnly} searchable />;
}
