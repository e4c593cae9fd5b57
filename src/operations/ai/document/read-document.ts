/**
 * The words of a file or page from outside. It may be broken, or made to be slow or to grow without end: it is read in a thread
 * of its own with limits on time and memory, one at a time, and costs nobody else anything.
 */
import { Worker } from "node:worker_threads";

export const DOCUMENT_KINDS = ["html", "pdf", "docx"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export type DocumentFailure = "unreadable" | "encrypted" | "no_text" | "too_large" | "too_slow";
export type DocumentText = { ok: true; title: string; text: string } | { ok: false; code: DocumentFailure; detail: string };

const TIMEOUT_MS = 20_000;
/** Of its objects; and of its buffers, which Node does not limit by itself. */
const HEAP_MB = 384;
const BUFFERS = 384 * 1024 * 1024;
const LOOK_MS = 100;

const TOO_SLOW: DocumentText = { ok: false, code: "too_slow", detail: "reading it takes too long" };
const TOO_LARGE: DocumentText = { ok: false, code: "too_large", detail: "it unpacks to more than can be held" };
const UNREADABLE: DocumentText = { ok: false, code: "unreadable", detail: "the file is broken, or not what its name says" };

let before: Promise<unknown> = Promise.resolve();

export function readDocument(kind: DocumentKind, bytes: Uint8Array, timeoutMs = TIMEOUT_MS): Promise<DocumentText> {
  const reading = before.then(() => readInThread(kind, bytes, timeoutMs));
  before = reading;
  return reading;
}

async function readInThread(kind: DocumentKind, bytes: Uint8Array, timeoutMs: number): Promise<DocumentText> {
  const thread = new Worker(new URL("./document-thread.ts", import.meta.url), {
    workerData: { kind, bytes },
    // What it prints of a broken file helps nobody.
    stdout: true,
    stderr: true,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let timer: NodeJS.Timeout | undefined;
  let watch: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      timer = setTimeout(() => resolve(TOO_SLOW), timeoutMs);
      watch = setInterval(() => {
        const unpacked = ({ external_memory }: { external_memory: number }) => external_memory > BUFFERS && resolve(TOO_LARGE);
        // It may have ended meanwhile, which "exit" tells.
        thread.getHeapStatistics().then(unpacked, () => undefined);
      }, LOOK_MS);
      thread.once("message", resolve);
      thread.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? TOO_LARGE : UNREADABLE));
      thread.once("exit", () => resolve(UNREADABLE));
    });
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    await thread.terminate();
  }
}
