/** The fields of a task that the page does not show yet. */
export const notShown = { list_id: null, position: "m00064ab1c2d3e4f", completed_at: null };
