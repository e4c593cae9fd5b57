export { AutomationsPage } from "./automations-page.tsx";
export { GalleryPage } from "./gallery-page.tsx";
