/** Why a form was not accepted, above its button: the server's sentence, and the fields it names. */
import { Alert, List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { errorText } from "../ui/error-text.ts";

interface Issue {
  path: string;
  message: string;
}

export function FormError({ error, text }: { error: unknown; text?: string }) {
  // The words of refusals come when there is one; a form does not wait for them.
  const { t } = useTranslation(["common", "problems"], { useSuspense: false });
  if (!error) return null;
  const issues = (error as { data?: { issues?: Issue[] } }).data?.issues ?? [];
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} />} p="sm">
      <Text size="sm">{text ?? errorText(error, t("error.unknown"))}</Text>
      {issues.length > 0 && (
        <List size="sm" mt={4}>
          {issues.slice(0, 5).map((issue) => (
            <List.Item key={issue.path + issue.message}>
              {issue.path && <b>{issue.path}: </b>}
              {issue.message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
