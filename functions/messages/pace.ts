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

  /** Takes so many turns and returns 0, or takes none and returns the seconds to wait. */
  take(count: number, now: Instant): number {
    const present = epochMilliseconds(now)
    const start = Math.max(this.#paidUntil, present - this.#burst * this.#millisecondsEach)
    const end = start + count * this.#millisecondsEach
    if (end > present) return Math.ceil((end - present) / 1000)
    this.#paidUntil = end
    return 0
  }
}
