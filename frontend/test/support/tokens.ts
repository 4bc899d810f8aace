/** The tokens of the design, as `app/globals.css` has them. */

import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const FRONTEND = fileURLToPath(new URL("../..", import.meta.url));

export type Token = { name: string; value: string };

const THEME = /@theme \{([^}]*)\}/;

/** Those that the app has, without what takes Tailwind's own ones away. */
export function tokens(): Token[] {
  return declarations().filter(({ name }) => !name.endsWith("-*"));
}

/** What has no values but those of the app, as "text" and "color". */
export function ownNamespaces(): string[] {
  return declarations().flatMap(({ name }) => /^--(.+)-\*$/.exec(name)?.[1] ?? []);
}

/** Tailwind's own ones. */
export function defaultTokens(): Token[] {
  return read("node_modules/tailwindcss/theme.css");
}

const declarations = () => {
  const theme = THEME.exec(readFileSync(path.join(FRONTEND, "app/globals.css"), "utf-8"))?.[1] ?? "";
  return declared(theme);
};

const read = (file: string) => declared(readFileSync(path.join(FRONTEND, file), "utf-8"));

function declared(css: string): Token[] {
  const bare = css.replace(/\/\*.*?\*\//gs, "");
  return [...bare.matchAll(/(--[\w-]+\*?):\s*([^;]+);/g)].map(([, name = "", value = ""]) => ({ name, value }));
}
