import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAddressGuard } from "./address-guard.ts";
import { createGuardedLookup } from "./guarded-lookup.ts";
import { createOutgoingHttp, MAX_ANSWER_BYTES } from "./outgoing-http.ts";

let server: Server;
let origin: string;
const seen: { url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
const http = createOutgoingHttp({ allowPrivateAddresses: ["127.0.0.1"] });

const routes: Record<string, (response: ServerResponse) => void> = {
  "/ok": (response) => response.writeHead(201, { "content-type": "application/json", "X-Many": ["a", "b"] }).end('{"id": 1}'),
  "/elsewhere": (response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
  "/endless": (response) => {
    response.writeHead(200);
    response.write("x".repeat(MAX_ANSWER_BYTES + 1));
  },
  "/exactly": (response) => response.end("x".repeat(MAX_ANSWER_BYTES)),
  "/silent": () => {},
  "/dripping": (response) => void response.writeHead(200).write("x"),
  "/cut": (response) => response.socket?.destroy(),
  "/latin1": (response) =>
    response.writeHead(200, { "content-type": "text/plain; charset=iso-8859-1" }).end(Buffer.from("caffè", "latin1")),
  "/json": (response) => response.writeHead(200, { "content-type": "application/json; charset=iso-8859-1" }).end('"caffè"'),
  "/zero": (response) => response.end("a\0b"),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      seen.push({ url: request.url ?? "", headers: request.headers, body });
      (routes[request.url?.split("?")[0] ?? ""] ?? ((answer: ServerResponse) => answer.writeHead(404).end()))(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await http.close();
});

const post = (path: string, timeoutMs?: number) =>
  http.send({ method: "POST", url: `${origin}${path}`, body: "{}", ...(timeoutMs !== undefined && { timeoutMs }) });

describe("an outgoing call", () => {
  it("sends what it is given and brings the answer", async () => {
    const answer = await http.send({ method: "POST", url: `${origin}/ok?q=1`, headers: { "x-a": "b" }, body: "hello" });
    expect(answer).toMatchObject({ ok: true, status: 201, body: '{"id": 1}', headers: { "x-many": "a, b" } });
    expect(seen.at(-1)).toMatchObject({ url: "/ok?q=1", body: "hello", headers: { "x-a": "b", "user-agent": "Parola" } });
  });

  it("reads an answer in the letters that it says, JSON always as JSON is written; or leaves the bytes as they came", async () => {
    expect(await post("/latin1")).toMatchObject({ body: "caffè" });
    expect(await post("/json")).toMatchObject({ body: '"caffè"' });
    const answer = await http.send({ method: "GET", url: `${origin}/zero`, binary: true });
    expect(answer).toMatchObject({ ok: true, body: "" });
    expect(answer.ok && Buffer.from(answer.bytes ?? []).toString()).toBe("a\0b");
  });

  it("does not follow redirects", async () => {
    expect(await post("/elsewhere")).toMatchObject({ ok: true, status: 302 });
  });

  it("takes credentials out of the address", async () => {
    await http.send({ method: "GET", url: `${origin.replace("//", "//ada:s%40cret@")}/ok` });
    expect(seen.at(-1)?.headers.authorization).toBe(`Basic ${Buffer.from("ada:s@cret").toString("base64")}`);
  });

  it("reads 256 KiB and not a byte more", async () => {
    expect(await post("/exactly")).toMatchObject({ ok: true, status: 200 });
    expect(await post("/endless")).toMatchObject({ ok: false, code: "response_too_large", temporary: false });
  });

  it("gives up on silence and on answers that never end", async () => {
    expect(await post("/silent", 80)).toMatchObject({ ok: false, code: "timeout", temporary: true });
    expect(await post("/dripping", 80)).toMatchObject({ ok: false, code: "timeout", temporary: true });
  });

  it("says when nobody answers", async () => {
    expect(await post("/cut")).toMatchObject({ ok: false, code: "connection_failed", temporary: true });
    expect(await http.send({ method: "GET", url: "http://127.0.0.1:1/" })).toMatchObject({ code: "connection_failed" });
  });

  it("drops what the database cannot hold", async () => {
    expect(await post("/zero")).toMatchObject({ body: "ab" });
  });

  it.each(["ftp://example.com/", "file:///etc/passwd", "example.com", "http://", "javascript:alert(1)"])("refuses %s", async (url) => {
    expect(await http.send({ method: "GET", url })).toMatchObject({ ok: false, code: "invalid_url", temporary: false });
  });

  it.each([
    ...["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"],
    ...["http://0177.0.0.1/", "http://127.1/", "http://[::127.0.0.1]/", "http://example.com@127.0.0.1/", "http://①②⑦.⓪.⓪.①/"],
    ...["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1:8080/", "http://localhost/"],
  ])("does not reach %s", async (url) => {
    const closed = createOutgoingHttp();
    expect(await closed.send({ method: "GET", url })).toMatchObject({ ok: false, code: "private_address", temporary: false });
    await closed.close();
  });
});

describe("name resolution", () => {
  const lookup = (addresses: string[], hostname = "name.example") =>
    new Promise((resolve) => {
      const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      const guarded = createGuardedLookup(createAddressGuard([]), (_name, callback) => callback(null, found));
      guarded(hostname, { all: true }, (error, result) => resolve(error ? error.message : result));
    });

  it("refuses a public name for a private address", async () => {
    expect(await lookup(["127.0.0.1"])).toBe("name.example is a private address");
    expect(await lookup(["fd00::1", "10.0.0.1"])).toBe("name.example is a private address");
  });

  it("connects to nothing but the addresses it has looked at", async () => {
    expect(await lookup(["10.0.0.1", "93.184.216.34"])).toEqual([{ address: "93.184.216.34", family: 4 }]);
  });
});
