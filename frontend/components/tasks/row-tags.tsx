/** The tags of one task; each leads to the tasks that share it. */

/** A task may have twenty, and a row is no place for so many. */
const MOST_SHOWN = 5;

export function RowTags({ tags, onTag }: { tags: string[]; onTag: (tag: string) => void }) {
  const more = tags.length - MOST_SHOWN;
  return (
    <>
      {tags.slice(0, MOST_SHOWN).map((tag) => (
        <button
          key={tag}
          type="button"
          tabIndex={-1}
          title={`Show tasks with #${tag}`}
          onClick={() => onTag(tag)}
          className="-mx-1 min-h-6 max-w-48 min-w-6 pointer-coarse:mx-0 pointer-coarse:-my-1.5 pointer-coarse:min-h-11 pointer-coarse:min-w-11 cursor-pointer truncate rounded-sm px-1 hover:text-accent hover:underline hover:underline-offset-2"
        >
          #<bdi>{tag}</bdi>
        </button>
      ))}
      {more > 0 && (
        <span>
          <span aria-hidden>{`+${more}`}</span>
          <span className="sr-only">{`and ${more} more tags`}</span>
        </span>
      )}
    </>
  );
}
