/**
 * A push service and the browsers behind it: takes what RFC 8030 and RFC 8292 let it take, and opens it as the browser would. It
 * listens to nothing itself: `receive` is given requests, by `fake-outside` or by a server of its own.
 */
import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from "node:crypto";
import { decryptPush } from "./decrypt.ts";

export interface ReceivedPush {
  /** Address of the browser that it is for. */
  endpoint: string;
  message: { title: string; text: string; path: string; tag: string };
  ttl: number;
  urgency: string | undefined;
  topic: string | undefined;
}

export interface PushAnswer {
  status: number;
  headers?: Record<string, string>;
}

export interface FakePushService {
  /** What browsers have been shown. */
  received: ReceivedPush[];
  /** What was refused, and why. */
  refused: string[];
  /** A new browser, as `PushManager.subscribe` gives it to the page. */
  subscribe(applicationServerKey: string): { endpoint: string; keys: { p256dh: string; auth: string } };
  /** Its browser was removed, or took the permission away. */
  end(endpoint: string): void;
  /** The next notices are answered so, whatever they are. */
  interrupt(answer: PushAnswer, times?: number): void;
  receive(request: { url: string; headers: Record<string, string | undefined>; body: Buffer }): PushAnswer;
}

interface Browser {
  receiver: ECDH;
  auth: Buffer;
  applicationServerKey: string;
  ended: boolean;
}

const MAX_BYTES = 4096;
const DAY_SECONDS = 86_400;

export function createFakePushService(origin: string, now: () => number): FakePushService {
  const browsers = new Map<string, Browser>();
  const interruptions: PushAnswer[] = [];
  const received: ReceivedPush[] = [];
  const refused: string[] = [];

  function refuse(status: number, why: string): PushAnswer {
    refused.push(`${status} ${why}`);
    return { status };
  }

  return {
    received,
    refused,
    subscribe(applicationServerKey) {
      const receiver = createECDH("prime256v1");
      const p256dh = receiver.generateKeys("base64url");
      const auth = randomBytes(16);
      const endpoint = `${origin}/push/${randomBytes(24).toString("base64url")}`;
      browsers.set(endpoint, { receiver, auth, applicationServerKey, ended: false });
      return { endpoint, keys: { p256dh, auth: auth.toString("base64url") } };
    },
    end(endpoint) {
      const browser = browsers.get(endpoint);
      if (browser) browser.ended = true;
    },
    interrupt: (answer, times = 1) => void interruptions.push(...Array.from({ length: times }, () => answer)),
    receive({ url, headers, body }) {
      const interruption = interruptions.shift();
      if (interruption) return interruption;
      const browser = browsers.get(url);
      if (!browser) return refuse(404, "no such browser");
      if (browser.ended) return refuse(410, "the browser is gone");
      if (body.length > MAX_BYTES) return refuse(413, "too long");
      const { ttl, urgency, topic } = headers;
      if (ttl === undefined || !/^\d+$/.test(ttl)) return refuse(400, "no TTL");
      if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) return refuse(400, "no topic");
      if (urgency !== undefined && !/^(very-low|low|normal|high)$/.test(urgency)) return refuse(400, "no urgency");
      if (headers["content-encoding"] !== "aes128gcm") return refuse(400, "another encoding");
      const stranger = strangerReason(headers["authorization"], browser.applicationServerKey, origin, now() / 1000);
      if (stranger) return refuse(403, stranger);
      const message = JSON.parse(decryptPush(browser, body)) as ReceivedPush["message"];
      received.push({ endpoint: url, message, ttl: Number(ttl), urgency, topic });
      return { status: 201 };
    },
  };
}

/** Why the sender is not whom the browser let send; undefined for that one. */
function strangerReason(authorization = "", key: string, origin: string, now: number): string | undefined {
  const [, token = "", sender] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  if (sender !== key) return "another key than the browser's";
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x = "", y = ""] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString("base64url"));
  const publicKey = createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x, y } });
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify("sha256", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url")))
    return "wrong signature";
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  const { aud, exp, sub } = read(claims);
  if (read(head)["alg"] !== "ES256") return "another algorithm";
  if (aud !== origin) return "for another service";
  if (typeof exp !== "number" || exp <= now || exp > now + DAY_SECONDS) return "expired, or for longer than a day";
  return /^(https:|mailto:)/.test(String(sub)) ? undefined : "no contact";
}
