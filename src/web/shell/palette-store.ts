/** The palette's store stands alone, so that the rail can open it before its code is loaded. */
import { createSpotlight } from "@mantine/spotlight";

export const [paletteStore, palette] = createSpotlight();

export function openPalette(): void {
  palette.open();
}
