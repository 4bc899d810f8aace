/** A menu that opens from a button. */
"use client";

import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";

type MenuProps = {
  /** One element that takes a ref, usually a `<Button>`. */
  trigger: ReactElement;
  align?: "start" | "end";
  /** For a menu that is fetched when it is first asked for. */
  defaultOpen?: boolean;
  /** For a menu that is also opened from elsewhere. */
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
};

export function Menu({ trigger, align = "end", children, ...opening }: MenuProps) {
  return (
    <Radix.Root modal={false} {...opening}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      {/* Not at the end of the body, where it would belong to no landmark. */}
      <Radix.Portal container={globalThis.document?.getElementById("main") ?? null}>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="pop z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[calc(100vw-1rem)] min-w-52 overflow-y-auto rounded-control border border-line bg-raised p-1.5 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const itemClass =
  "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm outline-none select-none data-highlighted:bg-hover " +
  "data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-accent " +
  "data-disabled:cursor-default data-disabled:opacity-55 pointer-coarse:min-h-11";

type MenuItemProps = {
  onSelect: () => void;
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  children: ReactNode;
};

export function MenuItem({ onSelect, icon, danger = false, disabled = false, children }: MenuItemProps) {
  return (
    <Radix.Item disabled={disabled} onSelect={onSelect} className={cx(itemClass, danger && "text-danger")}>
      {icon && (
        <span aria-hidden className="flex size-4 shrink-0 items-center justify-center text-muted">
          {icon}
        </span>
      )}
      <span className="min-w-0">{children}</span>
    </Radix.Item>
  );
}

/** An item that goes somewhere: `children` is one link. */
export function MenuLink({ children }: { children: ReactElement }) {
  return (
    <Radix.Item asChild className={itemClass}>
      {children}
    </Radix.Item>
  );
}

/** For the eye: what is below it has that name for others. */
export function MenuHeading({ children }: { children: string }) {
  return (
    <div aria-hidden className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-muted">
      {children}
    </div>
  );
}

type MenuRadioGroupProps = {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  children: ReactNode;
};

export function MenuRadioGroup({ label, value, onValueChange, children }: MenuRadioGroupProps) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onValueChange} aria-label={label}>
      <MenuHeading>{label}</MenuHeading>
      <div>{children}</div>
    </Radix.RadioGroup>
  );
}

export function MenuRadioItem({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.RadioItem value={value} className={itemClass}>
      <span aria-hidden className="flex size-4 items-center justify-center">
        <Radix.ItemIndicator>
          <Icon name="check" className="size-4 text-accent" />
        </Radix.ItemIndicator>
      </span>
      <span>{children}</span>
    </Radix.RadioItem>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;
}
