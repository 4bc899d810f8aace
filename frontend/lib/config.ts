/** The web process's settings, read from the environment and checked before the first request. */

import { type MailSettings, readMailSettings } from "./mail/settings";

const variables = ["DATABASE_URL", "BETTER_AUTH_SECRET", "BETTER_AUTH_URL"] as const;

type Config = {
  databaseUrl: string;
  secret: string;
  /** Where people open the app. */
  url: URL;
  /** The API as the browser reaches it. */
  apiUrl: URL;
  /** How many proxies stand before this server and write down who has asked them. */
  trustedProxies: number;
  /** Without it there is no e-mail: nothing is sent, and nothing of it is shown. */
  mail: MailSettings | undefined;
};

let config: Config | undefined;

/** Read on first use and not on import: a build has no environment. */
export function getConfig(): Config {
  config ??= readConfig(process.env);
  return config;
}

function readConfig(environment: NodeJS.ProcessEnv): Config {
  const [databaseUrl, secret, url] = variables.map((name) => {
    const value = environment[name]?.trim();
    if (!value) throw new Error(`${name} is missing; the web app needs it to start.`);
    return value;
  }) as [string, string, string];
  if (secret.length < 32) throw new Error("BETTER_AUTH_SECRET must have at least 32 characters.");
  return {
    databaseUrl,
    secret,
    url: readUrl("BETTER_AUTH_URL", url),
    apiUrl: readUrl("API_URL", environment.API_URL?.trim() || "http://localhost:8000"),
    trustedProxies: readCount("TRUSTED_PROXIES", environment.TRUSTED_PROXIES?.trim() || "0"),
    mail: readMailSettings(environment.SMTP_URL?.trim(), environment.MAIL_FROM?.trim()),
  };
}

function readCount(name: string, value: string): number {
  if (!/^\d$/.test(value)) throw new Error(`${name} must be a number from 0 to 9.`);
  return Number(value);
}

function readUrl(name: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url?.protocol.startsWith("http")) throw new Error(`${name} must be a URL such as http://localhost:3003.`);
  return url;
}
