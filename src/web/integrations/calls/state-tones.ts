import type { OutgoingRequest } from "../../../contract/connections.ts";
import type { Tone } from "../../shell/state-badge.tsx";

export const STATE_TONES: Record<OutgoingRequest["state"], Tone> = { pending: "warning", sending: "neutral", done: "good", failed: "bad" };
