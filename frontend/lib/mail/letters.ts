/**
 * What the mails say, as text and as simple HTML. Nothing in them was written by whoever made them be sent: a name that
 * somebody signs up with would be an advertisement in a stranger's mailbox.
 */

export type Letter = {
  /** What it is in the log. */
  kind: string;
  subject: string;
  /** Before the link. */
  says: string;
  link?: { label: string; url: string };
  /** After the link. */
  adds: string;
};

const ONCE = "The link works once, for an hour.";

export const resetLetter = (url: string): Letter => ({
  kind: "reset",
  subject: "Choose a new password",
  says: "Somebody, probably you, has asked for a new password for your Todo account.",
  link: { label: "Choose a new password", url },
  adds: `${ONCE} If it was not you, do nothing: your password stays as it is.`,
});

export const verificationLetter = (url: string): Letter => ({
  kind: "verification",
  subject: "Confirm your email address",
  says: "A Todo account has been made with this email address. Confirm that it is yours.",
  link: { label: "Confirm this address", url },
  adds: `${ONCE} If you have no Todo account, do nothing.`,
});

export const changeLetter = (url: string): Letter => ({
  kind: "change",
  subject: "Confirm your new email address",
  says: "Somebody, probably you, wants to sign in to Todo with this email address from now on.",
  link: { label: "Use this address", url },
  adds: `${ONCE} If it was not you, do nothing.`,
});

export const changedLetter = (site: string): Letter => ({
  kind: "changed",
  subject: "Your email address was changed",
  says: `Your account at ${site} has another email address now. Mail about it no longer comes here.`,
  adds: "If it was not you, somebody else knows your password: tell whoever runs this service.",
});

export function write({ subject, says, link, adds }: Letter): { subject: string; text: string; html: string } {
  const text = [says, link && `${link.label}:\n${link.url}`, adds].filter(Boolean).join("\n\n");
  const anchor = link && `<a href="${escaped(link.url)}">${escaped(link.label)}</a>`;
  const body = [escaped(says), anchor, escaped(adds)].filter(Boolean).map((part) => `<p>${part}</p>`);
  return {
    subject,
    text: `${text}\n`,
    html: `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">\n${body.join("\n")}\n</body></html>\n`,
  };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
