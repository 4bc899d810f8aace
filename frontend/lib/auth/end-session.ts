/** Ending the session, as the person asks. */

import { hasSession } from "../api/token";
import { ending, type Farewell } from "./leave";

/**
 * `end` ends the session; what it returns is what went wrong. Until that is known, nothing else on the page leads elsewhere
 * because of it. Where an answer was lost, `farewell` is said when the session is found to be over.
 */
export function endSession<Problem>(
  end: () => Promise<Problem | undefined>,
  farewell: Farewell,
): Promise<Problem | undefined> {
  const result = conclude(end, farewell);
  ending.attempt = result.catch(() => {});
  return result;
}

async function conclude<Problem>(end: () => Promise<Problem | undefined>, farewell: Farewell) {
  const problem = ending.unsaid && (await isOver()) ? undefined : await end();
  const over = !problem || (await isOver());
  if (over) return farewell();
  ending.unsaid = over === undefined ? farewell : undefined;
  return problem;
}

/** Undefined where nobody can say. */
const isOver = () =>
  hasSession().then(
    (has) => !has,
    () => undefined,
  );
