/** Whoever leaves takes their reminders with them: this browser neither gets nor shows nor remembers any of them. */

import { forgetSeen } from "../reminders/seen";
import { closeShown, switchOff } from "./device";
import { owner, wanted } from "./kept";
import { forgetPutOff } from "./put-off";

export async function stopReminding(): Promise<void> {
  forgetSeen();
  await Promise.all([wanted.drop(), forgetPutOff()]);
  if (!(await owner.get())) return;
  await Promise.allSettled([switchOff(), closeShown(() => true)]);
}
