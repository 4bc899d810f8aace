/** The product as each worker has it for itself: an API and a web app of its own on the run's PostgreSQL. */

import path from "node:path";
import { Client, type QueryResultRow } from "pg";
import { Mailbox } from "./mailbox";
import { BACKEND, FRONTEND, freePort, NEXT, PYTHON, Service, type Variables } from "./service";

export interface Stack {
  api: Service;
  web: Service;
  /** Where the web app's mail goes. */
  mailbox: Mailbox;
  /** One more web app on the same database, set up in another way; whoever starts it stops it. */
  another: (variables: Variables) => Promise<Service>;
  /** Asks PostgreSQL itself. */
  sql: <Row extends QueryResultRow>(statement: string, ...values: unknown[]) => Promise<Row[]>;
}

/** Own processes for each worker, so that a test may stop them without another one noticing. */
export async function withStack(worker: number, use: (stack: Stack) => Promise<void>): Promise<void> {
  const { E2E_DATABASE_URL = "", E2E_FOLDER = "", E2E_SECRET = "", E2E_VAPID_KEY = "", TASK_LIMIT } = process.env;
  const apiUrl = `http://localhost:${await freePort()}`;
  const webUrl = `http://localhost:${await freePort()}`;
  const mailbox = new Mailbox();
  const env = {
    DATABASE_URL: E2E_DATABASE_URL,
    BETTER_AUTH_SECRET: E2E_SECRET,
    BETTER_AUTH_URL: webUrl,
    API_URL: apiUrl,
    RATE_LIMIT_PER_MINUTE: "0",
    // The tests say from where somebody comes, as a proxy would.
    TRUSTED_PROXIES: "1",
    SMTP_URL: await mailbox.open(),
    MAIL_FROM: "Todo <todo@example.com>",
    // The figures add to ten thousand tasks.
    ...(TASK_LIMIT && { TASK_LIMIT }),
    // One for all workers: whichever API looks first sends what is due.
    VAPID_PRIVATE_KEY: E2E_VAPID_KEY,
    PUSH_ALLOWS_LOOPBACK: "true",
  };
  const api = new Service({
    name: "API",
    url: apiUrl,
    health: "/health/ready",
    command: [PYTHON, "-m", "app", "serve", "--port", new URL(apiUrl).port],
    cwd: BACKEND,
    env,
    logFile: path.join(E2E_FOLDER, `api-${worker}.log`),
  });
  const web = webService(webUrl, env, path.join(E2E_FOLDER, `web-${worker}.log`));
  const database = new Client({ connectionString: E2E_DATABASE_URL });
  try {
    await Promise.all([api.start(), web.start(), database.connect()]);
    const another = async (variables: Variables) => {
      const url = `http://localhost:${await freePort()}`;
      return webService(
        url,
        { ...env, BETTER_AUTH_URL: url, ...variables },
        path.join(E2E_FOLDER, `web-${worker}.log`),
      );
    };
    await use({
      api,
      web,
      mailbox,
      another,
      sql: async (statement, ...values) => (await database.query(statement, values)).rows,
    });
  } finally {
    await Promise.all([api.stop(), web.stop(), database.end()]);
    // Once nobody sends any more.
    await mailbox.close();
  }
}

function webService(url: string, env: Variables, logFile: string): Service {
  return new Service({
    name: "web app",
    url,
    health: "/api/auth/ok",
    // A connection that has been idle for long may be closed just as it is used again; a browser would then try once more.
    command: [process.execPath, NEXT, "start", "--port", new URL(url).port, "--keepAliveTimeout", "75000"],
    cwd: FRONTEND,
    env,
    logFile,
  });
}
