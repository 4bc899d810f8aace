/** A person's account: name, e-mail, date and time, reminders, password, where they are signed in, their tasks as a file, and the way out. */
"use client";

import { useState } from "react";
import { usePerson } from "@/lib/auth/use-person";
import { CalendarFeed } from "./calendar-feed";
import { DeleteAccount } from "./delete-account";
import { EmailAddress } from "./email-address";
import { ExportTasks } from "./export-tasks";
import { ImportTasks } from "./import-tasks";
import { NameForm } from "./name-form";
import { PasswordForm } from "./password-form";
import { ReminderSettings } from "./reminder-settings";
import { Section } from "./section";
import { SessionList } from "./session-list";
import { ThemePicker } from "./theme-picker";
import { TimeSettings } from "./time-settings";

export function AccountPage() {
  const { person } = usePerson();
  // A new password may have ended the other sessions.
  const [passwords, setPasswords] = useState(0);
  return (
    <div className="grid grid-cols-1 gap-6">
      <h1 className="text-2xl font-semibold tracking-tight">Account</h1>
      <Section id="profile" description={person ? `You sign in as ${person.email}.` : ""}>
        <NameForm key={person?.id} />
      </Section>
      <EmailAddress />
      <Section id="appearance" description="Applies to this browser.">
        <ThemePicker />
      </Section>
      <Section id="time" description="Applies to your account, on all your devices.">
        <TimeSettings />
      </Section>
      <ReminderSettings />
      <Section id="password">
        <PasswordForm onChanged={() => setPasswords((count) => count + 1)} />
      </Section>
      <Section id="sessions" description="Where you are signed in. Sign out whatever you do not recognize.">
        <SessionList key={passwords} />
      </Section>
      <Section id="calendar" description="Your open tasks that have a due date, in the calendar that you use.">
        <CalendarFeed />
      </Section>
      <Section id="data" description="Take your tasks with you, or bring tasks in.">
        <div className="grid gap-6">
          <ExportTasks />
          <ImportTasks />
        </div>
      </Section>
      <Section id="delete" description="Your account and all your tasks are erased, for good.">
        <DeleteAccount />
      </Section>
    </div>
  );
}
