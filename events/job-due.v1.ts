import * as z from 'zod'

/** A schedule has come round. What is due is judged by the clock, so the same fact twice does the work once. */
export const JobDue = z.strictObject({
  job: z.string().min(1),
  /** The zone in whose time the schedule runs, `Asia/Shanghai`. */
  zone: z.string().min(1),
  /** When it was to run, UTC ISO 8601, as the scheduler writes it. */
  scheduledAt: z.iso.datetime(),
})
export type JobDue = z.infer<typeof JobDue>
