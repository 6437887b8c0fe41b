import { changeFacts } from '../change-facts.ts'
import { shanghai, someHouse, usualDays } from '../days.ts'
import { hold } from '../fates.ts'
import type { Change } from '../facts.ts'
import type { Act, FaultClass } from '../plan.ts'
import { instantOf } from '../wall-clock.ts'

const kinds: readonly Change[] = ['came-in', 'serviced', 'refused', 'sold', 'new-number']

/** The world goes on between the decision and the sending. */
const factsChange: FaultClass = {
  number: 21,
  name: 'facts change between sweep and send',
  plan(random) {
    const { firstDay } = usualDays(random)
    // Decided at nine, sent when the dealer's window opens: the changes come before, between and in the middle.
    const opens = random.pick(['09:00', '09:30', '10:00'])
    const house = someHouse(random, { smsFrom: opens, reminders: random.between(8, 14) })
    const changes = Array.from({ length: random.between(3, 6) }, (_, index) => ({
      car: index,
      kind: random.pick(kinds),
      time: random.pick(['08:30', '09:05', '09:20', '09:45']),
      inFlight: random.chance(0.3),
    }))
    const calm = changes.filter(({ inFlight }) => !inFlight)
    const racing = changes.filter(({ inFlight }) => inFlight)
    const strike = random.between(2, 8)
    return {
      firstDay,
      houses: [house],
      days: 3,
      troubledDays: 1,
      says: changes
        .map(({ kind, time, inFlight }) => `${kind} ${inFlight ? 'in mid-sending' : time}`)
        .join(', '),
      acts: ([only]) =>
        calm.map(({ car, kind, time }): Act => ({
          at: instantOf(firstDay, time, shanghai),
          does: (run) => changeFacts(run, only!, only!.cars[car]!, kind, false),
        })),
      judge(run) {
        const open = [...racing]
        return ({ functionName, nth }) => {
          if (functionName !== 'messages-deliver' || nth < strike || open.length === 0) return undefined
          const [only] = run.houses
          const now = open.splice(0)
          return hold('before', async () => {
            for (const { car, kind } of now) await changeFacts(run, only!, only!.cars[car]!, kind, true)
          })
        }
      },
    }
  },
}

export const changeClasses: readonly FaultClass[] = [factsChange]
