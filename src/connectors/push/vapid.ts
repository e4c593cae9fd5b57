/** Who sends, told to the push service: RFC 8292. A browser takes notices from the holder of one key alone. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";

export interface PushKey {
  /** A point of P-256, uncompressed, in base64url: what browsers ask for as `applicationServerKey`. */
  publicKey: string;
  /** PKCS #8, PEM. */
  privateKey: string;
}

/** Services take at most a day. */
const LIFE_SECONDS = 12 * 3600;

export function makePushKey(): PushKey {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = createPublicKey(privateKey).export({ format: "jwk" });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x as string, "base64url"), Buffer.from(y as string, "base64url")]);
  return { publicKey: point.toString("base64url"), privateKey: privateKey.export({ format: "pem", type: "pkcs8" }) as string };
}

/** @param contact `https:` or `mailto:`, for whoever runs the push service */
export function vapidHeader(endpoint: string, { publicKey, privateKey }: PushKey, contact: string, now: number): string {
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor(now / 1000) + LIFE_SECONDS, sub: contact };
  const token = [{ typ: "JWT", alg: "ES256" }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = sign("sha256", Buffer.from(token), { key: createPrivateKey(privateKey), dsaEncoding: "ieee-p1363" });
  return `vapid t=${token}.${signature.toString("base64url")}, k=${publicKey}`;
}
