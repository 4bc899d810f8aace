/** A person's account: name, password, where they are signed in, their tasks as a file, and the way out. */

import type { Metadata } from "next";
import { headers } from "next/headers";
import { DeleteAccount } from "@/components/account/delete-account";
import { ExportTasks } from "@/components/account/export-tasks";
import { ImportTasks } from "@/components/account/import-tasks";
import { NameForm } from "@/components/account/name-form";
import { PasswordForm } from "@/components/account/password-form";
import { Section } from "@/components/account/section";
import { SessionList } from "@/components/account/session-list";
import { ThemePicker } from "@/components/account/theme-picker";
import { describeDevice } from "@/lib/auth/device";
import { getAuth, requireSession } from "@/lib/auth/server";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const { user, session } = await requireSession();
  const sessions = await getAuth().api.listSessions({ headers: await headers(), query: { disableRefresh: true } });
  const shown = sessions
    .map(({ id, userAgent, createdAt, updatedAt }) => ({
      id,
      isThisOne: id === session.id,
      device: describeDevice(userAgent),
      signedInAt: createdAt,
      lastSeenAt: updatedAt,
    }))
    .sort((a, b) => Number(b.isThisOne) - Number(a.isThisOne) || b.lastSeenAt.getTime() - a.lastSeenAt.getTime());

  return (
    <div className="grid grid-cols-1 gap-6">
      <h1 className="text-2xl font-semibold tracking-tight">Account</h1>
      <Section title="Profile" description={`You sign in as ${user.email}.`}>
        <NameForm name={user.name} />
      </Section>
      <Section title="Appearance" description="Applies to this browser.">
        <ThemePicker />
      </Section>
      <Section title="Password">
        <PasswordForm email={user.email} />
      </Section>
      <Section title="Sessions" description="Where you are signed in. Sign out whatever you do not recognise.">
        <SessionList sessions={shown} />
      </Section>
      <Section title="Your data" description="Take your tasks with you, or bring tasks in.">
        <div className="grid gap-6">
          <ExportTasks />
          <ImportTasks />
        </div>
      </Section>
      <Section title="Delete account" description="Your account and all your tasks are erased, for good.">
        <DeleteAccount />
      </Section>
    </div>
  );
}
