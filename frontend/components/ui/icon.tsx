/** The pictures on buttons and rows. A page has their shapes once (icon-shapes.tsx); as scripts they would cost every page 5 kB more. */

import type { SVGProps } from "react";
import type { IconName } from "./shapes";

export type { IconName };

/** Where its shape is found in the page. */
export const shapeId = (name: string) => `icon-${name}`;

/** Takes the colour of the text and, without a class, is 24 px wide. Nothing to screen readers. */
export function Icon({ name, ...props }: SVGProps<SVGSVGElement> & { name: IconName }) {
  return (
    <svg
      aria-hidden
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...props}
    >
      <use href={`#${shapeId(name)}`} />
    </svg>
  );
}
