/** The state of an automation, which is also the switch that changes it. */
import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AutomationSummary } from "../../contract/automations.ts";
import { StateBadge } from "../shell/state-badge.tsx";
import { useMay } from "../shell/use-me.ts";
import { ActivateDialog } from "./activate-dialog.tsx";
import { useActivation } from "./use-activation.ts";

const TONES = { active: "good", paused: "warning", draft: "neutral" } as const;

export function StateSwitch({ automation }: { automation: AutomationSummary }) {
  const { t } = useTranslation("automations");
  const may = useMay();
  const activation = useActivation(automation);
  // A draft has nothing that could run yet.
  const switchable = automation.publishedVersion !== null && may("automations:write");
  const badge = (
    <StateBadge tone={TONES[automation.state]} rightSection={switchable ? <IconChevronDown size={12} aria-hidden /> : undefined}>
      {t(`state.${automation.state}`)}
    </StateBadge>
  );
  if (!switchable) return badge;
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <button
            type="button"
            style={{ border: 0, padding: 0, background: "none", cursor: "pointer" }}
            aria-label={t("stateOf", { name: automation.name, state: t(`state.${automation.state}`) })}
          >
            {badge}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {automation.state === "active" ? (
            <Menu.Item onClick={activation.pause}>{t("pause")}</Menu.Item>
          ) : (
            <Menu.Item onClick={activation.activate}>{t("activate")}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ActivateDialog activation={activation} />
    </>
  );
}
