/** Where the link of the mail leads: a new password. */

import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { FormFailure } from "@/components/account/form-failure";
import { ResetForm } from "@/components/account/reset-form";
import type { SearchParams } from "@/lib/auth/next-path";
import { getConfig } from "@/lib/config";

export const metadata: Metadata = { title: "Choose a new password" };

export default async function ResetPasswordPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  if (!getConfig().mail) redirect("/sign-in");
  const { token } = await searchParams;
  return (
    <>
      <h1 className="mb-8 text-2xl font-semibold tracking-tight">Choose a new password</h1>
      {typeof token === "string" ? (
        <ResetForm token={token} />
      ) : (
        <FormFailure message="This link has been used, or its hour is over." />
      )}
      <p className="mt-6 text-sm text-muted">
        The link works once, for an hour.{" "}
        <Link href="/forgot-password" className="link">
          Ask for a new link
        </Link>
      </p>
    </>
  );
}
