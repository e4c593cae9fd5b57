/** The frame of every page one sees before being signed in: a card, the name of the product, the language. */
import { Box, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, setLanguage } from "../i18n/i18n.ts";
import { languageName } from "../shell/language-name.ts";
import { Logo } from "../shell/logo.tsx";
import classes from "./auth-page.module.css";

interface AuthPageProps {
  title: string;
  lead?: string;
  /** Shown beside the card on wide screens. */
  aside?: ReactNode;
  children: ReactNode;
}

export function AuthPage({ title, lead, aside, children }: AuthPageProps) {
  const { t, i18n } = useTranslation("setup");
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Group gap="xs">
          <Logo size={28} />
          <Text fw={600} size="lg">
            Parola
          </Text>
        </Group>
        <NativeSelect
          aria-label={t("language")}
          size="xs"
          value={i18n.language}
          onChange={(event) => setLanguage(event.currentTarget.value)}
          data={LANGUAGES.map((code) => ({ value: code, label: languageName(code) }))}
        />
      </header>
      <main className={classes.main}>
        <Paper className={classes.card} withBorder radius="lg" shadow="sm">
          <Stack gap="lg">
            <Box>
              <Title order={1}>{title}</Title>
              {lead && (
                <Text c="dimmed" mt={4}>
                  {lead}
                </Text>
              )}
            </Box>
            {children}
          </Stack>
        </Paper>
        {aside && <aside className={classes.aside}>{aside}</aside>}
      </main>
    </div>
  );
}
