import { afterAll, beforeAll, expect, it } from "vitest";
import { createAuth } from "./accounts/auth.ts";
import { createTestApp, ORIGIN, OWNER, setUpOwner, type TestApp } from "./test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await setUpOwner(app);
  app.context.auth = createAuth({
    ...{ db: app.context.db, publicUrl: ORIGIN, secret: "t".repeat(64) },
    sendMail: async () => {},
  });
});
afterAll(() => app.close());

async function codes(times: number, path: string, payload: object, remoteAddress: string, headers: Record<string, string> = {}) {
  const answers: number[] = [];
  for (let time = 0; time < times; time++) {
    const request = {
      method: "POST",
      url: path,
      payload,
      remoteAddress,
      headers: { host: "parola.test", origin: ORIGIN, ...headers },
    } as const;
    answers.push((await app.server.inject(request)).statusCode);
  }
  return answers;
}

const many = (count: number, code: number) => Array.from({ length: count }, () => code);

it("passwords are guessed ten times a minute, whatever the guesser calls itself", async () => {
  const guess = { email: OWNER.email, password: "not the password" };
  expect(await codes(11, "/api/auth/sign-in/email", guess, "203.0.113.7")).toEqual([...many(10, 401), 429]);
  for (const header of ["x-forwarded-for", "x-parola-client", "x-real-ip"])
    expect(await codes(1, "/api/auth/sign-in/email", guess, "203.0.113.7", { [header]: "198.51.100.1" })).toEqual([429]);
  // Nobody else is kept out by it.
  expect(await codes(1, "/api/auth/sign-in/email", { email: OWNER.email, password: OWNER.password }, "203.0.113.8")).toEqual([200]);
});

it("behind a proxy of ours each client is counted by itself", async () => {
  const guess = { email: OWNER.email, password: "not the password" };
  const behind = (client: string) => codes(1, "/api/auth/sign-in/email", guess, "127.0.0.1", { "x-forwarded-for": client });
  for (let time = 0; time < 10; time++) expect(await behind("203.0.113.20")).toEqual([401]);
  expect(await behind("203.0.113.20")).toEqual([429]);
  expect(await behind("203.0.113.21")).toEqual([401]);
  // What a client says before the proxy is its own word.
  expect(await behind("198.51.100.9, 203.0.113.20")).toEqual([429]);
});

it("a new password is asked for five times in five minutes", async () => {
  const asked = { email: "nobody@example.com" };
  expect(await codes(6, "/api/auth/request-password-reset", asked, "203.0.113.9")).toEqual([...many(5, 200), 429]);
});

it("the API says when to come again", async () => {
  const busy = await createTestApp({ config: { ...app.context.config, requestsPerMinute: 3 } });
  const answers = [];
  for (let time = 0; time < 4; time++) answers.push(await busy.server.inject({ url: "/api/v1/setup", remoteAddress: "203.0.113.10" }));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429]);
  expect(answers[3]?.json()).toMatchObject({ code: "rate_limited", status: 429 });
  expect(Number(answers[3]?.headers["retry-after"])).toBeGreaterThan(0);
  await busy.close();
});
