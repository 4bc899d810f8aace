/** What a line that comes and goes, as the browser tells of it, does to the waiting of a page. */

import { expect, onTestFinished, test, vi } from "vitest";
import { ApiError } from "../lib/api/errors";
import "./support/browser";

const tooMany = new ApiError("Too many", 429, 60);
const unreachable = new ApiError("The server cannot be reached", 0);

async function startOnLine() {
  const line = new EventTarget();
  vi.stubGlobal("window", line);
  vi.resetModules();
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const { connection } = await import("../lib/api/connection");
  const tries = vi.fn();
  connection.onRetry(tries);
  const flap = () => {
    line.dispatchEvent(new Event("offline"));
    line.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(0);
  };
  return { connection, tries, flap };
}

test("a pause that the API asks for lasts as long as it was asked for, however often the line comes back", async () => {
  const { connection, tries, flap } = await startOnLine();
  connection.failed(tooMany);
  for (let second = 0; second < 59; second++) {
    flap();
    vi.advanceTimersByTime(1000);
  }
  expect(tries).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(tries).toHaveBeenCalledOnce();
});

test("a short pause that the API asks for lasts, too, where the page itself would wait for longer", async () => {
  const { connection, tries, flap } = await startOnLine();
  for (let failures = 1; failures < 5; failures++) {
    connection.failed(unreachable);
    vi.advanceTimersToNextTimer();
  }
  tries.mockClear();
  connection.failed(new ApiError("Service temporarily unavailable", 503, 3));
  flap();
  vi.advanceTimersByTime(2_999);
  expect(tries).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(tries).toHaveBeenCalledOnce();
});

test("a line that comes back ends what the page waits for by itself, also after a pause that a person has ended", async () => {
  const { connection, tries, flap } = await startOnLine();
  connection.failed(tooMany);
  connection.retryNow();
  expect(tries).toHaveBeenLastCalledWith(true);
  connection.failed(unreachable);
  flap();
  expect(tries).toHaveBeenCalledTimes(2);
  // No person asks for it, so that the pause of another page, which speaks for this one, goes on.
  expect(tries).toHaveBeenLastCalledWith(false);
});
