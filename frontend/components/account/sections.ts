/** The topics of the account page: what their headings say, and their addresses in it. The palette leads to them. */

export const sections = {
  profile: "Profile",
  email: "Email",
  appearance: "Appearance",
  time: "Date and time",
  reminders: "Reminders",
  password: "Password",
  sessions: "Sessions",
  calendar: "Calendar",
  data: "Your data",
  delete: "Delete account",
} as const;

export type SectionId = keyof typeof sections;
