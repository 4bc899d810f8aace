/** The buttons of the add box: more fields, and adding. */

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";

type AddButtonsProps = {
  isOpen: boolean;
  /** The id of what is folded away, once it is there. */
  moreId: string | undefined;
  onMore: () => void;
};

export function AddButtons({ isOpen, moreId, onMore }: AddButtonsProps) {
  return (
    <div className="col-start-2 row-start-1 flex items-center gap-1 pr-1.5">
      <Button
        variant="ghost"
        size="icon"
        aria-label={isOpen ? "Less" : "More"}
        title={isOpen ? "Less" : "More"}
        aria-expanded={isOpen}
        aria-controls={moreId}
        onClick={onMore}
      >
        <Icon name="chevron-down" className={cx("size-4 transition-transform", isOpen && "rotate-180")} />
      </Button>
      <Button
        type="submit"
        variant="primary"
        size="sm"
        aria-label="Add task"
        className="max-sm:px-0 max-sm:w-9 max-sm:pointer-coarse:w-11"
      >
        <Icon name="plus" className="size-5 sm:hidden" />
        <span className="max-sm:hidden">Add task</span>
      </Button>
    </div>
  );
}
