/** A button that takes files, the same one again too: a mended file has its old name, and browsers tell of no second choice of that. */
import { type FileButtonProps, FileButton as MantineFileButton } from "@mantine/core";
import type { MouseEvent } from "react";

const forget = ({ currentTarget }: MouseEvent<HTMLInputElement>) => {
  currentTarget.value = "";
};

export function FileButton<Multiple extends boolean = false>(props: Omit<FileButtonProps<Multiple>, "inputProps" | "resetRef">) {
  return <MantineFileButton<Multiple> {...props} inputProps={{ onClick: forget }} />;
}
