import * as z from 'zod'

/** How much a notice presses: by what is owed of it first. */
export const NoticeUrgency = z.enum(['late', 'today', 'soon', 'later', 'none'])
export type NoticeUrgency = z.infer<typeof NoticeUrgency>
