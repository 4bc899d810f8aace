/** Creates Better Auth's schema and tables, or brings them up to date. Safe to repeat, and to start twice at once. */

import { getMigrations } from "better-auth/db/migration";
import { createPool } from "../lib/auth/database.mjs";
import { schemaName, storage } from "../lib/auth/storage.mjs";

/** Any number, as long as nothing else in this database locks with it. */
const LOCK = 7_203_311;

/** @param {string | undefined} url */
async function migrate(url) {
  if (!url) throw new Error("DATABASE_URL is missing.");
  const pool = createPool(url);
  const client = await pool.connect();
  try {
    // All or nothing, and on one connection: behind a pooler, neither a lock nor anything else outlives a transaction.
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(`create schema if not exists ${schemaName}`);
    const { runMigrations } = await getMigrations(storage(lending(client)));
    await runMigrations();
    await client.query("commit");
  } finally {
    client.release();
    await pool.end();
  }
}

/**
 * A pool that lends this one connection again and again.
 * @param {import("pg").PoolClient} client
 * @returns {import("kysely").PostgresPool}
 */
function lending(client) {
  return {
    connect: async () => ({ query: client.query.bind(client), release: () => {} }),
    end: async () => {},
  };
}

await migrate(process.env.DATABASE_URL?.trim()).catch((error) => {
  console.error(`The tables for accounts could not be prepared: ${error.message || error.code}`);
  process.exitCode = 1;
});
