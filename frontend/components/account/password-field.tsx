/** A password that can be looked at while it is typed. */
"use client";

import { type ComponentProps, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { Button } from "../ui/button";
import { Field } from "../ui/field";

export function PasswordField(props: ComponentProps<typeof Field>) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      trailing={
        <Button
          variant="ghost"
          size="icon"
          aria-label={shown ? "Hide password" : "Show password"}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? "eye-off" : "eye"} className="size-4" />
        </Button>
      }
    />
  );
}
