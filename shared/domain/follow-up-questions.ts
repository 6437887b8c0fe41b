import * as z from 'zod'
import { ComplaintMatter } from './complaint-severity.ts'

/** Scores go from 1 to 10, 10 is best. */
export const BEST_SCORE = 10
export const MOST_QUESTIONS = 20

/** What customers are asked after a visit. */
export const FollowUpQuestion = z.object({
  /** Answers name it: it stays what it means. */
  code: z.string().regex(/^[a-z][a-z0-9_]{0,29}$/),
  zh: z.string(),
  en: z.string(),
  /** `overall` is a score too, and that of the call. */
  kind: z.enum(['overall', 'score', 'yes_no', 'text']),
  /** What a bad score of it is a complaint of. */
  matter: ComplaintMatter.optional(),
})
export type FollowUpQuestion = z.infer<typeof FollowUpQuestion>
