/** The one door to the API: adds the token, renews it once, and turns every failure into an `ApiError`. */

import createClient, { type ClientOptions } from "openapi-fetch";
import { leaveEnded, leaveIfOver } from "../auth/leave";
import { isOwnSession } from "../auth/own-session";
import { forgetPerson } from "../auth/person";
import { isOurs, refusalIn } from "./answer";
import { type Connection, connection, OFFLINE } from "./connection";
import { ApiError } from "./errors";
import type { paths } from "./schema";
import { forgetToken, getToken, type Token } from "./token";

const TIMEOUT_MS = 15_000;

/** Asks for errors that say which fields they are about. */
export const createApi = (options: ClientOptions) =>
  createClient<paths>({ ...options, headers: { Accept: "application/json, application/problem+json" } });

let api = createApi({ fetch: fetchWithin(TIMEOUT_MS) });
let userId: string | undefined;

/** The address comes from the server at run time, so that one build fits every place. Requests go in this user's name only. */
export function setApi(baseUrl: string, user: string): void {
  api = createApi({ baseUrl, fetch: fetchWithin(TIMEOUT_MS) });
  userId = user;
}

type Client = typeof api;
type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** Raises `ApiError` for whatever is not an answer of the API that says yes. */
export type Call = <Data>(send: (client: Client) => Promise<Answer<Data>>) => Promise<Data>;

export function createCall(client: () => Client, connection: Connection): Call {
  return async (send) => {
    try {
      const { data, error, response } = await send(client());
      if (!response.ok) throw refusal(error, response);
      if (!isOurs(data, response)) throw noAnswer();
      connection.succeeded();
      return data as NonNullable<typeof data>;
    } catch (error) {
      // Given up by whoever asked.
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      const failure = error instanceof ApiError ? error : noAnswer();
      if (failure.isPassing) connection.failed(failure);
      else connection.succeeded();
      throw failure;
    }
  };
}

export const call = createCall(() => api, connection);

/** A `fetch` that adds the token. Without a limit it is for answers that go on for as long as they are read. */
export function fetchWithin(milliseconds: number | null) {
  const send = (request: Request, token: Token) => {
    request.headers.set("Authorization", `Bearer ${token.value}`);
    if (milliseconds === null) return fetch(request);
    return fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(milliseconds)]) });
  };
  return async (request: Request): Promise<Response> => {
    const token = await requireToken();
    const response = await send(request.clone(), token);
    if (response.status !== 401) return response;
    forgetToken(token);
    return send(request, await requireToken());
  };
}

async function requireToken(): Promise<Token> {
  const wasOwn = isOwnSession();
  const token = await getToken();
  const here = () => window.location.pathname + window.location.search;
  // It has just run out, and leads back here. One that was ended in another tab does not.
  if (!token && wasOwn) return leaveEnded(() => `/sign-in?next=${encodeURIComponent(here())}`);
  await leaveIfOver();
  if (!token) return leaveEnded(() => "/sign-in");
  // Somebody else has signed in, in another tab: the page becomes theirs.
  if (userId !== undefined && token.person.id !== userId) {
    forgetPerson();
    return leaveEnded(() => window.location.pathname);
  }
  return token;
}

const noAnswer = () => new ApiError(navigator.onLine ? "The server cannot be reached" : OFFLINE, 0);

function refusal(body: unknown, response: Response): ApiError {
  const detail = refusalIn(body);
  if (detail === undefined) return noAnswer();
  const { errors } = body as { errors?: { pointer?: string }[] };
  // "#/tags/2" is about the tags.
  const field = errors?.[0]?.pointer?.split("/")[1];
  return new ApiError(detail, response.status, Number(response.headers.get("Retry-After")) || 0, field);
}
