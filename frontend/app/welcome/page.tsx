/** What this is, for who comes for the first time: proxy.ts shows it at "/" to whoever has no session. */

import type { Metadata } from "next";
import Link from "next/link";
import { Mark } from "@/components/mark";
import { ProductPicture } from "@/components/product-picture";
import { buttonClass } from "@/components/ui/button-class";
import { nextPath, type SearchParams, withNext } from "@/lib/auth/next-path";
import { getSession } from "@/lib/auth/server";

export const metadata: Metadata = {
  title: { absolute: "Todo: a to-do list that keeps every change" },
  description: "A to-do list that keeps every change, works offline and is the same on all your devices.",
};

const points = [
  {
    title: "Nothing gets lost",
    text: "Each change is stored on your device at once and sent until it has arrived. Deleted tasks wait in the trash for 30 days, earlier versions in each task’s history for 90.",
  },
  {
    title: "With or without a connection",
    text: "Every view opens offline. What you do there is sent when you are back, and never written over what you have changed on another device.",
  },
  {
    title: "Quick, from the keyboard",
    text: "Type “dentist 12 dec #health” and press Enter: the day and the tag are understood. The command palette does the rest, and ? lists all keys.",
  },
];

export default async function WelcomePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const next = nextPath((await searchParams).next);
  return (
    <main className="mx-auto w-full max-w-6xl px-5 py-6 sm:px-8 sm:py-8">
      <div className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
        <Mark className="size-7" />
        Todo
      </div>
      <div className="mx-auto max-w-2xl pt-12 pb-10 sm:pt-16 sm:pb-14 sm:text-center">
        <h1 className="text-3xl font-semibold tracking-tight text-balance sm:text-5xl">
          A to-do list that keeps every change
        </h1>
        <p className="mt-4 text-pretty text-muted sm:mt-5 sm:text-lg sm:text-balance">
          Write down what you have to do on any device, and find it on all the others. It works without a connection,
          and everything can be done from the keyboard.
        </p>
        <div className="mt-7 flex flex-wrap gap-3 sm:justify-center">
          {(await getSession()) ? (
            // A page of its own to load: whoever is signed in gets the app as the worker keeps it.
            <a href={next} className={buttonClass("primary")}>
              Go to your tasks
            </a>
          ) : (
            <>
              <Link href={withNext("/sign-up", next)} className={buttonClass("primary")}>
                Create account
              </Link>
              <Link href={withNext("/sign-in", next)} className={buttonClass()}>
                Sign in
              </Link>
            </>
          )}
        </div>
      </div>
      <ProductPicture />
      <ul className="mt-12 grid gap-8 pb-10 sm:mt-16 md:grid-cols-3 lg:gap-10">
        {points.map(({ title, text }) => (
          <li key={title}>
            <h2 className="font-semibold">{title}</h2>
            <p className="mt-1.5 text-sm text-pretty text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </main>
  );
}
