/** Where files are kept: a folder, or S3-compatible storage. A file never changes: a new content gets a new key. */
export interface FileStorage {
  /** Whole or not at all. */
  put(key: string, file: Blob, mimeType: string): Promise<void>;
  /** Null where there is no such file. A blob of a file on disk reads it piece by piece. */
  get(key: string): Promise<Blob | null>;
  /** No error where there is no such file. */
  delete(key: string): Promise<void>;
}

const KEY = /^[A-Za-z0-9_-]{1,100}(\/[A-Za-z0-9_-]{1,100}){0,5}$/;

/** Keys are made by us; one that is not like ours (`../…`) would be a way out of the folder. Throws a RangeError. */
export function checkKey(key: string): string {
  if (!KEY.test(key)) throw new RangeError(`not a storage key: ${key}`);
  return key;
}
