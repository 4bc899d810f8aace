/** What the API alone says about a task, and where it is. */
export const notShown = { list_id: null, position: "m00064ab1c2d3e4f", completed_at: null, parent_id: null };
