import { changeClasses } from './classes/changes.ts'
import { crashClasses } from './classes/crashes.ts'
import { databaseClasses } from './classes/database.ts'
import { eventClasses } from './classes/events.ts'
import { providerClasses } from './classes/providers.ts'
import { scheduleClasses } from './classes/schedules.ts'
import type { FaultClass } from './plan.ts'
import { randomOf } from './random.ts'
import { severalAtOnce } from './together.ts'

const single: readonly FaultClass[] = [
  ...crashClasses,
  ...scheduleClasses,
  ...databaseClasses,
  ...eventClasses,
  ...providerClasses,
  ...changeClasses,
].sort((a, b) => a.number - b.number)

/** The classes of faults that touch the path, by number, and 0 for several of them at once. */
export const faultClasses: readonly FaultClass[] = [severalAtOnce(single), ...single]

/** The class of a seed: seeds go round all of them, unless one is wanted. */
export function classOf(seed: number, wanted: number | undefined): FaultClass | undefined {
  return wanted === undefined
    ? faultClasses[seed % faultClasses.length]
    : faultClasses.find(({ number }) => number === wanted)
}

/** All chance of one seed in one class. */
export function randomFor(seed: number, { number }: FaultClass) {
  return randomOf(`class ${number} seed ${seed}`)
}
