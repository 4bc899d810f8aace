/** What Better Auth keeps, and where: shared by the app and by the migration, which is why it is plain JavaScript. */

import { jwt } from "better-auth/plugins/jwt";
import { Kysely, PostgresDialect } from "kysely";

export const schemaName = "auth";

/** @param {import("kysely").PostgresPool} pool */
export function storage(pool) {
  return {
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
      type: /** @type {const} */ ("postgres"),
      // Each statement names the schema: a pooler such as Neon's keeps no search_path.
      schemaName,
      transaction: true,
    },
    plugins: [
      jwt({
        // What the API reads; the default is everything known about the person.
        jwt: {
          definePayload: ({ user }) => ({ email: user.email, emailVerified: user.emailVerified, name: user.name }),
        },
        // The browser asks when it needs a token; otherwise every look at the session would sign one.
        disableSettingJwtHeader: true,
      }),
    ],
  };
}
