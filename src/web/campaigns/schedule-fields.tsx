/** When: at once or at a time, everywhere at once or by each contact's clock, and over how long. */
import { NumberInput, SegmentedControl, Skeleton, Stack, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { zonedToInstant } from "../../domain/calendar.ts";
import { api } from "../api.ts";
import { blockingError } from "../query-client.ts";
import { ErrorState } from "../ui/error-state.tsx";
import type { Content } from "./content.ts";
import { localTime } from "./local-time.ts";

type Schedule = Content["schedule"];
const HOUR_MS = 3_600_000;
const MAX_SPREAD_HOURS = 168;

/** What is left out stays out of the document. */
function made({ at, inContactTimeZone, spreadMinutes }: Schedule): Schedule {
  return {
    ...(at !== undefined && { at }),
    ...(at !== undefined && inContactTimeZone && { inContactTimeZone }),
    ...(spreadMinutes && { spreadMinutes }),
  };
}

interface ScheduleFieldsProps {
  value: Schedule;
  onChange: (schedule: Schedule) => void;
}

/** Nothing before the workspace's zone is known: an hour chosen till then would be another one. */
export function ScheduleFields(props: ScheduleFieldsProps) {
  const workspace = useQuery(api.workspaces.get.queryOptions());
  const failure = blockingError(workspace);
  if (failure) return <ErrorState error={failure} retry={() => void workspace.refetch()} />;
  if (!workspace.data) return <Skeleton height={36} w={200} />;
  return <Fields {...props} timeZone={workspace.data.settings.timeZone} />;
}

function Fields({ value, onChange, timeZone }: ScheduleFieldsProps & { timeZone: string }) {
  const { t } = useTranslation("campaigns");
  const { at, inContactTimeZone = false, spreadMinutes } = value;
  const local = at === undefined ? "" : inContactTimeZone ? at.slice(0, 16) : localTime(Date.parse(at), timeZone);
  /** A clock's time as the schedule says it. */
  const said = (clock: string, everywhere: boolean) => (everywhere ? clock : new Date(zonedToInstant(clock, timeZone)).toISOString());
  const tomorrow = () => `${localTime(Date.now() + 24 * HOUR_MS, timeZone).slice(0, 10)}T10:00`;
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t("section.when")}
        w="fit-content"
        value={at === undefined ? "now" : "later"}
        onChange={(when) =>
          onChange(made({ spreadMinutes, ...(when === "later" && { at: said(tomorrow(), inContactTimeZone), inContactTimeZone }) }))
        }
        data={(["now", "later"] as const).map((when) => ({ value: when, label: t(`when.${when}`) }))}
      />
      {at !== undefined && (
        <>
          <TextInput
            type="datetime-local"
            label={t("when.date")}
            description={t(inContactTimeZone ? "when.theirClock" : "when.ourClock", { zone: timeZone })}
            maw={260}
            required
            value={local}
            onChange={(event) => {
              const clock = event.currentTarget.value;
              if (clock !== "") onChange(made({ ...value, at: said(clock, inContactTimeZone) }));
            }}
          />
          <Switch
            label={t("when.contactZone")}
            description={t("when.contactZoneHint")}
            checked={inContactTimeZone}
            onChange={(event) =>
              onChange(made({ ...value, at: said(local, event.currentTarget.checked), inContactTimeZone: event.currentTarget.checked }))
            }
          />
        </>
      )}
      <NumberInput
        label={t("when.spread")}
        description={t("when.spreadHint")}
        suffix={` ${t("cap.hours")}`}
        min={0}
        max={MAX_SPREAD_HOURS}
        maw={260}
        placeholder={t("when.noSpread")}
        value={spreadMinutes ? spreadMinutes / 60 : ""}
        onChange={(hours) => onChange(made({ ...value, spreadMinutes: hours === "" ? undefined : Math.round(Number(hours) * 60) }))}
      />
    </Stack>
  );
}
