/** Where the links about an address lead when they have done their work, or could not. */

import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { FormFailure } from "@/components/account/form-failure";
import { buttonClass } from "@/components/ui/button-class";
import type { SearchParams } from "@/lib/auth/next-path";
import { getConfig } from "@/lib/config";

export const metadata: Metadata = { title: "Your email address" };

const results: Record<string, string> = {
  verification: "Your email address is confirmed.",
  change: "Your email address is changed. Sign in with the new one from now on.",
};

const failures: Record<string, string> = {
  TAKEN: "There is another account with this address by now. Yours keeps the address that it has.",
  INVALID_USER: "This link is for another account than the one that is signed in here. Sign out, and open it again.",
};

export default async function VerifyEmailPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  if (!getConfig().mail) redirect("/sign-in");
  const { done, error } = await searchParams;
  const failure =
    error !== undefined &&
    (failures[String(error)] ?? "This link has been used, or its hour is over. The account page sends a new one.");
  return (
    <>
      <h1 className="mb-8 text-2xl font-semibold tracking-tight">Your email address</h1>
      {failure ? (
        <FormFailure message={failure} />
      ) : (
        <p role="status" className="rounded-control bg-accent-soft px-3.5 py-3 text-sm">
          {results[String(done)] ?? results.verification}
        </p>
      )}
      <div className="mt-6 flex flex-wrap gap-3">
        <Link href="/" className={buttonClass(failure ? "quiet" : "primary")}>
          Go to your tasks
        </Link>
        {failure && (
          <Link href="/account" className={buttonClass("primary")}>
            Go to your account
          </Link>
        )}
      </div>
    </>
  );
}
