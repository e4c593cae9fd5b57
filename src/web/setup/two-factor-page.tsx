/** The second step of signing in: a code of the authenticator app, or one of the backup codes. */
import { Anchor, Button, PinInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { askAuth } from "./ask-auth.ts";
import { AuthFormError } from "./auth-form-error.tsx";
import { AuthPage } from "./auth-page.tsx";
import { localPath } from "./local-path.ts";

const CODE_LENGTH = 6;

export function TwoFactorPage() {
  const { t } = useTranslation("setup");
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next }: { next?: string } = useSearch({ strict: false });
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState("");
  const verify = useMutation({
    mutationFn: (value: string) =>
      askAuth<unknown>((auth) =>
        backup ? auth.twoFactor.verifyBackupCode({ code: value.trim() }) : auth.twoFactor.verifyTotp({ code: value }),
      ),
    onSuccess: async () => {
      await queryClient.resetQueries();
      router.history.replace(localPath(next));
    },
    onError: () => setCode(""),
  });
  return (
    <AuthPage title={t("twoFactor.title")} lead={t(backup ? "twoFactor.leadBackup" : "twoFactor.lead")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          verify.mutate(code);
        }}
      >
        <Stack gap="md">
          {backup ? (
            <TextInput
              label={t("twoFactor.backupCode")}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoFocus
              autoComplete="off"
            />
          ) : (
            <PinInput
              length={CODE_LENGTH}
              type="number"
              oneTimeCode
              autoFocus
              size="lg"
              aria-label={t("twoFactor.code")}
              value={code}
              onChange={setCode}
              onComplete={(value) => verify.mutate(value)}
            />
          )}
          <AuthFormError error={verify.error} />
          <Button type="submit" fullWidth loading={verify.isPending} disabled={code.length < CODE_LENGTH}>
            {t("twoFactor.submit")}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => (setBackup(!backup), setCode(""))}>
            {t(backup ? "twoFactor.useApp" : "twoFactor.useBackup")}
          </Anchor>
          <Anchor component={Link} to="/sign-in" search={{ ...(next && { next }) } as never} size="sm">
            {t("backToSignIn")}
          </Anchor>
        </Stack>
      </form>
    </AuthPage>
  );
}
