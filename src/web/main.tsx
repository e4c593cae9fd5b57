/** Starts the web app: texts, theme, queries, routes. */
import "./ui/first-styles.ts";
import "./ui/global.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "./i18n/i18n.ts";
import { queryClient } from "./query-client.ts";
import { router } from "./router.tsx";
import { arrive } from "./shell/arrive.ts";
import { closeTopmostOnEscape } from "./ui/escape.ts";
import { cssVariables, theme } from "./ui/theme.ts";

/** The page's code, its texts and what it asks first come together. */
async function start(root: HTMLElement): Promise<void> {
  closeTopmostOnEscape();
  await Promise.all([startI18n(), arrive()]);
  const app = (
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <Suspense>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
  // As a transition, so that drawing the page leaves room for what the person does meanwhile.
  startTransition(() => createRoot(root).render(app));
}

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
// Not awaited here: the pages' files import this one, and would wait for it to end.
void start(root);
