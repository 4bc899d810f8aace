/** Signing in. */

import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/account/sign-in-form";
import { nextPath, type SearchParams, withNext } from "@/lib/auth/next-path";
import { getSession } from "@/lib/auth/server";
import { getConfig } from "@/lib/config";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next: wanted, reset } = await searchParams;
  const next = nextPath(wanted);
  if (await getSession()) redirect(next);
  return (
    <>
      {reset !== undefined && (
        <p role="status" className="mb-8 rounded-control bg-accent-soft px-3.5 py-3 text-sm">
          Your password is changed, and you are signed out everywhere.
        </p>
      )}
      <h1 className="text-2xl font-semibold tracking-tight">Sign in</h1>
      <p className="mt-1.5 mb-8 text-muted">Good to see you again.</p>
      <SignInForm next={next} />
      {getConfig().mail && (
        <p className="mt-6 text-sm">
          <Link href="/forgot-password" className="link">
            Forgot your password?
          </Link>
        </p>
      )}
      <p className="mt-6 text-sm text-muted">
        New here?{" "}
        <Link href={withNext("/sign-up", next)} className="link">
          Create an account
        </Link>
      </p>
    </>
  );
}
