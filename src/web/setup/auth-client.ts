/** better-auth's own client: sessions, passwords, the second step. Asked through `ask-auth.ts`, which loads it. */
import { createAuthClient } from "better-auth/client";
import { twoFactorClient } from "better-auth/client/plugins";

export const auth = createAuthClient({ basePath: "/api/auth", plugins: [twoFactorClient()] });
