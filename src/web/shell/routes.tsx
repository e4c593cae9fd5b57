export { EntryPage } from "./entry-page.tsx";
export { Shell } from "./shell.tsx";
export { WorkspaceHome } from "./workspace-home.tsx";
