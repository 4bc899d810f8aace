/** A finger on the screen, as the browser itself is told of one. */

import type { CDPSession, Locator, Page } from "@playwright/test";

type Place = { x: number; y: number };

export class Finger {
  private constructor(
    private readonly cdp: CDPSession,
    private at: Place,
  ) {}

  /** Comes down there. */
  static async on(page: Page, at: Place): Promise<Finger> {
    const finger = new Finger(await page.context().newCDPSession(page), at);
    await finger.#send("touchStart");
    return finger;
  }

  /** In steps, as a finger does. */
  async moveTo({ x, y }: Place): Promise<void> {
    const from = this.at;
    for (let step = 1; step <= 6; step += 1) {
      this.at = { x: from.x + ((x - from.x) * step) / 6, y: from.y + ((y - from.y) * step) / 6 };
      await this.#send("touchMove");
    }
  }

  moveBy = (x: number, y = 0) => this.moveTo({ x: this.at.x + x, y: this.at.y + y });

  /** A second one comes down. */
  joined = (x: number, y: number) => this.#send("touchStart", { x, y, id: 1 });

  up = () => this.cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });

  cancel = () => this.cdp.send("Input.dispatchTouchEvent", { type: "touchCancel", touchPoints: [] });

  #send = (type: "touchStart" | "touchMove", ...others: (Place & { id: number })[]) =>
    this.cdp.send("Input.dispatchTouchEvent", { type, touchPoints: [{ ...this.at, id: 0 }, ...others] });
}

/** So far from the left edge of the window, and so far down the element, from 0 to 1. */
export async function placeOn(element: Locator, x: number, down = 0.5): Promise<Place> {
  const box = await element.boundingBox();
  if (!box) throw new Error("It is not there.");
  return { x, y: box.y + box.height * down };
}
