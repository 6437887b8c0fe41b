import { epochMilliseconds, type Instant } from '../../shared/domain/time.ts'

/**
 * How fast a channel's provider is used. Each worker keeps its own share of the rate in memory: the number of
 * workers is bounded by the queue's maximum concurrency, so the sum of their shares is never exceeded, and
 * pacing costs no request.
 */
export class Pace {
  /** When everything taken so far will have been worth its time, in epoch milliseconds. */
  #paidUntil = 0
  readonly #millisecondsEach: number
  readonly #burst: number

  /** @param perSecond this worker's share; @param burst how many may go at once after a pause */
  constructor(perSecond: number, burst: number) {
    this.#millisecondsEach = 1000 / perSecond
    this.#burst = burst
  }

  /** Takes the next turn, and returns the milliseconds until it comes. */
  next(now: Instant): number {
    const present = epochMilliseconds(now)
    const start = Math.max(this.#paidUntil, present - this.#burst * this.#millisecondsEach)
    this.#paidUntil = start + this.#millisecondsEach
    return Math.max(0, Math.ceil(this.#paidUntil - present))
  }
}
