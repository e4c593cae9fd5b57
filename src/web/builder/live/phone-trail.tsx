/** While one edits: the way that the customer of the phone beside the canvas took, with what its steps did. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import { useSandbox } from "../../sandbox-phone/use-sandbox.ts";
import { usePhoneOpen } from "../../shell/phone-open.ts";
import { useMay } from "../../shell/use-me.ts";
import type { Trail } from "../builder-context.ts";
import { useCamera } from "../canvas/camera.ts";
import type { Observable } from "../observable.ts";
import { useDraft } from "../store.ts";
import { trailOf } from "../test-mode/trail.ts";

interface PhoneTrailProps {
  automationId: string;
  trail: Observable<Trail | null>;
}

export function PhoneTrail(props: PhoneTrailProps) {
  const [open] = usePhoneOpen();
  return open && <OpenPhoneTrail {...props} />;
}

function OpenPhoneTrail({ automationId, trail }: PhoneTrailProps) {
  const { t } = useTranslation("builder");
  const draft = useDraft();
  const run = usePhoneRun(automationId);
  useEffect(() => {
    trail.set(run ? trailOf(draft, [run], t) : null);
    return () => trail.set(null);
  }, [trail, draft, run, t]);
  useFollow(run && { id: run.id, where: run.at[0] ?? run.steps.at(-1)?.stepId });
  return null;
}

/** The customer's newest run of this automation, as long as it goes on or nothing was written since it ended. */
function usePhoneRun(automationId: string) {
  const may = useMay();
  const { channel, customer } = useSandbox();
  const input = { channelId: channel?.id ?? "", phone: customer?.phone ?? "" };
  const messages = useQuery(api.sandbox.messages.queryOptions({ input, enabled: Boolean(channel && customer) }));
  const written = messages.data?.items.findLast(({ direction }) => direction === "in");
  const contactId = written?.contactId ?? "";
  const enabled = contactId !== "" && may("runs:read");
  const newest = useQuery(api.runs.list.queryOptions({ input: { automationId, contactId, limit: 1 }, enabled }));
  const [found] = newest.data?.items ?? [];
  const run = useQuery(api.runs.get.queryOptions({ input: { id: found?.id ?? "" }, enabled: enabled && found !== undefined }));
  if (!run.data || !written || run.data.id !== found?.id) return undefined;
  // WhatsApp's time of a message has whole seconds, and so is never later than what it caused.
  const over = run.data.endedAt !== null && run.data.endedAt < written.createdAt;
  return over ? undefined : run.data;
}

/** The canvas goes along with what happens while one looks; where it stood before stays where it is. */
function useFollow(now: { id: string; where: string | undefined } | undefined): void {
  const camera = useCamera();
  const at = now && `${now.id} ${now.where}`;
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (at === seen.current) return;
    const first = seen.current === null;
    seen.current = at ?? "";
    if (!first && now?.where !== undefined) camera.bringIntoView(now.where);
  }, [camera, at, now?.where]);
}
