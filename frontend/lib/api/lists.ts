/** The requests by which the engine writes lists. */

import type { ListFields } from "../domain/list";
import type { Call } from "./client";
import { type EntityApi, itemIn, notOurs, sentFields } from "./entity";

export function createListApi(call: Call): EntityApi {
  const at = (list_id: string) => ({ path: { list_id } });
  const ifMatch = (version: number) => ({ header: { "If-Match": `"${version}"` } });

  return {
    async create(id, fields) {
      const params = { ...at(id), header: { "If-None-Match": "*" } };
      const body = sentFields(fields) as ListFields;
      return itemIn(await call((api) => api.PUT("/api/lists/{list_id}", { params, body })));
    },

    async createUnderKey(key, fields) {
      const params = { header: { "Idempotency-Key": key } };
      return itemIn(await call((api) => api.POST("/api/lists", { params, body: sentFields(fields) as ListFields })));
    },

    async read(id) {
      return itemIn(await call((api) => api.GET("/api/lists/{list_id}", { params: at(id) })));
    },

    async edit(id, body, version) {
      const params = { ...at(id), ...ifMatch(version) };
      return itemIn(await call((api) => api.PATCH("/api/lists/{list_id}", { params, body })));
    },

    async remove(id, version) {
      const params = { ...at(id), ...ifMatch(version) };
      const nothing: unknown = await call((api) => api.DELETE("/api/lists/{list_id}", { params }));
      if (nothing !== undefined) throw notOurs();
    },

    async erase(id, version) {
      const params = { ...at(id), ...ifMatch(version), query: { permanent: true } };
      const nothing: unknown = await call((api) => api.DELETE("/api/lists/{list_id}", { params }));
      if (nothing !== undefined) throw notOurs();
    },

    async restore(id, key) {
      const params = { ...at(id), header: { "Idempotency-Key": key } };
      return itemIn(await call((api) => api.POST("/api/lists/{list_id}/restore", { params })));
    },

    async history(id) {
      const { data } = await call((api) => api.GET("/api/lists/{list_id}/history", { params: at(id) }));
      return data.map(({ after }) => after);
    },
  };
}
