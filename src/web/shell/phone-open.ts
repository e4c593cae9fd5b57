/** Whether the sandbox phone stands beside the page. Remembered, so that a reload keeps what one was doing. */
import { useLocalStorage } from "@mantine/hooks";

export function usePhoneOpen() {
  return useLocalStorage<boolean>({ key: "parola.phone", defaultValue: false, getInitialValueInEffect: false });
}
