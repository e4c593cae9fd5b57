/** Secrets at rest: AES-256-GCM with the installation's key. Layout: 12 bytes nonce, 16 bytes tag, ciphertext. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SecretBox {
  encrypt(text: string): Buffer;
  /** @throws when the key is another one or the bytes were changed. */
  decrypt(sealed: Buffer): string;
}

/** Null for what was sealed with a key that is lost, or by a version that did it otherwise. */
export function openOrNull(box: SecretBox, sealed: Buffer): string | null {
  try {
    return box.decrypt(sealed);
  } catch {
    return null;
  }
}

/** @param key 32 bytes */
export function createSecretBox(key: Buffer): SecretBox {
  return {
    encrypt(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
    },
    decrypt(sealed) {
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
}
