import * as z from 'zod'
import { Instant } from './time.ts'

/** What every stored record carries. `version` is 0 before the first write and grows by one with each. */
export const recordFields = {
  version: z.int().nonnegative(),
  createdAt: Instant,
  createdBy: z.string(),
  updatedAt: Instant,
  updatedBy: z.string(),
}

/** Who writes, and when: a staff id, an import's id or a job's name. */
export interface Stamp {
  readonly at: Instant
  readonly by: string
}

/** The record fields of something that has not been written yet. */
export function unwritten(stamp: Stamp): {
  version: number
  createdAt: Instant
  createdBy: string
  updatedAt: Instant
  updatedBy: string
} {
  return { version: 0, createdAt: stamp.at, createdBy: stamp.by, updatedAt: stamp.at, updatedBy: stamp.by }
}
