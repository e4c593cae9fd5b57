/** Builds the web app to `dist/web`, which the server serves; in development, `vite` serves it and asks the server at port 3000. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://localhost:3000";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "dist/web",
    emptyOutDir: true,
    // The app is an operator's tool for evergreen browsers; older targets would only add bytes to the first screen.
    target: "es2023",
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["/api", "/hooks", "/wh", "/webhooks", "/media", "/healthz", "/readyz"].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
});
