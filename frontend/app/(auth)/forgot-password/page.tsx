/** Asking for a link by which a new password is set. */

import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ForgotForm } from "@/components/account/forgot-form";
import { getConfig } from "@/lib/config";

export const metadata: Metadata = { title: "Forgot your password?" };

export default function ForgotPasswordPage() {
  if (!getConfig().mail) redirect("/sign-in");
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Forgot your password?</h1>
      <p className="mt-1.5 mb-8 text-muted">Choose a new one, with a link that comes by mail.</p>
      <ForgotForm />
      <p className="mt-6 text-sm text-muted">
        <Link href="/sign-in" className="link">
          Back to signing in
        </Link>
      </p>
    </>
  );
}
