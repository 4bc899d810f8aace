/** A mail server on loopback that keeps what it gets, for the tests to read; and one that is no help. */

import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { expect } from "@playwright/test";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export const subjects = {
  RESET: "Choose a new password",
  CONFIRM: "Confirm your email address",
  CHANGE: "Confirm your new email address",
  CHANGED: "Your email address was changed",
};

interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The one link in it, if it has one. */
  link: string;
}

export class Mailbox {
  readonly #server: SMTPServer;
  readonly #letters: Letter[] = [];

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      onData: async (stream, session, done) => {
        const mail = await simpleParser(stream);
        for (const { address } of session.envelope.rcptTo) this.#letters.push(letterOf(address, mail));
        done();
      },
    });
    this.#server.on("error", () => {});
  }

  /** The URL that mail is sent to. */
  async open(): Promise<string> {
    const { server } = this.#server;
    this.#server.listen(0, "127.0.0.1");
    if (!server.listening) await once(server, "listening");
    return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  lettersTo(address: string, subject: string): Letter[] {
    return this.#letters.filter((letter) => letter.to === address && letter.subject === subject);
  }

  /** Waits until it has come; the last one, if so many are expected. */
  async letterTo(address: string, subject: string, count = 1): Promise<Letter> {
    await expect.poll(() => this.lettersTo(address, subject).length, `“${subject}”`).toBe(count);
    return this.lettersTo(address, subject).at(-1) as Letter;
  }
}

function letterOf(to: string, { subject = "", text = "", html }: ParsedMail): Letter {
  return { to, subject, text, html: html || "", link: /https?:\S+/.exec(text)?.[0] ?? "" };
}

/** Greets, if at all, and never says anything again. */
export class SilentServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(greeting = "220 silence ESMTP\r\n") {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.write(greeting);
    });
  }

  async open(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}
