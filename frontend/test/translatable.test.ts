/**
 * Browsers translate a page by putting other nodes in the place of its texts. React then stumbles over a text that it has
 * put beside something that comes and goes, and forgets about one that changes. So each such text has an element of its own.
 */

import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const FRONTEND = fileURLToPath(new URL("..", import.meta.url));

function componentFiles(): string[] {
  return ["app", "components", "lib", "views"].flatMap((folder) =>
    readdirSync(path.join(FRONTEND, folder), { recursive: true, encoding: "utf-8" })
      .filter((file) => file.endsWith(".tsx"))
      .map((file) => path.join(FRONTEND, folder, file)),
  );
}

/** The texts of these sources that a translating browser would take from React, as "file:line: text". */
function bareTexts(files: string[], sources: Record<string, string> = {}): string[] {
  const { config } = ts.readConfigFile(path.join(FRONTEND, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, FRONTEND);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, language, ...rest) => {
    const source = sources[name];
    return source === undefined
      ? getSourceFile(name, language, ...rest)
      : ts.createSourceFile(name, source, language, true);
  };
  host.fileExists = (name) => name in sources || fileExists(name);
  host.readFile = (name) => sources[name] ?? readFile(name);
  const program = ts.createProgram(files, { ...options, incremental: false, noEmit: true }, host);
  const checker = program.getTypeChecker();
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return source ? bareTextsIn(source, checker) : [];
  });
}

function bareTextsIn(source: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found: string[] = [];
  const report = (node: ts.Node) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const words = node.getText(source).trim().replace(/\s+/g, " ").slice(0, 60);
    found.push(`${path.relative(FRONTEND, source.fileName)}:${line + 1}: ${words}`);
  };
  const visit = (node: ts.Node) => {
    if (ts.isJsxElement(node) || ts.isJsxFragment(node)) {
      const children = node.children.filter((child) => !isNothing(child));
      const isAlone = children.length === 1 && ts.isJsxElement(node);
      const isFixed = children.every((child) => isFixedText(child) || isFixedElement(child, checker));
      if (!isAlone && !isFixed) children.filter((child) => mayBeText(child, checker)).forEach(report);
    }
    if ((ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) && rendersText(node, checker)) report(node);
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

/** White space with a line break in it, and comments. */
function isNothing(child: ts.JsxChild): boolean {
  if (ts.isJsxText(child)) return child.containsOnlyTriviaWhiteSpaces;
  return ts.isJsxExpression(child) && !child.expression;
}

function isFixedText(child: ts.JsxChild): boolean {
  if (ts.isJsxText(child)) return true;
  return ts.isJsxExpression(child) && child.expression !== undefined && ts.isStringLiteral(child.expression);
}

/** It is always there. */
function isFixedElement(child: ts.JsxChild, checker: ts.TypeChecker): boolean {
  if (ts.isJsxFragment(child)) return false;
  if (!ts.isJsxElement(child) && !ts.isJsxSelfClosingElement(child)) return false;
  const opening = ts.isJsxElement(child) ? child.openingElement : child;
  const returned = returnTypeOf(opening, checker);
  return returned === undefined || !partsOf(returned).some((part) => part.flags & ts.TypeFlags.Null);
}

function mayBeText(child: ts.JsxChild, checker: ts.TypeChecker): boolean {
  if (isFixedText(child)) return true;
  if (!ts.isJsxExpression(child) || !child.expression) return false;
  const parts = partsOf(checker.getTypeAtLocation(child.expression));
  // Whatever React can show may be false or nothing; what is left of it before "&&" is then no text.
  const isLeftOver = parts.some(({ flags }) => flags & ts.TypeFlags.Null);
  return parts.some((part) => isText(part) && !(isLeftOver && isZero(part)));
}

const isZero = (type: ts.Type) => type.isLiteral() && (typeof type.value === "object" || type.value === 0);

/** An empty one comes and goes, too, but as nothing. */
function isText(type: ts.Type): boolean {
  if (type.isStringLiteral()) return type.value !== "";
  return (type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) !== 0;
}

/** A component of ours that answers with a text stands for a text. */
function rendersText(element: ts.JsxOpeningLikeElement, checker: ts.TypeChecker): boolean {
  const returned = returnTypeOf(element, checker);
  return returned !== undefined && partsOf(returned).some(isText);
}

/** Of a component of ours; libraries say less of theirs than is so. */
function returnTypeOf(element: ts.JsxOpeningLikeElement, checker: ts.TypeChecker): ts.Type | undefined {
  if (/^[a-z]/.test(element.tagName.getText())) return undefined;
  const declaration = checker.getResolvedSignature(element)?.getDeclaration();
  // What stands for one of several tags has a declaration of nowhere.
  const source: ts.SourceFile | undefined = declaration?.getSourceFile();
  if (!declaration || !source || source.fileName.includes("node_modules")) return undefined;
  const signature = checker.getSignatureFromDeclaration(declaration);
  return signature && checker.getReturnTypeOfSignature(signature);
}

const partsOf = (type: ts.Type) => (type.isUnion() ? type.types : [type]);

/** The type checker takes its time. */
const PATIENCE_MS = 180_000;

test("no text of the app is beside what comes and goes", { timeout: PATIENCE_MS }, () => {
  expect(bareTexts(componentFiles())).toEqual([]);
});

const shapes: [kind: string, jsx: string, isBare: boolean][] = [
  ["a text beside a condition", "<p>{is && <b />}text</p>", true],
  ["a text that comes and goes", "<p><b />{is && name}</p>", true],
  ["a text in the place of an element, beside another", "<p><b />{is ? name : <i />}</p>", true],
  ["a text that changes beside one that does not", "<p>Hello {name}</p>", true],
  ["a number", "<p><b />{count}</p>", true],
  ["a nought for a condition", "<p><b />{count && <i />}</p>", true],
  ["children that may be a text, beside a condition", "<p>{is && <b />}{children}</p>", true],
  ["a text in a fragment", "<>{name}</>", true],
  ["a component that is a text", "<p><Word /></p>", true],
  ["a text beside a component that may be nothing", "<p>text <Maybe /></p>", true],
  ["a text of its own", "<p>{name}</p>", false],
  ["a condition that is what React can show", "<p><b />{children && <i />}</p>", false],
  ["a template", "<p>{`Hello " + "$" + "{name}`}</p>", false],
  ["a text or an element, alone", "<p>{is ? name : <i />}</p>", false],
  ["words around an element that stays", "<p>text <b>bold</b> text</p>", false],
  ["a text in an element, beside a condition", "<p>{is && <b />}<span>text</span></p>", false],
];

test("the search finds each kind of such a text, and nothing else", { timeout: PATIENCE_MS }, () => {
  const sources = Object.fromEntries(
    shapes.map(([kind, jsx]) => [
      path.join(FRONTEND, "components", `${kind}.tsx`),
      `import type { ReactNode } from "react";
      declare const is: boolean, name: string, count: number, children: ReactNode;
      function Word() { return name; }
      function Maybe() { return is ? <b /> : null; }
      export function Example() { void Word; void Maybe; return ${jsx}; }`,
    ]),
  );
  const found = bareTexts(Object.keys(sources), sources);
  const isFound = (kind: string) => found.some((line) => line.startsWith(`components/${kind}.tsx:`));
  expect(shapes.filter(([kind]) => isFound(kind)).map(([kind]) => kind)).toEqual(
    shapes.filter(([, , isBare]) => isBare).map(([kind]) => kind),
  );
});
