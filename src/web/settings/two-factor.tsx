/** The second factor: turning it on with an authenticator app, its backup codes, turning it off. */
import { Alert, Button, Code, CopyButton, Group, List, Modal, PasswordInput, PinInput, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { askAuth } from "../setup/ask-auth.ts";
import { AuthFormError } from "../setup/auth-form-error.tsx";
import { StateBadge } from "../shell/state-badge.tsx";

export function TwoFactor({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation("settings");
  // Which was opened: once it is on, the dialog that turned it on still has the backup codes to show.
  const [open, setOpen] = useState<"on" | "off" | "codes">();
  const close = () => setOpen(undefined);
  return (
    <>
      <Group mb="xs">
        <Title order={3} size="h4">
          {t("twoFactor.title")}
        </Title>
        <StateBadge tone={enabled ? "good" : "neutral"}>{t(enabled ? "twoFactor.on" : "twoFactor.off")}</StateBadge>
      </Group>
      <Text size="sm" c="dimmed" mb="sm" maw={520}>
        {t("twoFactor.lead")}
      </Text>
      <Group gap="sm">
        <Button variant="default" onClick={() => setOpen(enabled ? "off" : "on")}>
          {t(enabled ? "twoFactor.turnOff" : "twoFactor.turnOn")}
        </Button>
        {enabled && (
          <Button variant="default" onClick={() => setOpen("codes")}>
            {t("twoFactor.newCodes")}
          </Button>
        )}
      </Group>
      {open === "on" && <TurnOn close={close} />}
      {open === "off" && <TurnOff close={close} />}
      {open === "codes" && <NewCodes close={close} />}
    </>
  );
}

interface PasswordFormProps {
  ask: (password: string) => void;
  pending: boolean;
  error: unknown;
  submit: string;
  color?: string;
  children?: ReactNode;
}

/** Whoever finds the page open must not change how one signs in. */
function PasswordForm({ ask, pending, error, submit, color, children }: PasswordFormProps) {
  const { t } = useTranslation("settings");
  const [password, setPassword] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask(password);
      }}
    >
      <Stack gap="sm">
        {children}
        <PasswordInput
          label={t("profile.current")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
          visibilityToggleButtonProps={{ "aria-label": t("profile.show") }}
        />
        <AuthFormError error={error} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending} disabled={!password} {...(color !== undefined && { color })}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TurnOn({ close }: { close: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const queryClient = useQueryClient();
  const [verified, setVerified] = useState(false);
  const [code, setCode] = useState("");
  const enable = useMutation({
    mutationFn: async (password: string) => {
      const answer = await askAuth((auth) => auth.twoFactor.enable({ password }));
      return answer as { totpURI: string; backupCodes: string[] };
    },
  });
  const verify = useMutation({
    mutationFn: (code: string) => askAuth<unknown>((auth) => auth.twoFactor.verifyTotp({ code })),
    onSuccess: async () => {
      setVerified(true);
      await queryClient.invalidateQueries({ queryKey: api.account.key() });
    },
    // Empty fields take the next one at once.
    onError: () => setCode(""),
  });
  const secret = enable.data && new URL(enable.data.totpURI).searchParams.get("secret");
  return (
    <Modal opened onClose={close} title={t("twoFactor.turnOn")}>
      {!enable.data ? (
        <PasswordForm
          ask={(password) => enable.mutate(password)}
          pending={enable.isPending}
          error={enable.error}
          submit={t("common:next")}
        />
      ) : verified ? (
        <Stack gap="sm">
          <Alert variant="light">{t("twoFactor.done")}</Alert>
          <BackupCodes codes={enable.data.backupCodes} close={close} />
        </Stack>
      ) : (
        <Stack gap="sm">
          <Text size="sm">{t("twoFactor.scan")}</Text>
          <QrCode text={enable.data.totpURI} />
          <Text size="xs" c="dimmed">
            {t("twoFactor.orType")} <Code>{secret}</Code>
          </Text>
          <Text size="sm" fw={600} id="totp-label">
            {t("twoFactor.code")}
          </Text>
          <PinInput
            length={6}
            type="number"
            oneTimeCode
            aria-labelledby="totp-label"
            value={code}
            onChange={setCode}
            onComplete={(value) => verify.mutate(value)}
          />
          <AuthFormError error={verify.error} />
        </Stack>
      )}
    </Modal>
  );
}

function QrCode({ text }: { text: string }) {
  const { t } = useTranslation("settings");
  const [source, setSource] = useState<string>();
  useEffect(() => {
    void import("qrcode").then(({ toDataURL }) => toDataURL(text, { margin: 1, width: 200 })).then(setSource);
  }, [text]);
  return source ? <img src={source} alt={t("twoFactor.qr")} width={200} height={200} /> : null;
}

function BackupCodes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  return (
    <>
      <Text size="sm">{t("twoFactor.backup")}</Text>
      <List size="sm" listStyleType="none" ff="monospace">
        {codes.map((code) => (
          <List.Item key={code}>{code}</List.Item>
        ))}
      </List>
      <Group justify="flex-end">
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button variant="light" onClick={copy}>
              {t(copied ? "common:copied" : "common:copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={close}>{t("common:done")}</Button>
      </Group>
    </>
  );
}

/** For who has used them up or fears that somebody saw them. */
function NewCodes({ close }: { close: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const make = useMutation({
    mutationFn: async (password: string) =>
      (await askAuth((auth) => auth.twoFactor.generateBackupCodes({ password }))) as { backupCodes: string[] },
  });
  return (
    <Modal opened onClose={close} title={t("twoFactor.newCodes")}>
      {make.data ? (
        <Stack gap="sm">
          <BackupCodes codes={make.data.backupCodes} close={close} />
        </Stack>
      ) : (
        <PasswordForm ask={(password) => make.mutate(password)} pending={make.isPending} error={make.error} submit={t("common:next")}>
          <Text size="sm">{t("twoFactor.newCodesHint")}</Text>
        </PasswordForm>
      )}
    </Modal>
  );
}

function TurnOff({ close }: { close: () => void }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const disable = useMutation({
    mutationFn: (password: string) => askAuth<unknown>((auth) => auth.twoFactor.disable({ password })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.account.key() });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t("twoFactor.turnOff")}>
      <PasswordForm
        ask={(password) => disable.mutate(password)}
        pending={disable.isPending}
        error={disable.error}
        submit={t("twoFactor.turnOff")}
        color="red"
      />
    </Modal>
  );
}
