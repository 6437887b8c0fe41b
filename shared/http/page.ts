import * as z from 'zod'

/** How a list is paged: `cursor` is the `next` of the page before, under the same other parameters. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(1000).optional(),
}

/** A page of a list; without `next` it is the last one. */
export function pageOf<Entry extends z.ZodType>(entry: Entry) {
  return z.object({ items: z.array(entry), next: z.string().optional() })
}
