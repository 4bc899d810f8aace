/** What can be wrong with a form about an account, in plain words and next to the field it is about. */

import { leave } from "./leave";
import { withNext } from "./next-path";

/** Without a field it is about the form as a whole. */
export type Problem<Name extends string> = { field?: Name | undefined; message: string };

type AccountField = "name" | "email" | "newEmail" | "password" | "currentPassword" | "newPassword";

type AuthError = { status: number; code?: string | undefined; message?: string | undefined };

const sentences: Record<string, { fields: AccountField[]; message: string }> = {
  INVALID_EMAIL_OR_PASSWORD: { fields: ["password"], message: "This email and password do not belong together." },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: { fields: ["email"], message: "There is already an account with this email." },
  INVALID_EMAIL: { fields: ["newEmail", "email"], message: "Enter an email address such as name@example.com." },
  INVALID_PASSWORD: { fields: ["currentPassword", "password"], message: "This is not your password." },
  PASSWORD_TOO_SHORT: { fields: ["newPassword", "password"], message: "Use at least 8 characters." },
  PASSWORD_TOO_LONG: { fields: ["newPassword", "password"], message: "Use at most 128 characters." },
  INVALID_TOKEN: { fields: [], message: "This link has been used, or its hour is over." },
};

/** What came of a call, if it was not success; `fields` has the form's fields as its keys. */
export async function problemOf<Name extends string = never>(
  call: Promise<{ error: AuthError | null }>,
  fields?: Record<Name, unknown>,
): Promise<Problem<Name> | undefined> {
  // A server that cannot be reached is a rejection.
  const { error }: { error: AuthError | null } = await call.catch(() => ({ error: { status: 0 } }));
  if (error?.status === 401 && error.code === "UNAUTHORIZED") {
    // The session has ended meanwhile.
    return leave(withNext("/sign-in", window.location.pathname + window.location.search));
  }
  return error ? inWords(error, Object.keys(fields ?? {}) as Name[]) : undefined;
}

function inWords<Name extends string>(error: AuthError, fields: readonly Name[]): Problem<Name> {
  // Only signing in reports a bad address by a code.
  const code = /^\[body\.(email|newEmail)\]/.test(error.message ?? "") ? "INVALID_EMAIL" : error.code;
  const known = sentences[code ?? ""];
  if (known) {
    return { field: fields.find((name) => known.fields.some((field) => field === name)), message: known.message };
  }
  if (error.status === 429) return { message: "That was too often in a short time. Wait ten seconds and try again." };
  // Ours, written for people; everything else is not.
  if (error.status === 503 && error.message) return { message: error.message };
  return { message: "That did not work just now. Check your connection and try again in a moment." };
}
