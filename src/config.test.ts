import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { environment, readConfig } from "./config.ts";

describe("the configuration", () => {
  it("is complete without any variable", () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://localhost:3000",
      whatsapp: { graphUrl: "https://graph.facebook.com", graphVersion: "v25.0" },
      roles: new Set(["web", "worker", "sender"]),
      allowPrivateAddresses: [],
    });
  });

  it("counts an empty variable as absent", () => {
    expect(readConfig({ PORT: "", DATABASE_URL: "" })).toEqual(readConfig({}));
  });

  it("names every variable that is wrong, at once", () => {
    const wrong = { PORT: "eighty", DATABASE_URL: "mysql://x", ROLES: "web,cook", LOG_LEVEL: "loud", SECRET_KEY: "short" };
    expect(() => readConfig(wrong)).toThrow(/PORT must be.*DATABASE_URL must be.*SECRET_KEY must be.*ROLES must be.*LOG_LEVEL must be/);
  });

  it("wants a DATABASE_URL with a host, or the folder of its socket", () => {
    expect(() => readConfig({ DATABASE_URL: "postgres:" })).toThrow("DATABASE_URL must be an address like postgres://");
    expect(readConfig({ DATABASE_URL: "postgres:///parola?host=/run/postgresql" }).databaseUrl).toContain("/run/postgresql");
  });

  it("does not repeat a secret in its complaint", () => {
    expect(() => readConfig({ SECRET_KEY: "hunter2", DATABASE_URL: "hunter3" })).toThrow(/^(?!.*hunter)/);
  });

  it("takes lists with blanks", () => {
    const config = readConfig({ ROLES: "worker, sender", ALLOW_PRIVATE_ADDRESSES: "10.0.0.0/8, intranet.local" });
    expect(config.roles).toEqual(new Set(["worker", "sender"]));
    expect(config.allowPrivateAddresses).toEqual(["10.0.0.0/8", "intranet.local"]);
  });

  it("cuts the slash at the end of addresses", () => {
    expect(readConfig({ PUBLIC_URL: "https://parola.example.com/" }).publicUrl).toBe("https://parola.example.com");
  });

  it("takes object storage as a whole or not at all", () => {
    expect(() => readConfig({ S3_BUCKET: "media" })).toThrow("S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY must be set too");
    const all = { S3_ENDPOINT: "https://s3.example.com", S3_BUCKET: "media", S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "key" };
    expect(readConfig(all).s3).toMatchObject({ bucket: "media", region: "us-east-1" });
  });

  it("is documented, each variable with its default", async () => {
    const page = await readFile(new URL("../docs/configuration.md", import.meta.url), "utf8");
    const rows = new Map([...page.matchAll(/^\| `([A-Z0-9_]+)` \|([^|]*)\|/gm)].map(([, name, value]) => [name, value]));
    const defaults = environment.parse({}) as Record<string, string | number | string[]>;
    expect([...rows.keys()]).toEqual(Object.keys(environment.shape));
    for (const [name, written] of rows) {
      const value = defaults[name ?? ""];
      if (value !== undefined && String(value) !== "") expect(written, name).toContain(String(value));
    }
  });
});
