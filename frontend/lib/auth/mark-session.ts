/** Sets the session's mark wherever Better Auth sets the session's cookie. */

import { createHash } from "node:crypto";
import { getSessionCookie, parseSetCookieHeader } from "better-auth/cookies";
import { getConfig } from "../config";
import { SESSION_MARK, sessionMarkIn } from "./session-mark";

const WEEK_S = 7 * 24 * 60 * 60;

/** The answer, with the mark of the session that the browser is in after it. */
export function withSessionMark(request: Request, answer: Response): Response {
  const set = [...parseSetCookieHeader(answer.headers.get("set-cookie") ?? "")];
  const session = set.find(([name]) => name.endsWith("session_token"))?.[1];
  if (session) answer.headers.append("set-cookie", markCookie(session.value, session["max-age"] ?? WEEK_S));
  // The cookie of a session that began before there were marks.
  else if (answer.ok && new URL(request.url).pathname.endsWith("/token")) {
    const token = getSessionCookie(request) ?? "";
    const mark = sessionMarkIn(request.headers.get("cookie") ?? "");
    if (token && markOf(token) !== mark) answer.headers.append("set-cookie", markCookie(token, WEEK_S));
  }
  return answer;
}

function markCookie(sessionToken: string, maxAge: number): string {
  const secure = getConfig().url.protocol === "https:" ? "; Secure" : "";
  return `${SESSION_MARK}=${sessionToken && markOf(sessionToken)}; Max-Age=${maxAge}; Path=/; SameSite=Lax${secure}`;
}

/** Nothing of the session can be had from it. */
function markOf(sessionToken: string): string {
  return createHash("sha256").update(sessionToken).digest("base64url").slice(0, 16);
}
