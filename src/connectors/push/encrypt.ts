/** Encryption of what a push service carries to a browser and cannot read: RFC 8291, one record of `aes128gcm` (RFC 8188). */
import { createCipheriv, createECDH, ECDH, hkdfSync, randomBytes } from "node:crypto";

/** Of a browser's subscription, in base64url. */
export interface SubscriptionKeys {
  /** Public key: a point of P-256, uncompressed. */
  p256dh: string;
  auth: string;
}

const CURVE = "prime256v1";
const RECORD_BYTES = 4096;
/** Ends the last record. */
const DELIMITER = Buffer.of(2);

/** Whether it is a point of the curve at all. */
export function isPublicKey(p256dh: string): boolean {
  try {
    return ECDH.convertKey(p256dh, CURVE, "base64url") !== "";
  } catch {
    return false;
  }
}

/** @param once what must be another each time; given only to reproduce an example */
export function encryptPush({ p256dh, auth }: SubscriptionKeys, text: string, once = makeOnce()): Buffer {
  const { salt, sender } = once;
  const receiverKey = Buffer.from(p256dh, "base64url");
  const senderKey = sender.getPublicKey();
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), receiverKey, senderKey]);
  const secret = hkdf(sender.computeSecret(receiverKey), Buffer.from(auth, "base64url"), info, 32);
  const key = hkdf(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = hkdf(secret, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(RECORD_BYTES);
  header.writeUInt8(senderKey.length, 4);
  return Buffer.concat([
    salt,
    header,
    senderKey,
    cipher.update(text, "utf8"),
    cipher.update(DELIMITER),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

function makeOnce(): { salt: Buffer; sender: ECDH } {
  const sender = createECDH(CURVE);
  sender.generateKeys();
  return { salt: randomBytes(16), sender };
}

function hkdf(secret: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, info, bytes));
}
