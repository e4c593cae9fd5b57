/** Whether the sandbox phone stands beside the page. Remembered, so that a reload keeps what one was doing. */
import { useLocalStorage } from "@mantine/hooks";
import { useMay, useSeesEveryone } from "./use-me.ts";

export function usePhoneOpen() {
  const offered = usePhoneOffered();
  const [open, setOpen] = useLocalStorage<boolean>({ key: "parola.phone", defaultValue: false, getInitialValueInEffect: false });
  return [open && offered, setOpen] as const;
}

/** On it one is any customer: not for who may not see them all. */
export function usePhoneOffered(): boolean {
  const may = useMay();
  const everyone = useSeesEveryone();
  return everyone && may("chats:write");
}
