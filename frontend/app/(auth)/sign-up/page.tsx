/** Making an account. */

import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SignUpForm } from "@/components/account/sign-up-form";
import { nextPath, type SearchParams, withNext } from "@/lib/auth/next-path";
import { getSession } from "@/lib/auth/server";

export const metadata: Metadata = { title: "Create account" };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next: wanted, goodbye } = await searchParams;
  const next = nextPath(wanted);
  if (await getSession()) redirect(next);
  return (
    <>
      {goodbye !== undefined && (
        <p role="status" className="mb-8 rounded-control bg-accent-soft px-3.5 py-3 text-sm">
          Your account and your tasks are deleted. Take care, and come back any time.
        </p>
      )}
      <h1 className="text-2xl font-semibold tracking-tight">Create your account</h1>
      <p className="mt-1.5 mb-8 text-muted">A calm place for what you have to do.</p>
      <SignUpForm next={next} />
      <p className="mt-6 text-sm text-muted">
        Already have an account?{" "}
        <Link href={withNext("/sign-in", next)} className="link">
          Sign in
        </Link>
      </p>
    </>
  );
}
