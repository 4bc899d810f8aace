/** The shapes of all icons, once in each page. Only the server draws it, so that no script carries them. */

import type { IconNode } from "lucide";
import { shapeId } from "./icon";
import { shapes } from "./shapes";

// One string, which the browser takes as it is: as elements it would look through each of them once more.
const drawn = Object.entries(shapes).map(symbolOf).join("");

export function IconShapes() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the library's own shapes, nothing of anybody's
  return <svg aria-hidden className="hidden" dangerouslySetInnerHTML={{ __html: drawn }} />;
}

function symbolOf([name, node]: [string, IconNode]): string {
  const parts = node.map(([tag, attributes]) => {
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${tag}${written.join("")}/>`;
  });
  return `<symbol id="${shapeId(name)}" viewBox="0 0 24 24">${parts.join("")}</symbol>`;
}
