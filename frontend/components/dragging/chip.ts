/** What the hand holds, in words. */

export function chip(label: string): HTMLElement {
  const element = document.createElement("div");
  element.className =
    "max-w-64 truncate rounded-control border border-line bg-raised px-3 py-2 text-sm font-medium text-ink";
  element.dir = "auto";
  element.textContent = label;
  return element;
}

/** Above the finger, which covers what it is on; returns what moves it, and what takes it away. */
export function chipAt(label: string) {
  const element = chip(label);
  element.classList.add("pointer-events-none", "fixed", "top-0", "left-0", "z-60", "shadow-float");
  element.ariaHidden = "true";
  element.dataset.held = "";
  document.body.append(element);
  const { width, height } = element.getBoundingClientRect();
  const most = document.documentElement.clientWidth - width - MARGIN_PX;
  return {
    move(x: number, y: number) {
      const left = Math.max(MARGIN_PX, Math.min(x - width / 2, most));
      element.style.translate = `${left}px ${Math.max(MARGIN_PX, y - height - ABOVE_PX)}px`;
    },
    remove: () => element.remove(),
  };
}

const MARGIN_PX = 8;
const ABOVE_PX = 36;
