/** What waits for the browser to draw is done all the same where nothing is drawn. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { afterDrawing } from "../lib/after-drawing";

let frames: (() => void)[] = [];

beforeEach(() => {
  frames = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => frames.push(run));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const show = (visibilityState: string) => vi.stubGlobal("document", { visibilityState });

test("on a page that is seen, it comes after the frame, and once", () => {
  show("visible");
  const run = vi.fn();
  afterDrawing(run);
  for (const frame of frames) frame();
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(1);
});

test("on a page that is hidden before the next frame, it comes soon", () => {
  show("visible");
  const run = vi.fn();
  afterDrawing(run);
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(1);
});

test("on a page that is hidden, and where there is no page, it comes at once", () => {
  const run = vi.fn();
  show("hidden");
  afterDrawing(run);
  vi.stubGlobal("document", undefined);
  afterDrawing(run);
  expect(run).toHaveBeenCalledTimes(2);
});
