import { byBatch, byRequest } from '../by-content.ts'
import { usualDays } from '../days.ts'
import {
  conflict,
  leaveUnprocessed,
  refuse,
  reset,
  silence,
  takeInPart,
  throttled,
  unavailable,
  type When,
} from '../fates.ts'
import type { FaultClass } from '../plan.ts'
import type { Fate, SeenRequest } from '../proxy.ts'
import type { Random } from '../random.ts'
import { fromEpochMilliseconds } from '../../../shared/domain/time.ts'

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
      // One a seed, and not in every one: it lasts as long as the client is patient.
      const silent = random.chance(0.5) && {
        functionName: random.pick([
          'maintenance-sweep',
          'messages-deliver',
          'messages-relay',
          'messages-receipts',
        ]),
        at: random.between(1, 6),
      }
      return {
        ...usualDays(random),
        says: `${often * 100} % of the requests, and all of ${outage.functionName}'s from ${outage.from} on, ${outage.length} of them${silent === false ? '' : `; ${silent.functionName}'s request ${silent.at} is never answered`}`,
        judge(run) {
          const chanceOf = byRequest(random)
          return (request) => {
            const { functionName, nth } = request
            if (isProvider(request)) return undefined
            const of = chanceOf(request)
            if (silent !== false && functionName === silent.functionName && nth === silent.at)
              return silence(when, () => run.kill(functionName))
            const out =
              functionName === outage.functionName && nth >= outage.from && nth < outage.from + outage.length
            return out || of.chance(often) ? badDay(request, when, of) : undefined
          }
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
      judge() {
        const chanceOf = byRequest(random)
        return (request) => {
          const { operation } = request
          const of = chanceOf(request)
          if (!of.chance(often)) return undefined
          if (operation === 'BatchGetItem')
            return leaveUnprocessed((count) => (count === 1 ? of.between(0, 1) : of.between(1, count - 1)))
          if (operation === 'SendMessageBatch') return takeInPart((index) => of.named(index).chance(0.5))
          return undefined
        }
      },
    }
  },
}

const staleIndex: FaultClass = {
  number: 16,
  name: 'index and stream 0–60 s behind, both ways',
  plan(random) {
    const most = random.pick([1, 10, 60])
    return {
      ...usualDays(random),
      // Just before the first sweep: the index does not know of everybody yet.
      dawn: random.pick(['05:00', '07:29', '08:59']),
      says: `entries up to ${most} s late to come and to go, and so are the stream's records`,
      handOver(run) {
        const chanceOf = byBatch(random)
        return (functionName, event, invoke) => {
          if (functionName !== 'messages-relay') return invoke(event)
          const late = chanceOf(functionName, event).between(0, most)
          if (late > 0) run.struck(`the stream is ${late} s behind`, functionName)
          const { clock } = run.stand.stack
          clock.set(fromEpochMilliseconds(clock.nowMilliseconds() + late * 1000))
          return invoke(event)
        }
      },
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
