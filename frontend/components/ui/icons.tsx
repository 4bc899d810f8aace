/** The pictures on buttons and rows. A page has their shapes once (icon-shapes.tsx); as scripts they would cost every page 5 kB more. */

import type { ReactElement, SVGProps } from "react";

export type Icon = (props: SVGProps<SVGSVGElement>) => ReactElement;

/** Where its shape is found in the page. */
export const shapeId = (name: string) => `icon-${name}`;

/** Takes the colour of the text and, without a class, is 24 px wide. Nothing to screen readers. */
const icon =
  (name: string): Icon =>
  (props) => <Shape {...props} of={name} />;

function Shape({ of, ...props }: SVGProps<SVGSVGElement> & { of: string }) {
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
      <use href={`#${shapeId(of)}`} />
    </svg>
  );
}

export const Archive = icon("Archive");
export const ArchiveRestore = icon("ArchiveRestore");
export const ArrowDown = icon("ArrowDown");
export const ArrowDownUp = icon("ArrowDownUp");
export const ArrowRight = icon("ArrowRight");
export const ArrowUp = icon("ArrowUp");
export const Ban = icon("Ban");
export const Bell = icon("Bell");
export const CalendarCheck = icon("CalendarCheck");
export const CalendarDays = icon("CalendarDays");
export const Check = icon("Check");
export const ChevronDown = icon("ChevronDown");
export const ChevronLeft = icon("ChevronLeft");
export const ChevronRight = icon("ChevronRight");
export const Circle = icon("Circle");
export const CircleAlert = icon("CircleAlert");
export const CircleCheck = icon("CircleCheck");
export const CircleCheckBig = icon("CircleCheckBig");
export const Clock = icon("Clock");
export const CloudOff = icon("CloudOff");
export const Command = icon("Command");
export const CornerLeftUp = icon("CornerLeftUp");
export const Download = icon("Download");
export const Ellipsis = icon("Ellipsis");
export const Eraser = icon("Eraser");
export const Eye = icon("Eye");
export const EyeOff = icon("EyeOff");
export const FileUp = icon("FileUp");
export const Flag = icon("Flag");
export const FolderInput = icon("FolderInput");
export const GitCompareArrows = icon("GitCompareArrows");
export const Hash = icon("Hash");
export const Inbox = icon("Inbox");
export const Keyboard = icon("Keyboard");
export const Laptop = icon("Laptop");
export const Layers = icon("Layers");
export const List = icon("List");
export const ListTodo = icon("ListTodo");
export const ListTree = icon("ListTree");
export const LoaderCircle = icon("LoaderCircle");
export const LogOut = icon("LogOut");
export const Menu = icon("Menu");
export const Monitor = icon("Monitor");
export const Moon = icon("Moon");
export const Pencil = icon("Pencil");
export const Plus = icon("Plus");
export const Repeat = icon("Repeat");
export const RotateCcw = icon("RotateCcw");
export const Search = icon("Search");
export const SearchX = icon("SearchX");
export const Settings = icon("Settings");
export const Smartphone = icon("Smartphone");
export const Sofa = icon("Sofa");
export const Sun = icon("Sun");
export const Trash2 = icon("Trash2");
export const TriangleAlert = icon("TriangleAlert");
export const X = icon("X");
