/** Once per run: a PostgreSQL of its own with everybody's tables, and the web app built when its sources have changed. */

import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { makeVapidKey } from "./push-service";
import { BACKEND, DIST_DIR, environment, FRONTEND, NEXT, PYTHON, run } from "./service";

/** What is in the folder and not in the build; nor is anything whose name begins with a dot. */
const NO_SOURCES =
  /^(\.|e2e$|test$|node_modules$|test-results$|playwright|vitest|next-env\.d\.ts$|biome\.json$|knip\.json$)|\.tsbuildinfo$/;

export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), "todo-e2e-"));
  const database = await startDatabase(path.join(folder, "postgres"));
  const stop = async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    process.env.E2E_FOLDER = folder;
    process.env.E2E_DATABASE_URL = database.url;
    process.env.E2E_SECRET = randomBytes(32).toString("base64url");
    process.env.E2E_VAPID_KEY = makeVapidKey();
    await migrate(database.url, process.env.E2E_SECRET);
    await buildWhenStale();
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function startDatabase(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  // It ends when its standard input does, so that not even a killed run leaves it behind.
  const server = spawn(PYTHON, ["-m", "devtools.database", folder], {
    cwd: BACKEND,
    env: environment({}),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  const [url] = await Promise.race([
    once(createInterface(server.stdout), "line"),
    ended.then(() => Promise.reject(new Error("PostgreSQL did not start; what it said stands above."))),
  ]);
  const stop = async () => {
    server.stdin.end();
    await ended;
  };
  return { url, stop };
}

async function migrate(databaseUrl: string, secret: string): Promise<void> {
  const variables = {
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: secret,
    BETTER_AUTH_URL: "http://localhost:3003",
    API_URL: "http://localhost:8000",
  };
  await run(PYTHON, ["-m", "alembic", "upgrade", "head"], BACKEND, variables);
  await run(process.execPath, ["scripts/migrate.mjs"], FRONTEND, variables);
}

async function buildWhenStale(): Promise<void> {
  const stamp = path.join(FRONTEND, DIST_DIR, "built-from");
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf-8") === sources) return;
  rmSync(stamp, { force: true });
  await run(process.execPath, [NEXT, "build"], FRONTEND, {});
  await run(process.execPath, ["scripts/build-worker.mjs"], FRONTEND, {});
  writeFileSync(stamp, sources);
}

/** Changes whenever a file does that the build depends on. */
function fingerprint(): string {
  const sources = readdirSync(FRONTEND).filter((name) => !NO_SOURCES.test(name));
  const hash = createHash("sha256");
  for (const file of sources.flatMap((name) => filesIn(path.join(FRONTEND, name))).sort()) {
    hash.update(file).update("\0").update(readFileSync(file));
  }
  return hash.digest("hex");
}

function filesIn(entry: string): string[] {
  if (!statSync(entry).isDirectory()) return [entry];
  return readdirSync(entry).flatMap((name) => filesIn(path.join(entry, name)));
}
