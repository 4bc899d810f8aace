/** The product as each worker has it for itself: an API and a web app of its own on the run's PostgreSQL. */

import path from "node:path";
import { Client, type QueryResultRow } from "pg";
import { BACKEND, FRONTEND, freePort, NEXT, PYTHON, Service } from "./service";

export interface Stack {
  api: Service;
  web: Service;
  /** Asks PostgreSQL itself. */
  sql: <Row extends QueryResultRow>(statement: string, ...values: unknown[]) => Promise<Row[]>;
}

/** Own processes for each worker, so that a test may stop them without another one noticing. */
export async function withStack(worker: number, use: (stack: Stack) => Promise<void>): Promise<void> {
  const { E2E_DATABASE_URL = "", E2E_FOLDER = "", E2E_SECRET = "" } = process.env;
  const apiUrl = `http://localhost:${await freePort()}`;
  const webUrl = `http://localhost:${await freePort()}`;
  const env = {
    DATABASE_URL: E2E_DATABASE_URL,
    BETTER_AUTH_SECRET: E2E_SECRET,
    BETTER_AUTH_URL: webUrl,
    API_URL: apiUrl,
    RATE_LIMIT_PER_MINUTE: "0",
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
  const web = new Service({
    name: "web app",
    url: webUrl,
    health: "/api/auth/ok",
    // A connection that has been idle for long may be closed just as it is used again; a browser would then try once more.
    command: [process.execPath, NEXT, "start", "--port", new URL(webUrl).port, "--keepAliveTimeout", "75000"],
    cwd: FRONTEND,
    env,
    logFile: path.join(E2E_FOLDER, `web-${worker}.log`),
  });
  const database = new Client({ connectionString: E2E_DATABASE_URL });
  try {
    await Promise.all([api.start(), web.start(), database.connect()]);
    await use({ api, web, sql: async (statement, ...values) => (await database.query(statement, values)).rows });
  } finally {
    await Promise.all([api.stop(), web.stop(), database.end()]);
  }
}
