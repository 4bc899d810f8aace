/** How mail is sent, read from `SMTP_URL` and `MAIL_FROM`. A message names the variable and never its value. */

export type MailSettings = {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS wherever the server offers it. */
  secure: boolean;
  /** No mail without STARTTLS: a password is not told to whoever listens. */
  requireTLS: boolean;
  auth: { user: string; pass: string } | undefined;
  from: string;
};

/** The ports of mail that is handed in (RFC 6409, RFC 8314). */
const ports: Record<string, number> = { "smtp:": 587, "smtps:": 465 };

const EXAMPLE = "smtps://USER:PASSWORD@smtp.example.com";

/** Undefined where no mail is wanted. */
export function readMailSettings(smtpUrl: string | undefined, from: string | undefined): MailSettings | undefined {
  if (!smtpUrl) return undefined;
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : undefined;
  const port = ports[url?.protocol ?? ""];
  if (!url?.hostname || !port) throw new Error(`SMTP_URL must be a URL such as ${EXAMPLE}.`);
  if (url.search || url.hash || url.pathname.length > 1) {
    throw new Error(`SMTP_URL says more than a server and an account; it must be a URL such as ${EXAMPLE}.`);
  }
  if (!from) throw new Error("MAIL_FROM is missing; SMTP_URL is set, and mail needs a sender.");
  if (!/^([^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(from)) {
    throw new Error("MAIL_FROM must be an address such as todo@example.com or Todo <todo@example.com>.");
  }
  const secure = url.protocol === "smtps:";
  return {
    // Node's own way to write an IPv6 address has no brackets.
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port) || port,
    secure,
    requireTLS: !secure && Boolean(url.username),
    auth: url.username ? { user: decode(url.username), pass: decode(url.password) } : undefined,
    from,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error("SMTP_URL has a % that stands for nothing; write %25 for it.");
  }
}
