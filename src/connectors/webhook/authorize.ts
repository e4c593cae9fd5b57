/** Credentials of a connection of kind `http`: what most APIs ask for, in the four places where they ask for it. */
import { type Connection, textOf } from "../../domain/connection.ts";

interface Authorized {
  url: string;
  headers: Record<string, string>;
}

/** `settings.scheme`: `bearer`, `basic`, `header` or `query`. Without a connection nothing is added. */
export function authorize(url: string, connection: Connection | null): Authorized {
  if (!connection) return { url, headers: {} };
  const { settings, secrets } = connection;
  const secret = textOf(secrets, "secret");
  switch (textOf(settings, "scheme")) {
    case "bearer":
      return { url, headers: { authorization: `Bearer ${secret}` } };
    case "basic":
      return { url, headers: { authorization: `Basic ${Buffer.from(`${textOf(settings, "username")}:${secret}`).toString("base64")}` } };
    case "header":
      return { url, headers: { [textOf(settings, "name").toLowerCase()]: secret } };
    case "query":
      return { url: withParameter(url, textOf(settings, "name"), secret), headers: {} };
    default:
      return { url, headers: {} };
  }
}

function withParameter(url: string, name: string, value: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return url;
  parsed.searchParams.set(name, value);
  return parsed.href;
}
