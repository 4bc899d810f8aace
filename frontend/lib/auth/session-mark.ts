/**
 * A cookie that says which session this browser is in, and nothing else: no script can read the session's own cookie, and a
 * page must see at once that its session has ended. Both are set and deleted by the same answers.
 */

export const SESSION_MARK = "todo.session_mark";

/** Empty where nobody is signed in. `cookies` are in the form of the `Cookie` header. */
export function sessionMarkIn(cookies: string): string {
  const pairs = cookies.split("; ").map((cookie) => cookie.split("=", 2));
  return pairs.find(([name]) => name === SESSION_MARK)?.[1] ?? "";
}
