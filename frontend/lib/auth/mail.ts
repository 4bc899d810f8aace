/** What Better Auth does by mail: a new password, and an address that is confirmed or changed. */

import type { BetterAuthOptions } from "better-auth";
import { getConfig } from "../config";
import { changedLetter, changeLetter, resetLetter, verificationLetter } from "../mail/letters";
import { sendLater } from "../mail/send";

/** What is there with mail only. */
export const mailPaths = [
  "/request-password-reset",
  "/reset-password",
  "/send-verification-email",
  "/verify-email",
  "/change-email",
];

const HOUR_S = 60 * 60;

export const resetByMail = {
  resetPasswordTokenExpiresIn: HOUR_S,
  revokeSessionsOnPasswordReset: true,
  sendResetPassword: async ({ user, url }) => sendLater(user.email, resetLetter(leadingTo("/reset-password", url))),
} satisfies Partial<BetterAuthOptions["emailAndPassword"]>;

export const verificationByMail = {
  expiresIn: HOUR_S,
  sendOnSignUp: true,
  // For a new address of an account, too: `user` has that one already.
  sendVerificationEmail: async ({ user, url, token }) =>
    sendLater(
      user.email,
      claimsOf(token).updateTo
        ? changeLetter(leadingTo("/verify-email?done=change", url))
        : verificationLetter(leadingTo("/verify-email?done=verification", url)),
    ),
} satisfies BetterAuthOptions["emailVerification"];

type UserHooks = NonNullable<NonNullable<BetterAuthOptions["databaseHooks"]>["user"]>;

/** Around the moment when the link in the new mailbox is opened. */
export const changeByMail: NonNullable<UserHooks["update"]> = {
  before: async (changes, context) => {
    if (context?.path !== "/verify-email" || !changes.email) return;
    // Somebody may have signed up with it since the link was sent.
    const { internalAdapter } = context.context;
    if (await internalAdapter.findUserByEmail(changes.email)) throw context.redirect("/verify-email?error=TAKEN");
    // Better Auth knows a used link by the old address, which the account may have again within the hour.
    const isFirst = await internalAdapter.reserveVerificationValue({
      identifier: `opened-link:${context.query?.token}`,
      value: "opened",
      expiresAt: new Date(Date.now() + HOUR_S * 1000),
    });
    if (!isFirst) throw context.redirect("/verify-email?error=INVALID_TOKEN");
    // Whoever opens the link has the mailbox; Better Auth would leave it as the old address was.
    return { data: { emailVerified: true } };
  },
  after: async (user, context) => {
    const { email, updateTo } = context?.path === "/verify-email" ? claimsOf(context.query?.token) : {};
    if (!email || !updateTo) return;
    // The old mailbox may be somebody else's by now.
    if (context) await endResetLinks(user.id, context.context.adapter);
    sendLater(email, changedLetter(getConfig().url.host));
  },
};

/** The link goes on to our own page, whatever page whoever asked for it has named. */
function leadingTo(page: string, link: string): string {
  const url = new URL(link);
  url.searchParams.set("callbackURL", page);
  return url.href;
}

type Claims = { email?: string; updateTo?: string };

/** Of a token that Better Auth has made or checked. */
function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

type Adapter = { deleteMany: (data: { model: string; where: { field: string; value: string }[] }) => Promise<number> };

/** Who has asked three times has three links. */
export async function endResetLinks(userId: string, { deleteMany }: Adapter): Promise<void> {
  await deleteMany({ model: "verification", where: [{ field: "value", value: userId }] });
}
