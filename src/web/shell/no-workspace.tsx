/** Signed in, but a member of nothing: the last invitation was withdrawn, or the workspace deleted. */
import "@mantine/core/styles.layer.css";
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/empty-state.tsx";
import { NewWorkspace } from "./new-workspace.tsx";
import { signOut } from "./sign-out.ts";

export function NoWorkspace() {
  const { t } = useTranslation("shell");
  const [making, setMaking] = useState(false);
  return (
    <main>
      <EmptyState
        title={t("noWorkspace")}
        action={
          <Group justify="center">
            <Button onClick={() => setMaking(true)}>{t("newWorkspace")}</Button>
            <Button variant="default" onClick={() => void signOut()}>
              {t("signOut")}
            </Button>
          </Group>
        }
      >
        {t("noWorkspaceHint")}
      </EmptyState>
      <NewWorkspace opened={making} onClose={() => setMaking(false)} />
    </main>
  );
}
