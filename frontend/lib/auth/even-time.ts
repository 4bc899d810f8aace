/** Answers that take the same time whether there is an account or not. */

const paths = ["/request-password-reset", "/change-email"];

/** Far more than looking up an account and keeping a link for it. */
const AT_LEAST_MS = 500;

export async function inEvenTime(request: Request, answer: () => Promise<Response>): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (!paths.some((path) => pathname.endsWith(path))) return answer();
  const [answered] = await Promise.all([answer(), new Promise((resolve) => setTimeout(resolve, AT_LEAST_MS))]);
  return answered;
}
