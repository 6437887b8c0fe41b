import { usualDays } from '../days.ts'
import {
  conflict,
  leaveUnprocessed,
  refuse,
  reset,
  takeInPart,
  throttled,
  unavailable,
  type When,
} from '../fates.ts'
import type { FaultClass } from '../plan.ts'
import type { Fate, SeenRequest } from '../proxy.ts'
import type { Random } from '../random.ts'

/** What a service of AWS does on a bad day. Resets are the most frequent: the SDK hardly waits after them. */
function badDay({ service, operation }: SeenRequest, when: When, random: Random): Fate {
  const chance = random.next()
  if (service === 'sns' || service === 'ses') throw new Error('the providers have a class of their own')
  if (chance < 0.5) return reset(when)
  if (chance < 0.75 || when === 'after') return refuse(unavailable, when)
  if (chance < 0.85 || operation !== 'TransactWriteItems') return refuse(throttled[service], when)
  return conflict((count) => random.between(0, count - 1))
}

function isProvider({ service }: SeenRequest): boolean {
  return service === 'sns' || service === 'ses'
}

function serviceFaults(number: number, name: string, when: When): FaultClass {
  return {
    number,
    name,
    plan(random) {
      const often = random.pick([0.02, 0.05, 0.1])
      // Longer than the SDK's own patience, shorter than the job's retries.
      const outage = {
        functionName: random.pick([
          'maintenance-sweep',
          'renewal-sweep',
          'renewal-lists',
          'messages-deliver',
          'messages-relay',
        ]),
        from: random.between(1, 15),
        length: random.between(3, 7),
      }
      return {
        ...usualDays(random),
        says: `${often * 100} % of the requests, and all of ${outage.functionName}'s from ${outage.from} on, ${outage.length} of them`,
        judge: () => (request) => {
          const { functionName, operation, nth } = request
          if (isProvider(request)) return undefined
          const of = random.named(functionName, operation, nth)
          const out =
            functionName === outage.functionName && nth >= outage.from && nth < outage.from + outage.length
          return out || of.chance(often) ? badDay(request, when, of) : undefined
        },
      }
    },
  }
}

const unprocessed: FaultClass = {
  number: 9,
  name: 'batches with unprocessed items',
  plan(random) {
    const often = random.pick([0.1, 0.3, 0.5])
    return {
      ...usualDays(random),
      says: `${often * 100} % of the batches taken in part`,
      judge:
        () =>
        ({ functionName, operation, nth }) => {
          const of = random.named(functionName, operation, nth)
          if (!of.chance(often)) return undefined
          if (operation === 'BatchGetItem')
            return leaveUnprocessed((count) => (count === 1 ? of.between(0, 1) : of.between(1, count - 1)))
          if (operation === 'SendMessageBatch') return takeInPart((index) => of.named(index).chance(0.5))
          return undefined
        },
    }
  },
}

const staleIndex: FaultClass = {
  number: 16,
  name: 'index 0–60 s behind, stale both ways',
  plan(random) {
    const most = random.pick([1, 10, 60])
    return {
      ...usualDays(random),
      // Just before the first sweep: the index does not know of everybody yet.
      dawn: random.pick(['05:00', '07:29', '08:59']),
      says: `entries up to ${most} s late to come and to go`,
      indexLag: {
        shows: (key, version) => random.named('shows', key, version).between(0, most) * 1000,
        drops: (key, version) => random.named('drops', key, version).between(0, most) * 1000,
      },
    }
  },
}

export const databaseClasses: readonly FaultClass[] = [
  serviceFaults(7, 'throttles, 5xx, resets before the commit', 'before'),
  serviceFaults(8, 'the same after the commit (lost reply)', 'after'),
  unprocessed,
  staleIndex,
]
