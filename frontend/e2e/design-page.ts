/** A page that shows the tokens, and nothing of the app: what `docs/design.md` has a picture of. */

import { type Token, tokens } from "../test/support/tokens";

const STEPS = [0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 8, 11, 14];

const css = `
  :root { color-scheme: light dark; ${tokens().map(asDeclaration).join(" ")} }
  body { margin: 0; padding: 2rem; background: var(--color-canvas); color: var(--color-ink); font: 0.75rem/1rem var(--font-sans); }
  h2 { margin: 1.5rem 0 0.75rem; font-size: var(--text-lg); line-height: var(--text-lg--line-height); }
  h2:first-child { margin-top: 0; }
  .row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; }
  .grid { display: grid; grid-template-columns: repeat(8, 1fr); gap: 0.75rem; }
  .swatch { height: 3rem; margin-bottom: 0.25rem; border: 1px solid var(--color-line); border-radius: var(--radius-control); }
  .bar { width: 1.25rem; margin-bottom: 0.25rem; background: var(--color-accent); }
  .box { width: 6rem; height: 4rem; margin-bottom: 0.5rem; background: var(--color-raised); border: 1px solid var(--color-line); }
  .track { width: 12rem; background: var(--color-accent-soft); border-radius: var(--radius-sm); }
  .track div { height: 0.75rem; margin-bottom: 0.25rem; background: var(--color-accent); border-radius: inherit; }
`;

export function designPage(): string {
  const parts = [
    section("Color", `<div class="grid">${of("color").map(swatch).join("")}</div>`),
    section("Type", `<div class="row">${of("text").map(sample).join("")}</div>`),
    section("Weight", `<div class="row">${of("font-weight").map(weight).join("")}</div>`),
    section("Spacing", `<div class="row">${STEPS.map(bar).join("")}</div>`),
    section("Radius", `<div class="row">${of("radius").map(box("border-radius")).join("")}</div>`),
    section("Shadow", `<div class="row">${of("shadow").map(box("box-shadow")).join("")}</div>`),
    section("Motion", `<div class="row">${of("duration").map(track).join("")}</div>`),
  ];
  return `<!doctype html><html lang="en"><title>Design</title><style>${css}</style><body>${parts.join("")}</body></html>`;
}

function asDeclaration({ name, value }: Token): string {
  return `${name}: ${value};`;
}

type Shown = { name: string; value: string; short: string };

/** Without line heights, which go with their sizes. */
function of(kind: string): Shown[] {
  const prefix = `--${kind}-`;
  const all = tokens().filter(({ name }) => name.startsWith(prefix) && !name.endsWith("--line-height"));
  return all.map((token) => ({ ...token, short: token.name.slice(prefix.length) }));
}

const section = (title: string, body: string) => `<h2>${title}</h2>${body}`;

const swatch = ({ name, short }: Shown) =>
  `<div><div class="swatch" style="background: var(${name})"></div>${short}</div>`;

const sample = ({ name, short }: Shown) =>
  `<div style="font-size: var(${name}); line-height: var(${name}--line-height)">${short}</div>`;

const weight = ({ name, short }: Shown) =>
  `<div style="font-size: var(--text-lg); font-weight: var(${name})">${short}</div>`;

const bar = (step: number) =>
  `<div><div class="bar" style="height: calc(var(--spacing) * ${step})"></div>${step}</div>`;

const box =
  (property: string) =>
  ({ name, short }: Shown) =>
    `<div><div class="box" style="${property}: var(${name})"></div>${short}</div>`;

/** As long as it lasts. */
const track = ({ value, short }: Shown) =>
  `<div><div class="track"><div style="width: ${(Number.parseInt(value, 10) / 300) * 100}%"></div></div>${short}, ${value}</div>`;
