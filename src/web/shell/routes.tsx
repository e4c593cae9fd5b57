export { Shell } from "./shell.tsx";
export { WorkspaceHome } from "./workspace-home.tsx";
