// A real Better Auth for the backend's tests: the tokens they verify come from the library itself.
//
// Four configurations share one database and one secret, hence their users and sessions too:
//
//   /api/auth                       jwt()                               tokens under the JWKS
//   /custom-sign/api/auth           jwt({ jwt: { sign } })              tokens under the secret
//   /cookie-cache/api/auth          cookieCache, strategy "jwt"         cookies under the secret
//   /signed-cookie-cache/api/auth   jwt({ sessionCookieCache: true })   cookies under the JWKS
//   /test/…                         what a frontend does in code of its own; see testRoutes

import { once } from "node:events";
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { bearer, createJwk, jwt, resolveSigningKey } from "better-auth/plugins";
import { SignJWT } from "jose";
import pg from "pg";

const { ALGORITHM, BETTER_AUTH_SECRET: secret, DATABASE_URL, PORT = "0" } = process.env;

// Ends with whoever started it, also when that process is killed and cannot say good-bye.
process.stdin.on("end", () => process.exit()).resume();

// The port is taken before anything else, because Better Auth has to know its own URL.
// A request that comes before the rest is ready waits for it.
const server = createServer(async (request, response) => (await ready)(request, response));
server.listen(Number(PORT), "127.0.0.1");
await once(server, "listening");
const url = `http://localhost:${server.address().port}`;

const pool = new pg.Pool({ connectionString: DATABASE_URL, connectionTimeoutMillis: 10_000 });
// A test may cut every connection of the database; the pool opens new ones, if this one survives.
pool.on("error", (error) => console.error(error.message));

const secretKey = new TextEncoder().encode(secret);
const signWithSecret = (claims) =>
  new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(secretKey);

// Nothing is sent: the latest token that went to each address is kept for the test to read.
const mail = new Map();

const configure = (basePath, jwtOptions, session) =>
  betterAuth({
    appName: "Test",
    baseURL: url,
    basePath,
    secret,
    database: pool,
    session,
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true },
    emailVerification: {
      sendVerificationEmail: async ({ user, token }) => void mail.set(user.email, token),
    },
    user: { changeEmail: { enabled: true } },
    plugins: [jwt(jwtOptions), bearer()],
  });

const jwtOptions = ALGORITHM ? { jwks: { keyPairConfig: { alg: ALGORITHM } } } : undefined;
const cookieCache = { enabled: true, strategy: "jwt" };

const auth = configure("/api/auth", jwtOptions);
const customSign = configure("/custom-sign/api/auth", {
  jwt: { sign: signWithSecret },
  // Better Auth insists on both beside a `sign` of one's own, and uses neither to sign.
  jwks: { remoteUrl: `${url}/api/auth/jwks`, keyPairConfig: { alg: "EdDSA" } },
});
const cookieCached = configure("/cookie-cache/api/auth", jwtOptions, { cookieCache });
const signedCookieCached = configure(
  "/signed-cookie-cache/api/auth",
  { ...jwtOptions, sessionCookieCache: true },
  { cookieCache },
);
const instances = [auth, customSign, cookieCached, signedCookieCached];

const testRoutes = {
  // A token route written by hand, as many frontends have one.
  "GET /test/hs256-token": async (request) => {
    const session = await auth.api.getSession({ headers: request.headers });
    if (!session) return new Response("no session", { status: 401 });
    const { id: sub, email, name } = session.user;
    const iat = Math.floor(Date.now() / 1000);
    const token = await signWithSecret({ sub, email, name, iat, exp: iat + 900 });
    return Response.json({ token });
  },

  // The plugin's server-side call: claims of the caller's choice under the current key. What the
  // claims leave out (iss, aud, exp) the plugin adds.
  "POST /test/sign": async (request) =>
    Response.json(await auth.api.signJWT({ body: { payload: await request.json() } })),

  // The plugin signs with its newest key and keeps the older ones published.
  "POST /test/rotate-keys": async () => {
    const key = await createJwk({ context: await auth.$context }, jwtOptions);
    return Response.json({ kid: key.id });
  },

  "GET /test/mail": async (request) =>
    Response.json({ token: mail.get(new URL(request.url).searchParams.get("to")) }),
};

const handle = async (request) => {
  const { pathname } = new URL(request.url);
  const instance = instances.find(({ options }) => pathname.startsWith(`${options.basePath}/`));
  if (instance) return instance.handler(request);
  const route = testRoutes[`${request.method} ${pathname}`];
  return route ? route(request) : new Response("no such route", { status: 404 });
};

const prepare = async () => {
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
  // Where no key of its own algorithm exists the plugin signs with any other that it finds, so two
  // servers on one database would borrow each other's keys. Asked by name, it makes the key.
  const signingAlgorithm = ALGORITHM ?? "EdDSA";
  await resolveSigningKey({ context: await auth.$context }, jwtOptions, { signingAlgorithm });
  return toNodeHandler(handle);
};

const ready = prepare();
await ready;
console.log(JSON.stringify({ url }));
