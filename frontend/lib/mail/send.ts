/** Sending a mail, after the answer to whoever asked for it. */

import { after } from "next/server";
import { createTransport } from "nodemailer";
import { getConfig } from "../config";
import { type Letter, write } from "./letters";
import type { MailSettings } from "./settings";

/** For each step: a server that greets and then says nothing is given up. */
const PATIENCE_MS = 10_000;

/**
 * Nobody waits for the mail: an answer that did would tell by its time whether there is an account. The process does before
 * it stops. What cannot be sent is one line in the log, with nothing of the mail in it.
 */
export function sendLater(to: string, letter: Letter): void {
  const { mail } = getConfig();
  if (!mail) return;
  after(async () => {
    try {
      await send(mail, to, letter);
    } catch (error) {
      // Its message may quote the address.
      const { code, responseCode } = error as { code?: string; responseCode?: number };
      const reason = [code ?? "unknown", responseCode].filter(Boolean).join(" ");
      console.error(`A mail was not sent (${letter.kind}): ${reason}`);
    }
  });
}

async function send({ from, ...server }: MailSettings, to: string, letter: Letter): Promise<void> {
  const transport = createTransport({
    ...server,
    dnsTimeout: PATIENCE_MS,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  await transport.sendMail({
    from,
    // As an object it is one address, whatever is in it.
    to: { name: "", address: to },
    ...write(letter),
    headers: { "Auto-Submitted": "auto-generated" },
  });
}
