/** A process of the product under test: started, waited for, stopped, and started again at the same address. */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const FRONTEND = fileURLToPath(new URL("..", import.meta.url));
export const BACKEND = path.join(FRONTEND, "../backend");
export const PYTHON = path.join(BACKEND, ".venv/bin/python");
export const NEXT = path.join(FRONTEND, "node_modules/next/dist/bin/next");
export const DIST_DIR = ".next-e2e";

/** Far more than it takes, also on a machine that has other things to do. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 3_000;

export type Variables = Record<string, string>;

/** What a process of the product sees: nothing of the developer's own settings. */
export function environment(variables: Variables = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG } = process.env;
  const fixed = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NEXT_DIST_DIR: DIST_DIR } as const;
  return { PATH, HOME, LANG, ...fixed, TODO_ENV_FILE: "/dev/null", ...variables };
}

/** Runs a command to its end; what it said is in the error when it fails. */
export async function run(command: string, args: string[], cwd: string, variables?: Variables): Promise<void> {
  const options = { cwd, env: environment(variables), maxBuffer: 1 << 26 };
  await promisify(execFile)(command, args, options).catch((error) => {
    throw new Error(`${path.basename(command)} ${args.join(" ")} failed:\n${error.stdout}\n${error.stderr}`);
  });
}

const given = new Set<number>();
/** Each of the tests' workers has ports of its own. */
const FIRST_PORT = 20_000 + 3_000 * (Number(process.env.TEST_PARALLEL_INDEX ?? 0) % 4);

/** A port that outgoing connections are never given, so that whoever restarts finds it free again; each only once. */
export async function freePort(): Promise<number> {
  const port = randomInt(FIRST_PORT, FIRST_PORT + 3_000);
  if (given.has(port)) return freePort();
  given.add(port);
  const server = createServer().listen(port);
  try {
    await once(server, "listening");
  } catch {
    return freePort();
  }
  server.close();
  await once(server, "close");
  return port;
}

interface Description {
  name: string;
  url: string;
  /** The path that answers with success as soon as the service is ready. */
  health: string;
  command: [string, ...string[]];
  cwd: string;
  env: Variables;
  logFile: string;
}

export class Service {
  readonly #is: Description;
  #process: ChildProcess | undefined;

  constructor(description: Description) {
    this.#is = description;
    // Also when a worker ends in a hurry.
    process.once("exit", () => this.#process?.kill("SIGKILL"));
  }

  get url(): string {
    return this.#is.url;
  }

  /** What it has said, since the run began. */
  get log(): string {
    return readFileSync(this.#is.logFile, "utf-8");
  }

  async start(): Promise<void> {
    if (this.#process) return;
    const { command, cwd, env, logFile } = this.#is;
    const [program, ...args] = command;
    const log = openSync(logFile, "a");
    this.#process = spawn(program, args, { cwd, env: environment(env), stdio: ["ignore", log, log] });
    closeSync(log);
    await this.#untilHealthy(this.#process);
  }

  async stop(): Promise<void> {
    const stopping = this.#process;
    this.#process = undefined;
    if (!stopping || hasEnded(stopping)) return;
    // A browser's open connections must not hold up the test that wants the service gone.
    const impatience = setTimeout(() => stopping.kill("SIGKILL"), STOP_TIMEOUT_MS);
    stopping.kill("SIGTERM");
    await once(stopping, "exit");
    clearTimeout(impatience);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #untilHealthy(started: ChildProcess): Promise<void> {
    const { name, url, health, logFile } = this.#is;
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline && !hasEnded(started)) {
      const answer = await fetch(url + health).catch(() => undefined);
      if (answer?.ok) return;
      await wait(50);
    }
    throw new Error(`The ${name} did not start; it said:\n${readFileSync(logFile, "utf-8").slice(-4_000)}`);
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
