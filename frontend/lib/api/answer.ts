/** Which answers are ours: whatever stands between us and a server may answer in its place, with success or with a refusal. */

/** Our servers answer in JSON, or with nothing. `body` is what was read of the answer. */
export function isOurs(body: unknown, response: Response): boolean {
  if (response.status === 204) return response.headers.has("X-Request-ID");
  return typeof body === "object" && body !== null && !isPage(response);
}

export const isPage = ({ headers }: Response) => headers.get("Content-Type")?.includes("html") ?? false;

/** What it says; undefined where it is not ours. */
export async function bodyOf<Body extends object>(response: Response): Promise<Body | undefined> {
  const body = await response.json().catch(() => undefined);
  return isOurs(body, response) ? body : undefined;
}

/** The sentence with which the API refuses; undefined where somebody else does, who knows nothing of what was asked. */
export function refusalIn(body: unknown): string | undefined {
  const { detail } = (body ?? {}) as { detail?: unknown };
  return typeof detail === "string" ? detail : undefined;
}

/** The token that Better Auth gives; null where it says that nobody is signed in, and undefined where it says neither. */
export async function tokenIn(response: Response): Promise<string | null | undefined> {
  const { token, code } = (await bodyOf<{ token?: string; code?: string }>(response)) ?? {};
  if (response.status === 401 && code === "UNAUTHORIZED") return null;
  return response.ok ? token : undefined;
}
