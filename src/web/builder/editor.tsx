/** The builder on one document: canvas, panel, tools. Knows nothing of the server; its page brings saving and checking. */
import { ReactFlowProvider } from "@xyflow/react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../automation/problems.ts";
import type { Json } from "../../domain/json.ts";
import {
  BuilderContext,
  type BuilderContextValue,
  type LiveNode,
  type NodeMark,
  type PaletteRequest,
  type Trail,
} from "./builder-context.ts";
import { useCamera } from "./canvas/camera.ts";
import { Canvas } from "./canvas/canvas.tsx";
import { EmptyCanvas } from "./canvas/empty-canvas.tsx";
import type { ExitWorkspace } from "./canvas/node-exits.ts";
import { createDescribe } from "./canvas/node-view.ts";
import { Palette } from "./canvas/palette.tsx";
import { byNode } from "./check.ts";
import classes from "./editor.module.css";
import { FormContext } from "./form/form-context.ts";
import { availableVariables } from "./form/variables.ts";
import { useReceivedPayload } from "./integration/received.ts";
import { type Objects, useFieldOptions } from "./objects.ts";
import { createObservable, type Observable } from "./observable.ts";
import { SidePanel } from "./panel/side-panel.tsx";
import { registry } from "./registry.ts";
import { type Store, StoreContext, useBuilder, useDraft } from "./store.ts";
import { CanvasTools } from "./toolbar/canvas-tools.tsx";
import { ShortcutsHelp } from "./toolbar/shortcuts-help.tsx";
import { StepSearch } from "./toolbar/step-search.tsx";
import { useKeyboard } from "./use-keyboard.ts";

export interface EditorProps {
  store: Store;
  automationId: string | null;
  objects: Objects;
  workspace: ExitWorkspace | undefined;
  problems: Observable<readonly Problem[]>;
  live: Observable<ReadonlyMap<string, LiveNode> | null>;
  trail: Observable<Trail | null>;
  marks?: BuilderContextValue["marks"];
  readOnly: boolean;
  save(): void;
  header: ReactNode;
  /** Beside the canvas instead of the form: the phone of a test, the contacts of the live view. */
  aside?: ReactNode;
  /** What follows the canvas without being seen itself. */
  overlay?: ReactNode;
  values: Json | undefined;
  contact: { id: string; name: string } | null;
  chooseContact(contact: { id: string; name: string } | null): void;
  onCountClick?: BuilderContextValue["onCountClick"];
}

export function Editor(props: EditorProps) {
  const { store, objects, workspace, problems, live, trail, readOnly, onCountClick } = props;
  const { t, i18n } = useTranslation("builder");
  const [palette] = useState(() => createObservable<PaletteRequest | null>(null));
  const tools = useMemo(
    () => ({ t: (key: string, values?: Record<string, unknown>) => t(key, values ?? {}), language: i18n.language }),
    [t, i18n.language],
  );
  const describe = useMemo(() => createDescribe(registry, tools, workspace), [tools, workspace]);
  const perNode = useProblemsByNode(problems);
  const [noMarks] = useState(() => createObservable<ReadonlyMap<string, NodeMark> | null>(null));
  const marks = props.marks ?? noMarks;
  const context = useMemo<BuilderContextValue>(
    () => ({ registry, tools, describe, problems: perNode, live, trail, marks, palette, readOnly, ...(onCountClick && { onCountClick }) }),
    [tools, describe, perNode, live, trail, marks, palette, readOnly, onCountClick],
  );
  return (
    <StoreContext value={store}>
      <BuilderContext value={context}>
        <ReactFlowProvider>
          <FormValues
            automationId={props.automationId}
            objects={objects}
            values={props.values}
            contact={props.contact}
            chooseContact={props.chooseContact}
          >
            {props.overlay}
            <Layout header={props.header} aside={props.aside} save={props.save} context={context} />
          </FormValues>
        </ReactFlowProvider>
      </BuilderContext>
    </StoreContext>
  );
}

function useProblemsByNode(all: Observable<readonly Problem[]>): BuilderContextValue["problems"] {
  const [perNode] = useState(() => createObservable<ReadonlyMap<string, readonly Problem[]>>(byNode(all.get())));
  useEffect(() => {
    const update = () => perNode.set(keepSame(perNode.get(), byNode(all.get())));
    update();
    return all.subscribe(update);
  }, [all, perNode]);
  return perNode;
}

/** A node whose problems are as before keeps its list, so that its badge is not drawn anew after every check. */
function keepSame(
  old: ReadonlyMap<string, readonly Problem[]>,
  next: ReadonlyMap<string, readonly Problem[]>,
): ReadonlyMap<string, readonly Problem[]> {
  return new Map(
    [...next].map(([id, list]) => {
      const before = old.get(id);
      return [id, before && JSON.stringify(before) === JSON.stringify(list) ? before : list];
    }),
  );
}

interface FormValuesProps extends Pick<EditorProps, "automationId" | "objects" | "values" | "contact" | "chooseContact"> {
  children: ReactNode;
}

function FormValues({ automationId, objects, values, contact, chooseContact, children }: FormValuesProps) {
  const draft = useDraft();
  const fields = useFieldOptions(objects);
  const payload = useReceivedPayload(automationId, draft);
  const variables = useMemo(() => availableVariables(draft, fields, payload), [draft, fields, payload]);
  const value = useMemo(
    () => ({ automationId, objects, variables, values, contact, chooseContact }),
    [automationId, objects, variables, values, contact, chooseContact],
  );
  return <FormContext value={value}>{children}</FormContext>;
}

interface LayoutProps {
  header: ReactNode;
  aside: ReactNode;
  save(): void;
  context: BuilderContextValue;
}

function Layout({ header, aside, save, context }: LayoutProps) {
  const [search, setSearch] = useState(false);
  const [help, setHelp] = useState(false);
  const [message, setMessage] = useState("");
  useKeyboard({ context, openSearch: () => setSearch(true), openHelp: () => setHelp(true), announce: setMessage, save });
  useKeepInView();
  return (
    <div className={classes["editor"]}>
      {header}
      <div className={classes["main"]}>
        <div className={classes["canvas"]}>
          <Canvas />
          <EmptyCanvas />
          <CanvasTools openSearch={() => setSearch(true)} openHelp={() => setHelp(true)} />
        </div>
        {aside ?? <SidePanel />}
      </div>
      <Palette />
      <StepSearch opened={search} close={() => setSearch(false)} />
      <ShortcutsHelp opened={help} close={() => setHelp(false)} />
      <div role="status" aria-live="polite" className="visually-hidden">
        {message}
      </div>
    </div>
  );
}

/** A step that was opened or made out of sight comes into view. */
function useKeepInView() {
  const open = useBuilder((state) => state.open);
  const camera = useCamera();
  const first = useRef(true);
  useEffect(() => {
    if (open === null) return;
    // After the panel took its place, and after the first fit of the whole document.
    const timer = setTimeout(
      () => {
        first.current = false;
        camera.bringIntoView(open);
      },
      first.current ? 300 : 60,
    );
    return () => clearTimeout(timer);
  }, [open, camera]);
}
