/** What the model of the API does not do. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly field?: string,
  ) {
    super(detail);
  }

  answerTo(request: Request): Response {
    const { status, detail, field } = this;
    const isProblem = request.headers.get("Accept")?.includes("application/problem+json");
    const errors = isProblem && field ? [{ detail, pointer: `#/${field}` }] : undefined;
    return Response.json({ detail, errors }, { status });
  }
}
