/** What every page's answer carries: a content security policy with a nonce of its own, and a way for who is not signed in. */

import { getSessionCookie } from "better-auth/cookies";
import { type NextRequest, NextResponse } from "next/server";
import { withNext } from "./lib/auth/next-path";
import { getConfig } from "./lib/config";
import { getBuild } from "./lib/offline/build";
import { SHELL_HEADER } from "./lib/offline/shell";

const open = new Set(["/sign-in", "/sign-up", "/welcome", "/forgot-password", "/reset-password", "/verify-email"]);

export function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  const path = pathname + search;
  // Whoever has no session cookie is spared a look into the database; whether a cookie is any good is for the layout to say.
  const isShell = request.headers.has(SHELL_HEADER);
  const isAsked = open.has(pathname) || isShell;
  const isStranger = !isAsked && !getSessionCookie(request);
  if (isStranger && pathname !== "/") {
    return NextResponse.redirect(new URL(withNext("/sign-in", path), getConfig().url));
  }

  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);

  // Next.js reads the nonce out of the request's policy; the layouts read the rest.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-path", path);

  // Who comes to the front door is told what this is; the address stays.
  const response = isStranger
    ? NextResponse.rewrite(new URL(withNext("/welcome", path), request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  // Nobody else's page has it, nor has that of another build.
  if (isShell) response.headers.set(SHELL_HEADER, getBuild().name);
  if (getConfig().url.protocol === "https:") response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  // The development server evaluates source maps and styles its overlay inline; nothing of this is in a build.
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data: blob:",
    `connect-src 'self' ${getConfig().apiUrl.origin}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    // Forms are sent by scripts, which lead on by themselves: a browser would block a redirect that answers a form and leads elsewhere.
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: [
    "/((?!api/auth/|_next/static/|worker\\.js$|manifest\\.webmanifest$|welcome/[a-z-]+\\.webp$|favicon\\.ico$|(?:apple-)?icon(?:-\\d+)?\\.(?:svg|png)$).*)",
  ],
};
