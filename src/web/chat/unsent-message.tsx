/** A message that could not be handed to the server: why, and what to do with it. */
import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Message } from "../../contract/message.ts";
import { MessageBody } from "../preview/message-body.tsx";
import { errorText } from "../ui/error-text.ts";
import classes from "./chat.module.css";
import { mediaUrl } from "./media-url.ts";
import { isOutage, type useUnsent } from "./use-sending.ts";

export function UnsentMessage({ content, error, again, drop }: ReturnType<typeof useUnsent>[number]) {
  const { t } = useTranslation("chat");
  const { code, data } = (error ?? {}) as { code?: string; data?: { reason?: string } };
  const reason = isOutage(error)
    ? t("unsent.outage")
    : t([`failure.${data?.reason ?? code ?? ""}`, `failure.${code ?? ""}`], { defaultValue: errorText(error, t("unsent.outage")) });
  return (
    <div className={classes.line} data-direction="out">
      <div className={classes.bubble} data-direction="out" data-failed>
        <MessageBody content={content as Message["content"]} mediaUrl={mediaUrl} />
        <div className={classes.failure} role="alert">
          <Text size="xs">
            {t("unsent.title")} {reason}
          </Text>
          <Group gap={4}>
            <Button size="compact-xs" variant="light" color="red" onClick={again}>
              {t("remedy.retry")}
            </Button>
            <Button size="compact-xs" variant="subtle" color="red" onClick={drop}>
              {t("unsent.drop")}
            </Button>
          </Group>
        </div>
      </div>
    </div>
  );
}
