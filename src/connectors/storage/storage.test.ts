import { createHash, createHmac } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileStorage } from "./file-storage.ts";
import { createLocalStorage } from "./local-storage.ts";
import { createS3Storage } from "./s3-storage.ts";

const SECRET = "secret";
let folder: string;
let server: Server;
let endpoint: string;
const objects = new Map<string, { bytes: Buffer; type: string | undefined }>();
const failures: number[] = [];

/** Signature version 4 as Amazon documents it, reckoned anew from what arrived. */
function signatureOf(request: IncomingMessage): string {
  const [, credential = "", signed = ""] = /Credential=([^,]+), SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? "") ?? [];
  const [, day = "", region = "", service = ""] = credential.split("/");
  const headers = signed.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, request.url, "", headers.join(""), signed, request.headers["x-amz-content-sha256"]].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();
  const key = [region, service, "aws4_request"].reduce<Buffer>((last, part) => hmac(last, part), hmac(`AWS4${SECRET}`, day));
  return createHmac("sha256", key).update(text).digest("hex");
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parola-storage-"));
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const failure = failures.shift();
  if (failure) return response.writeHead(failure).end();
  if (!request.headers.authorization?.endsWith(`Signature=${signatureOf(request)}`)) {
    return response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
  }
  const url = request.url as string;
  if (request.method === "PUT") objects.set(url, { bytes: Buffer.concat(parts), type: request.headers["content-type"] });
  if (request.method === "DELETE") objects.delete(url);
  const found = objects.get(url);
  if (request.method === "GET" && found) return response.end(found.bytes);
  return response.writeHead(request.method === "PUT" ? 200 : request.method === "DELETE" ? 204 : 404).end();
}

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const s3 = (secretAccessKey = SECRET) =>
  createS3Storage({ endpoint, region: "eu-south-1", bucket: "media", accessKeyId: "id", secretAccessKey });

describe.each<[string, () => FileStorage]>([
  ["a folder", () => createLocalStorage(folder)],
  ["S3", () => s3()],
])("%s", (_name, create) => {
  it("gives back what was put, and nothing after it was deleted", async () => {
    const storage = create();
    await storage.put("workspace/file", new Blob(["hello"]), "text/plain");
    expect(await (await storage.get("workspace/file"))?.text()).toBe("hello");
    await storage.delete("workspace/file");
    expect(await storage.get("workspace/file")).toBeNull();
    await storage.delete("workspace/file");
  });

  it.each(["../secret", "a/../../b", "/etc/passwd", "a\\b", "a//b", "", "a/.", "a%2f"])("refuses the key %j", async (key) => {
    const storage = create();
    await expect(async () => storage.get(key)).rejects.toThrow(RangeError);
    await expect(async () => storage.put(key, new Blob(["x"]), "text/plain")).rejects.toThrow(RangeError);
    await expect(async () => storage.delete(key)).rejects.toThrow(RangeError);
  });
});

it("leaves nothing half-written in the folder", async () => {
  const broken = { stream: () => new ReadableStream({ pull: (c) => c.error(new Error("cut")) }) } as unknown as Blob;
  await expect(createLocalStorage(folder).put("half/file", broken, "text/plain")).rejects.toThrow("cut");
  expect(await readdir(join(folder, "half"))).toEqual([]);
});

it("says what object storage answered, and tries again after its trouble", async () => {
  await expect(s3("wrong").get("a/b")).rejects.toThrow("403 (SignatureDoesNotMatch)");
  failures.push(503);
  await s3().put("a/b", new Blob(["x"]), "image/png");
  expect(objects.get("/media/a/b")).toEqual({ bytes: Buffer.from("x"), type: "image/png" });
});
