/** An account's settings as the API has them: there are always some, and version 0 are the defaults. */

import type { components } from "../../lib/api/schema";
import { Refused } from "./refused";

export type Told = components["schemas"]["SettingsResponse"];

export class ModelSettings {
  now: Told = { time_zone: "UTC", day_start: "09:00", week_start: 0, email_reminders: false, version: 0 };

  /** `append` writes a line into the log. */
  constructor(private readonly append: () => void) {}

  /** Null as long as nothing was ever changed. */
  get told(): Told | null {
    return this.now.version > 0 ? this.now : null;
  }

  route({ method, headers }: Request, body: Partial<Told>): Response {
    const expected = headers.get("If-Match")?.replaceAll('"', "");
    return Response.json({ data: method === "GET" ? this.now : this.change(body, expected) });
  }

  change(fields: Partial<Told>, expected?: string): Told {
    if (expected && expected !== `${this.now.version}`) throw new Refused(412, "The settings have changed");
    if (fields.time_zone === "") throw new Refused(422, "Time zone must be the name of a time zone");
    const after = { ...this.now, ...fields };
    if (JSON.stringify(after) === JSON.stringify(this.now)) return this.now;
    this.now = { ...after, version: this.now.version + 1 };
    this.append();
    return this.now;
  }
}
