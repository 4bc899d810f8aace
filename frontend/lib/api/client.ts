/** The one door to the API: adds the token, renews it once, and turns every failure into an `ApiError`. */

import createClient from "openapi-fetch";
import { connection } from "./connection";
import { ApiError } from "./errors";
import type { paths } from "./schema";
import { forgetToken, getToken, type Token } from "./token";

const TIMEOUT_MS = 15_000;

let api = createClient<paths>({ fetch: authorizedFetch });

/** The address comes from the server at run time, so that one build fits every place. */
export function setApiUrl(baseUrl: string): void {
  api = createClient<paths>({ baseUrl, fetch: authorizedFetch });
}

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

export async function call<Data>(send: (client: typeof api) => Promise<Answer<Data>>): Promise<Data> {
  try {
    const { data, error, response } = await send(api);
    if (!response.ok) throw refusal(error, response);
    connection.succeeded();
    return data as Data;
  } catch (error) {
    const failure = error instanceof ApiError ? error : new ApiError("The server cannot be reached", 0);
    if (failure.isPassing) connection.failed(failure);
    else connection.succeeded();
    throw failure;
  }
}

async function authorizedFetch(request: Request): Promise<Response> {
  const token = await requireToken();
  const response = await send(request.clone(), token);
  if (response.status !== 401) return response;
  forgetToken(token);
  return send(request, await requireToken());
}

function send(request: Request, token: Token): Promise<Response> {
  request.headers.set("Authorization", `Bearer ${token.value}`);
  return fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) });
}

async function requireToken(): Promise<Token> {
  return (await getToken()) ?? leaveForSignIn();
}

let leaving: Promise<never> | undefined;
const farewells = new Set<() => void>();

/** `run` is called when the session has ended and the page is about to make way for signing in. */
export function onSessionEnd(run: () => void): void {
  farewells.add(run);
}

export const isLeaving = () => leaving !== undefined;

/** Never settles: the page is on its way out, and nothing on it should speak of an error meanwhile. */
function leaveForSignIn(): Promise<never> {
  if (leaving) return leaving;
  leaving = new Promise(() => {});
  for (const run of farewells) run();
  const here = window.location.pathname + window.location.search;
  window.location.replace(`/sign-in?next=${encodeURIComponent(here)}`);
  return leaving;
}

function refusal(body: unknown, response: Response): ApiError {
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  return new ApiError(
    typeof detail === "string" ? detail : "The server cannot be reached",
    response.status,
    retryAfter,
  );
}
