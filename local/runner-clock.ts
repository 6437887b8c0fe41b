import { Instant } from '../shared/domain/time.ts'
import type { Clock } from '../shared/runtime/clock.ts'

/**
 * The clock of the whole local stack: real time plus an offset in shared memory, which functions and queues read
 * through their patched `Date` (worker-clock.ts). Time flows on from the instant that was set.
 */
export interface RunnerClock extends Clock {
  /** The shared offset in milliseconds, one float64, for workers. */
  readonly memory: SharedArrayBuffer
  nowMilliseconds(): number
  /** Moves to `instant`. An instant already passed is ignored unless `back` is set: time that ran on stays. */
  set(instant: Instant, options?: { back?: boolean }): void
}

export function runnerClock(start?: Instant): RunnerClock {
  const memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)
  const offset = new Float64Array(memory)
  const nowMilliseconds = () => Date.now() + (offset[0] ?? 0)
  const clock: RunnerClock = {
    memory,
    nowMilliseconds,
    now: () => Instant.parse(new Date(nowMilliseconds()).toISOString()),
    set(instant, options) {
      const target = Date.parse(instant)
      if (target > nowMilliseconds() || options?.back === true) offset[0] = target - Date.now()
    },
  }
  if (start !== undefined) clock.set(start, { back: true })
  return clock
}
