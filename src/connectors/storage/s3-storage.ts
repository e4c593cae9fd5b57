import { AwsClient } from "aws4fetch";
import { checkKey, type FileStorage } from "./file-storage.ts";

export interface S3Settings {
  /** `https://s3.eu-south-1.amazonaws.com`, or the address of any compatible server. */
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Tries of one request; the waits between them double from 50 ms. Beyond, the caller's own queue tries again. */
const RETRIES = 3;
/** A file of 100 MB over a slow line. */
const TIMEOUT_MS = 300_000;

/** A bucket of S3 or what speaks like it, with the bucket in the path, which every server understands. */
export function createS3Storage({ endpoint, region, bucket, accessKeyId, secretAccessKey }: S3Settings): FileStorage {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: RETRIES });

  async function request(method: string, key: string, init: { body?: Blob; headers?: Record<string, string> } = {}): Promise<Response> {
    const url = `${endpoint}/${encodeURIComponent(bucket)}/${checkKey(key)}`;
    const answer = await client.fetch(url, { method, ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.ok || (answer.status === 404 && method !== "PUT")) return answer;
    const reason = /<Code>([^<]+)<\/Code>/.exec(await answer.text())?.[1];
    throw new Error(`Object storage answered ${answer.status}${reason ? ` (${reason})` : ""} to ${method}`);
  }

  return {
    async put(key, file, mimeType) {
      // A blob of known size: the server refuses chunked uploads without a length.
      await request("PUT", key, { body: file, headers: { "content-type": mimeType, "content-length": String(file.size) } });
    },
    async get(key) {
      const answer = await request("GET", key);
      return answer.status === 404 ? null : await answer.blob();
    },
    async delete(key) {
      await request("DELETE", key);
    },
  };
}
