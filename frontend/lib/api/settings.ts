/** The requests by which the engine writes the settings. There is always one of them, so that they are neither made nor deleted. */

import { onlyItem } from "../domain/item";
import type { Call } from "./client";
import { type EntityApi, notOurs } from "./entity";
import type { components } from "./schema";

export function createSettingsApi(call: Call): EntityApi {
  const change = async (body: components["schemas"]["SettingsPatch"], version: number) => {
    const params = { header: { "If-Match": `"${version}"` } };
    return settingsIn(await call((api) => api.PATCH("/api/me/settings", { params, body })));
  };
  const never = () => Promise.reject(notOurs());

  return {
    /** The first change, unless there was one: then 412. */
    create: (_id, fields) => change(fields, 0),
    edit: (_id, fields, version) => change(fields, version),
    read: async () => settingsIn(await call((api) => api.GET("/api/me/settings"))),
    /** The API has none of them. */
    history: async () => [],
    createUnderKey: never,
    remove: never,
    erase: never,
    restore: never,
  };
}

function settingsIn(answer: components["schemas"]["SettingsEnvelope"] | null) {
  if (typeof answer?.data?.version === "number") return onlyItem(answer.data);
  throw notOurs();
}
