/** Who has opened the app at another name of this machine is led to the right one; others are told that nobody can sign in here. */
"use client";

import { useEffect } from "react";
import { isSameMachine } from "@/lib/same-machine";
import { NoticePage } from "./notice-page";
import { buttonClass } from "./ui/button-class";

export default function WrongAddress({ url, right }: { url: string; right: string }) {
  const isNear = isSameMachine(window.location.hostname, new URL(right).hostname);
  useEffect(() => {
    if (isNear) window.location.replace(right);
  }, [right, isNear]);
  if (isNear) return null;
  return (
    <NoticePage title="This app has another address" text={`It is set up for ${url}, and signing in works only there.`}>
      <a href={right} className={buttonClass("primary")}>
        {`Open ${url}`}
      </a>
    </NoticePage>
  );
}
