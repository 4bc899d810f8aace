/** Better Auth as this app runs it, and who is asking. */

import { BASE_ERROR_CODES, betterAuth } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { getConfig } from "../config";
import { createPool } from "./database.mjs";
import { eraseTasks, type Sign } from "./erase-tasks";
import { changeByMail, endResetLinks, mailPaths, resetByMail, verificationByMail } from "./mail";
import { withNext } from "./next-path";
import { storage } from "./storage.mjs";

let auth: ReturnType<typeof createAuth> | undefined;

export function getAuth() {
  auth ??= createAuth();
  return auth;
}

function createAuth() {
  const { databaseUrl, secret, url, mail } = getConfig();
  const { database, plugins } = storage(createPool(databaseUrl));
  return betterAuth({
    appName: "Todo",
    baseURL: url.origin,
    trustedOrigins: [url.origin],
    secret,
    database,
    emailAndPassword: { enabled: true, minPasswordLength: 8, ...(mail && { ...resetByMail, onPasswordReset }) },
    ...(mail && { emailVerification: verificationByMail }),
    // Who reads the database cannot open the links that were sent.
    verification: { storeIdentifier: "hashed" },
    databaseHooks: { user: { update: changeByMail } },
    session: {
      // "Last seen" is that exact, and a session lives for a week after it.
      updateAge: 5 * 60,
      // Otherwise sessions could be listed on the day of signing in only; what does harm asks for the password instead.
      freshAge: 0,
    },
    user: {
      changeEmail: { enabled: Boolean(mail) },
      deleteUser: {
        enabled: true,
        // The tasks go first: should that fail, there is still an account to try again with.
        beforeDelete: ({ id }) => eraseTasks(id, sign),
      },
    },
    hooks: { before: createAuthMiddleware(refuseWithoutPassword) },
    rateLimit: { customRules },
    advanced: { ipAddress: { ipAddressHeaders: [clientAddressHeader] } },
    // They hand out the tokens of other sessions.
    disabledPaths: ["/list-sessions", "/revoke-session", ...(mail ? [] : mailPaths)],
    telemetry: { enabled: false },
    plugins: [...plugins, nextCookies()],
  });
}

/**
 * What may be asked how often, in production, by Better Auth's own count of addresses. Deleting, like signing in, can be used
 * to guess a password. The others only tell who has a session what they are: counted, they would shut out an office that
 * shares an address, because the count begins anew only after ten seconds without a request.
 */
const customRules = { "/delete-user": { window: 10, max: 3 }, "/token": false, "/get-session": false } as const;

const sign: Sign = (payload) => getAuth().api.signJWT({ body: { payload } });

const onPasswordReset = async ({ user }: { user: { id: string } }): Promise<void> =>
  endResetLinks(user.id, (await getAuth().$context).adapter);

type Asked = { path?: string; body?: { password?: unknown }; headers?: Headers | undefined };

/** Better Auth would take the session for enough; with another address, one can have another password. */
async function refuseWithoutPassword({ path, body, headers }: Asked): Promise<void> {
  if (path !== "/delete-user" && path !== "/change-email") return;
  const password = body?.password;
  if (typeof password !== "string" || !password) throw APIError.from("BAD_REQUEST", BASE_ERROR_CODES.INVALID_PASSWORD);
  // Deleting the account looks at it by itself.
  if (path === "/change-email") await getAuth().api.verifyPassword({ body: { password }, headers: headers ?? {} });
}

/** Set by the route handler alone. */
export const clientAddressHeader = "x-client-address";

/** Looks only: a page being rendered cannot renew the cookie along with the session. */
export const getSession = cache(async () =>
  getAuth().api.getSession({ headers: await headers(), query: { disableRefresh: true } }),
);

/** The session, or off to sign in and back again. */
export async function requireSession() {
  const session = await getSession();
  if (session) return session;
  redirect(withNext("/sign-in", (await headers()).get("x-path") ?? "/"));
}
