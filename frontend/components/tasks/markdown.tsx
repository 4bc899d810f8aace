/** A description as it is meant: links, lists, emphasis, code. Nothing of it is taken as HTML. */

import { createContext, type ReactNode, useContext, useId } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { keyOf } from "@/lib/keys";
import { ticked } from "@/lib/tasks/tick";

const ALLOWED =
  "a p br strong em del code pre blockquote ul ol li input h1 h2 h3 h4 h5 h6 hr img table thead tbody tr th td".split(
    " ",
  );

const heading = "mt-2 font-semibold first:mt-0";

/** Headings are those of a text within the page, whose own come before. */
const components: Components = {
  a: ({ children, href }) => <Outside href={href}>{children}</Outside>,
  h1: ({ children }) => <p className={heading}>{children}</p>,
  h2: ({ children }) => <p className={heading}>{children}</p>,
  h3: ({ children }) => <p className={heading}>{children}</p>,
  h4: ({ children }) => <p className={heading}>{children}</p>,
  h5: ({ children }) => <p className={heading}>{children}</p>,
  h6: ({ children }) => <p className={heading}>{children}</p>,
  p: ({ children }) => <p className="whitespace-pre-line">{children}</p>,
  ul: ({ children }) => <ul className="list-disc pl-5 whitespace-normal">{children}</ul>,
  // A box stands in the place of the bullet. Between paragraphs of an item the lines are those of the paragraphs.
  li: ({ children, node }) => <Item at={node?.position?.start.offset}>{children}</Item>,
  input: ({ checked = false }) => <Box isTicked={checked} />,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal pl-5 whitespace-normal">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => <blockquote className="border-l-2 border-edge pl-3 text-muted">{children}</blockquote>,
  code: ({ children }) => <code className="rounded-sm bg-hover px-1 font-mono text-[0.9em]">{children}</code>,
  pre: ({ children }) => <pre className="overflow-x-auto rounded-control bg-hover p-2">{children}</pre>,
  // A picture would be asked of strangers, who would learn who reads.
  img: ({ alt, src }) => <Outside href={typeof src === "string" ? src : undefined}>{alt || "Picture"}</Outside>,
  table: ({ children }) => <table className="block overflow-x-auto">{children}</table>,
  th: ({ children }) => <th className="border border-line px-2 py-1 text-start font-semibold">{children}</th>,
  td: ({ children }) => <td className="border border-line px-2 py-1">{children}</td>,
  hr: () => <hr className="border-line" />,
};

type MarkdownTextProps = {
  text: string;
  /** Hears the text with one of its boxes ticked, or not any more. */
  onTick: (text: string) => void;
};

export default function MarkdownText({ text, onTick }: MarkdownTextProps) {
  return (
    // Lines are lines, as they were written: in paragraphs and items, and not between them.
    <div dir="auto" className="grid gap-2 leading-6 wrap-anywhere">
      <WrittenContext value={{ text, onTick }}>
        <Markdown remarkPlugins={[remarkGfm]} allowedElements={ALLOWED} unwrapDisallowed components={components}>
          {text}
        </Markdown>
      </WrittenContext>
    </div>
  );
}

const WrittenContext = createContext<MarkdownTextProps>({ text: "", onTick: () => {} });
/** The item that a box stands in: where that begins in the text, and what names it. */
const ItemContext = createContext<{ at: number | undefined; id: string }>({ at: undefined, id: "" });

function Item({ at, children }: { at: number | undefined; children: ReactNode }) {
  const id = useId();
  return (
    <li
      id={id}
      className="whitespace-pre-line has-[>label]:-ml-5 has-[>label]:list-none has-[>label]:pointer-coarse:py-2.5 has-[>p]:whitespace-normal has-[>p>label]:-ml-5 has-[>p>label]:list-none has-[>p>label]:pointer-coarse:py-2.5"
    >
      <ItemContext value={{ at, id }}>{children}</ItemContext>
    </li>
  );
}

function Box({ isTicked }: { isTicked: boolean }) {
  const { text, onTick } = useContext(WrittenContext);
  const { at, id } = useContext(ItemContext);
  const turned = ticked(text, at, !isTicked);
  return (
    // As much around the box as a finger needs.
    <label className="inline-flex align-middle pointer-coarse:-m-3 pointer-coarse:p-3">
      <input
        type="checkbox"
        aria-labelledby={id}
        checked={isTicked}
        disabled={turned === undefined}
        onChange={() => turned !== undefined && onTick(turned)}
        // It would close the task.
        onKeyDown={(event) => keyOf(event) === "Enter" && event.preventDefault()}
        className="size-4 cursor-pointer accent-accent disabled:cursor-default pointer-coarse:size-5"
      />
    </label>
  );
}

/** A link to somewhere else, which learns nothing of who comes. */
function Outside({ href, children }: { href: string | undefined; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="link wrap-anywhere">
      {children}
    </a>
  );
}
