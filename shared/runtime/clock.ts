import { Instant } from '../domain/time.ts'

/** Where *now* comes from. Rules are given an instant; only entry files and senders hold a clock. */
export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => Instant.parse(new Date().toISOString()) }
