/** What Twilio refuses in a request for a call; the conformance test holds the names to its OpenAPI document. */

/** Parameters of `CreateCall` that we may send. */
export const CALL_PARAMETERS = [
  "To",
  "From",
  "Url",
  "Method",
  "StatusCallback",
  "StatusCallbackMethod",
  "StatusCallbackEvent",
  "Timeout",
  "TimeLimit",
  "MachineDetection",
];

const EVENTS = ["initiated", "ringing", "answered", "completed"];

export function callFault(form: URLSearchParams, from: string): { code: number; message: string } | null {
  const unknown = [...form.keys()].find((name) => !CALL_PARAMETERS.includes(name));
  if (unknown !== undefined) return { code: 20001, message: `Unknown parameter ${unknown}` };
  if (!/^\+[1-9]\d{6,14}$/.test(form.get("To") ?? "")) return { code: 21211, message: `Invalid 'To' Phone Number: ${form.get("To")}` };
  if (form.get("From") !== from) return { code: 21210, message: `'From' number is not verified: ${form.get("From")}` };
  if (!form.get("Url")?.startsWith("https://")) return { code: 21205, message: "Url is not a valid URL" };
  if (!form.getAll("StatusCallbackEvent").every((event) => EVENTS.includes(event)))
    return { code: 21626, message: "Unknown StatusCallbackEvent" };
  if (Number(form.get("Timeout")) > 600) return { code: 21213, message: "Timeout is longer than 600" };
  if (!["Enable", "DetectMessageEnd"].includes(form.get("MachineDetection") ?? "Enable"))
    return { code: 21214, message: "Unknown MachineDetection" };
  return null;
}
