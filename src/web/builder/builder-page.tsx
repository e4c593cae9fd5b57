/** The builder's page: reads the automation and everything its forms need, and wires editing, testing, watching and publishing. */
import { Center, Loader } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Automation } from "../../contract/automations.ts";
import { api, client } from "../api.ts";
import { StartDialog } from "../automations/start-dialog.tsx";
import { toastUndo } from "../shell/toast.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { errorText } from "../ui/error-text.ts";
import type { Trail } from "./builder-context.ts";
import type { Draft } from "./document/draft.ts";
import { Editor } from "./editor.tsx";
import { downloadDraft } from "./export-draft.ts";
import { LiveView } from "./live/live-view.tsx";
import { PhoneTrail } from "./live/phone-trail.tsx";
import { useObjects } from "./objects.ts";
import { createObservable } from "./observable.ts";
import { ConflictsDialog } from "./panel/conflicts-dialog.tsx";
import { ImportDialog } from "./panel/import-dialog.tsx";
import { OverwrittenNotice } from "./panel/overwritten-notice.tsx";
import { ProblemsButton } from "./panel/problems-panel.tsx";
import { SettingsDialog } from "./panel/settings-dialog.tsx";
import { ActivateDialog } from "./publish/activate-dialog.tsx";
import { PublishDialog } from "./publish/publish-dialog.tsx";
import { VersionsView } from "./publish/versions-view.tsx";
import { TestPanel } from "./test-mode/test-panel.tsx";
import { type BuilderMode, TopBar } from "./toolbar/top-bar.tsx";
import { useChecks } from "./use-checks.ts";
import { useOthers } from "./use-others.ts";
import { useSession } from "./use-session.ts";
import { workspaceSnapshot } from "./workspace-snapshot.ts";

/**
 * The texts of all that may open beside the canvas. Whatever waited for its own later would hide the page meanwhile, and a
 * canvas that has no size in the middle of a movement loses its place for good.
 */
const TEXTS = ["builder", "common", "automations", "preview", "phone", "tickets", "integrations", "connections", "templates", "settings"];

export function BuilderPage() {
  useTranslation(TEXTS);
  const { automationId } = useParams({ from: "/w/$workspace/automations/$automationId" });
  const automation = useQuery(api.automations.get.queryOptions({ input: { id: automationId } }));
  const me = useQuery(api.account.me.queryOptions());
  if (automation.isError && !automation.data) return <ErrorState error={automation.error} retry={() => void automation.refetch()} />;
  if (!automation.data || !me.data) {
    return (
      <Center h="100%">
        <Loader type="dots" />
      </Center>
    );
  }
  return (
    <Builder
      key={automationId}
      automation={automation.data}
      mayWrite={me.data.active?.permissions.includes("automations:write") ?? false}
    />
  );
}

type Dialog = "publish" | "activate" | "start" | "settings" | "import" | null;

function Builder({ automation, mayWrite }: { automation: Automation; mayWrite: boolean }) {
  const { t } = useTranslation(["builder", "common"]);
  const { workspace } = useParams({ from: "/w/$workspace/automations/$automationId" });
  const search = useSearch({ from: "/w/$workspace/automations/$automationId" });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { store, autosave } = useSession(automation, mayWrite);
  const objects = useObjects();
  const snapshot = useMemo(() => workspaceSnapshot(objects), [objects]);
  const problems = useChecks(store, snapshot, automation.id);
  const others = useOthers(automation.id);
  const [trail] = useState(() => createObservable<Trail | null>(null));
  const [live] = useState(() => createObservable<null>(null));
  const [dialog, setDialog] = useState<Dialog>(null);
  const [contact, chooseContact] = useState<{ id: string; name: string } | null>(null);
  const values = useQuery({
    ...api.automations.testValues.queryOptions({ input: { id: automation.id, ...(contact && { contactId: contact.id }) } }),
    enabled: contact !== null,
  });
  const mode: BuilderMode = search.mode ?? "edit";

  const setMode = useCallback(
    (next: BuilderMode) =>
      void navigate({
        to: ".",
        search: (old) => ({ ...(old.step !== undefined && { step: old.step }), ...(next !== "edit" && { mode: next }) }),
      }),
    [navigate],
  );
  useStepInAddress(store, search.step);
  // A link asked for it; reloading does not ask again.
  useEffect(() => {
    if (search.ask === undefined) return;
    if (mayWrite) setDialog(search.ask);
    void navigate({ to: ".", replace: true, search: ({ ask: _, ...rest }) => rest });
  }, [search.ask, mayWrite, navigate]);

  const deactivate = useMutation({
    mutationFn: () => client.automations.deactivate({ id: automation.id }),
    onSuccess: async ({ paused }) => {
      await queries.invalidateQueries({ queryKey: api.automations.key() });
      notifications.show({ message: t("activate.paused", { count: paused }) });
    },
    onError: (error) => notifications.show({ color: "red", message: errorText(error, t("common:error.unknown")) }),
  });
  const flush = useCallback(() => autosave.flush(), [autosave]);
  const close = () => setDialog(null);
  const openRun = useCallback(
    (run: string | undefined) => void navigate({ to: ".", search: ({ run: _, ...rest }) => (run === undefined ? rest : { ...rest, run }) }),
    [navigate],
  );
  const restore = (document: Draft, number: number) => {
    const before = store.get().history.present.draft;
    // The name stays: another automation may be called what this one was called then.
    store.change(() => ({ ...document, name: before.name }), { select: [], open: null });
    setMode("edit");
    toastUndo(t("versions.restored", { number }), () => store.change(() => before, { select: [], open: null }));
  };
  const editing = mode === "edit" || mode === "test";

  const header = (
    <>
      <TopBar
        workspace={workspace}
        state={automation.state}
        publishedVersion={automation.publishedVersion}
        changed={automation.changed}
        mode={mode}
        setMode={(next) => {
          void flush();
          setMode(next);
        }}
        saveState={autosave.state}
        refusal={autosave.refusal}
        others={others}
        problems={editing && <ProblemsButton all={problems} />}
        mayWrite={mayWrite}
        onPublish={() => {
          if (!editing) setMode("edit");
          setDialog("publish");
        }}
        onActivate={() => setDialog("activate")}
        onDeactivate={() => deactivate.mutate()}
        onStart={() => setDialog("start")}
        onExport={() => downloadDraft(store.get().history.present.draft)}
        onImport={() => {
          setMode("edit");
          setDialog("import");
        }}
        onSettings={() => {
          setMode("edit");
          setDialog("settings");
        }}
      />
      <ActivateDialog automation={automation} opened={dialog === "activate"} close={close} />
      {dialog === "start" && <StartDialog automation={automation} close={close} />}
      {editing && (
        <>
          <PublishDialog automation={automation} opened={dialog === "publish"} close={close} flush={flush} revision={autosave.revision} />
          <SettingsDialog opened={dialog === "settings"} close={close} />
          <ImportDialog opened={dialog === "import"} close={close} />
          <ConflictsDialog conflicts={autosave.conflicts} stands="mine" />
          <OverwrittenNotice overwritten={autosave.overwritten} by={automation.draftSavedBy} />
        </>
      )}
    </>
  );

  if (mode === "live")
    return <LiveView automation={automation} objects={objects} workspace={snapshot} header={header} runId={search.run} openRun={openRun} />;
  if (mode === "versions")
    return (
      <VersionsView
        automation={automation}
        objects={objects}
        workspace={snapshot}
        header={header}
        mayWrite={mayWrite}
        restore={restore}
        close={() => setMode("edit")}
      />
    );
  return (
    <Editor
      store={store}
      automationId={automation.id}
      objects={objects}
      workspace={snapshot}
      problems={problems}
      live={live}
      trail={trail}
      readOnly={!mayWrite || mode !== "edit"}
      save={() => void flush()}
      values={contact === null ? undefined : values.data?.values}
      contact={contact}
      chooseContact={chooseContact}
      header={header}
      overlay={mode === "edit" && <PhoneTrail automationId={automation.id} trail={trail} />}
      {...(mode === "test" && {
        aside: (
          <TestPanel
            automationId={automation.id}
            trail={trail}
            name={objects.workspace?.name ?? ""}
            timeZone={objects.workspace?.settings.timeZone}
            close={() => setMode("edit")}
          />
        ),
      })}
    />
  );
}

/** The open step is in the address, so that a link leads to it and reloading stays there. */
function useStepInAddress(store: ReturnType<typeof useSession>["store"], step: string | undefined) {
  const navigate = useNavigate();
  /** What the address says; the two follow each other without going in circles. */
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if ((step ?? null) === shown.current) return;
    shown.current = step ?? null;
    store.select(step === undefined ? [] : [step], step ?? null);
  }, [store, step]);
  useEffect(() => {
    return store.subscribe(() => {
      const { open } = store.get();
      if (open === shown.current) return;
      shown.current = open;
      void navigate({ to: ".", replace: true, search: ({ step: _, ...rest }) => (open === null ? rest : { ...rest, step: open }) });
    });
  }, [store, navigate]);
}
