/** The way to PostgreSQL for Better Auth: the backend's own URL, understood as the backend's driver understands it. */

import pg from "pg";

/** @param {string} url */
export function createPool(url) {
  const pool = new pg.Pool({ ...connection(url), max: 10, connectionTimeoutMillis: 10_000, keepAlive: true });
  // A sleeping database drops idle connections. The pool replaces them; without a listener the process would end.
  pool.on("error", () => {});
  return pool;
}

/**
 * `pg` reads `sslmode` differently from libpq unless asked, and passes over `channel_binding`.
 * @param {string} url
 */
function connection(url) {
  const [address = "", query = ""] = url.split("?", 2);
  const parameters = new URLSearchParams(query);
  refuseWhatOnlyLibpqKnows(address, parameters);
  const encrypted = !["disable", null].includes(parameters.get("sslmode"));
  if (encrypted) parameters.set("uselibpqcompat", "true");
  const connectionString = `${address}?${parameters}`;
  if (parameters.get("channel_binding") !== "require") return { connectionString };
  if (!encrypted) throw new Error("DATABASE_URL asks for channel_binding=require, which needs sslmode=require.");
  return { connectionString, Client: BoundClient };
}

/**
 * `pg` would look for a host called "h1,h2", or connect to localhost.
 * @param {string} address
 * @param {URLSearchParams} parameters
 */
function refuseWhatOnlyLibpqKnows(address, parameters) {
  const hosts = address.split("/")[2]?.split("@").pop();
  if (`${hosts}${parameters.get("host")}`.includes(",")) {
    throw new Error(
      "DATABASE_URL names several hosts. The web app reaches one only: give it the address of a proxy in front of them.",
    );
  }
  const unknown = ["service", "hostaddr", "passfile"].find((name) => parameters.has(name));
  if (unknown) {
    throw new Error(`DATABASE_URL has ${unknown}, which the web app does not understand: write the address out.`);
  }
}

/** Refuses a server that does not prove, in exchanging the password, that it is the other end of the TLS channel. */
class BoundClient extends pg.Client {
  /** @param {pg.ClientConfig} [config] */
  constructor(config) {
    super({ ...config, enableChannelBinding: true });
    const { connection } = this;
    const refuse = () =>
      connection.stream.destroy(new Error("The database offers no channel binding; DATABASE_URL requires it."));
    let bound = false;
    connection.on("authenticationSASL", ({ mechanisms }) => {
      bound = mechanisms.includes("SCRAM-SHA-256-PLUS");
      if (!bound) refuse();
    });
    connection.on("authenticationCleartextPassword", refuse);
    connection.on("authenticationMD5Password", refuse);
    connection.on("authenticationOk", () => bound || refuse());
  }
}
