/** Who calls for the business: voice agents, what they say, and a call to try one. */
import { Anchor, Button, Text } from "@mantine/core";
import { IconPhoneOutgoing } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { VoiceAgent } from "../../contract/voice.ts";
import { api, client } from "../api.ts";
import { ObjectSection } from "../settings/object-section.tsx";
import { StateBadge } from "../shell/state-badge.tsx";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { readable } from "../ui/readable.ts";
import { AgentForm } from "./agent-form.tsx";
import { TestCall } from "./test-call.tsx";
import { useTelephones } from "./use-telephones.ts";

export function VoiceSection() {
  const { t } = useTranslation("settings");
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const { data } = useQuery(api.voiceAgents.list.queryOptions());
  const telephones = useTelephones();
  const [trying, setTrying] = useState<VoiceAgent>();
  const telephone = ({ connectionId }: VoiceAgent) => telephones.find(({ id }) => id === connectionId);
  return (
    <>
      <ObjectSection<VoiceAgent>
        kind="voice"
        items={data?.items}
        nameOf={({ name }) => name}
        writable={may("objects:write")}
        size="xl"
        columns={[
          { label: t("name"), cell: (agent) => <Text size="sm">{agent.name}</Text> },
          {
            label: t("voice.number"),
            cell: (agent) =>
              agent.connectionId === null ? (
                <StateBadge tone="warning" miw="max-content">
                  {t("voice.noNumber")}
                </StateBadge>
              ) : (
                <Text size="sm" style={{ whiteSpace: "nowrap" }}>
                  {String(telephone(agent)?.settings["from"] ?? t("voice.connected"))}
                </Text>
              ),
          },
          {
            label: t("voice.says"),
            wide: true,
            cell: ({ script }) => (
              <Text size="sm" lineClamp={2} c="dimmed">
                {readable(script.greeting)}
              </Text>
            ),
          },
          {
            label: t("voice.try"),
            cell: (agent) =>
              may("integrations:write") && (
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconPhoneOutgoing size={14} />}
                  disabled={agent.connectionId === null}
                  aria-label={t("voice.tryName", { name: agent.name })}
                  onClick={() => setTrying(agent)}
                >
                  {t("voice.call")}
                </Button>
              ),
          },
        ]}
        form={(agent, close) => <AgentForm agent={agent} close={close} />}
        remove={({ id }, force) => client.voiceAgents.delete({ id, force })}
        usage={({ id }) => client.voiceAgents.usage({ id })}
      />
      {may("integrations:read") && telephones.length === 0 && (
        <Text size="sm" c="dimmed" mt="md">
          {t("voice.connectFirst")}{" "}
          <Anchor
            component={Link}
            to="/w/$workspace/integrations"
            params={{ workspace } as never}
            search={{ connect: "voice" } as never}
            underline="always"
          >
            {t("voice.connect")}
          </Anchor>
        </Text>
      )}
      {trying && <TestCall agent={trying} close={() => setTrying(undefined)} />}
    </>
  );
}
