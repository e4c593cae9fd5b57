import type { FastifyInstance } from "fastify";

/**
 * Our pages load nothing from elsewhere. Images and media may come from other hosts, since messages show what links point to;
 * styles may be inline, since the component library writes them.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "media-src 'self' blob: https:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

async function headers(app: FastifyInstance, { publicUrl }: { publicUrl: string }): Promise<void> {
  app.addHook("onSend", async (request, reply) => {
    // No browser shows what providers' servers are answered, and there are thousands of them a second.
    if (request.url.startsWith("/webhooks/")) return;
    if (!reply.hasHeader("content-security-policy")) reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "strict-origin-when-cross-origin");
    reply.header("cross-origin-opener-policy", "same-origin");
    reply.header("permissions-policy", "camera=(), geolocation=(), microphone=(self)");
    if (publicUrl.startsWith("https:")) reply.header("strict-transport-security", "max-age=31536000");
  });
}

/** Applies to the whole server, not to a scope of its own. */
export const securityHeaders = Object.assign(headers, { [Symbol.for("skip-override")]: true });
