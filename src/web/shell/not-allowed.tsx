/** A page that is there, but not for this role: opened by a link of a colleague, say. */
import { Button } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/empty-state.tsx";
import { useMembership, useWorkspaceSlug } from "./use-me.ts";

export function NotAllowed() {
  const { t } = useTranslation("shell");
  const workspace = useWorkspaceSlug();
  const role = useMembership()?.role;
  return (
    <EmptyState
      icon={<IconLock size={32} />}
      title={t("notAllowed.title")}
      action={
        <Button component="a" href={`/w/${workspace}`}>
          {t("notAllowed.home")}
        </Button>
      }
    >
      {role && t("notAllowed.text", { role: t(`notAllowed.role.${role}`) })}
    </EmptyState>
  );
}
