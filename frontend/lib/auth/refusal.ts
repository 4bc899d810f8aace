/** What Better Auth refuses when it is asked here and not by its own routes: a session may end between two questions. */

import { APIError } from "better-auth/api";

/** The answer that its own routes give. Raises whatever is no refusal. */
export function refusalOf(error: unknown): Response {
  if (!(error instanceof APIError)) throw error;
  return Response.json(error.body ?? {}, { status: error.statusCode });
}
