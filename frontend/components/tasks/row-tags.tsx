/** The tags of one task; each leads to the tasks that share it. */

import { toneOfTag } from "@/components/tones";

/** A task may have twenty, and a row is no place for so many. */
const MOST_SHOWN = 5;

type RowTagsProps = { tags: string[]; onTag: ((tag: string) => void) | undefined };

export function RowTags({ tags, onTag }: RowTagsProps) {
  const more = tags.length - MOST_SHOWN;
  return (
    <>
      {tags.slice(0, MOST_SHOWN).map((tag) =>
        onTag ? (
          <button
            key={tag}
            type="button"
            tabIndex={-1}
            title={`Show tasks with #${tag}`}
            onClick={() => onTag(tag)}
            className="-mx-1 min-h-6 max-w-full min-w-6 cursor-pointer truncate rounded-sm px-1 hover:text-accent hover:underline hover:underline-offset-2"
          >
            <Tag tag={tag} />
          </button>
        ) : (
          <span key={tag} className="max-w-full truncate">
            <Tag tag={tag} />
          </span>
        ),
      )}
      {more > 0 && (
        <span>
          <span aria-hidden>{`+${more}`}</span>
          <span className="sr-only">{`and ${more} more tags`}</span>
        </span>
      )}
    </>
  );
}

/** The mark has the color of the tag. */
function Tag({ tag }: { tag: string }) {
  return (
    <>
      <span className={toneOfTag(tag)}>
        <span className="tag-mark">#</span>
      </span>
      <bdi>{tag}</bdi>
    </>
  );
}
