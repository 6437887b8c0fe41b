import { usualDays } from '../days.ts'
import { die, type When } from '../fates.ts'
import type { FaultClass, Plan } from '../plan.ts'
import type { SeenRequest } from '../proxy.ts'
import type { Random } from '../random.ts'

/** A place on the path, told by the requests that are made there. */
interface Place {
  readonly name: string
  readonly when: readonly When[]
  readonly is: (request: SeenRequest) => boolean
}

const both: readonly When[] = ['before', 'after']
const deliver = ({ functionName }: SeenRequest) => functionName === 'messages-deliver'
const writes = ({ operation }: SeenRequest) => operation === 'TransactWriteItems'
/** The claim is the only write that makes a delivery one that is being sent. */
const claims = (request: SeenRequest) =>
  deliver(request) && writes(request) && request.body.includes('"status":{"S":"sending"}')
const records = (request: SeenRequest) =>
  deliver(request) &&
  writes(request) &&
  /"status":\{"S":"(done|planned)"\}/.test(request.body.toString('utf8'))
const sends = ({ service }: SeenRequest) => service === 'sns' || service === 'ses'

const beforeTheClaim: readonly Place[] = [
  { name: 'the sweep', when: both, is: ({ functionName }) => functionName === 'maintenance-sweep' },
  { name: 'the sweep of calls', when: both, is: ({ functionName }) => functionName === 'renewal-sweep' },
  { name: 'the lists', when: both, is: ({ functionName }) => functionName === 'renewal-lists' },
  { name: 'the relay', when: both, is: ({ functionName }) => functionName === 'messages-relay' },
  {
    name: 'reading what to send',
    when: both,
    is: (request) => deliver(request) && request.operation === 'BatchGetItem',
  },
  { name: 'the claim', when: ['before'], is: claims },
]
const betweenClaimAndSend: readonly Place[] = [
  { name: 'the claim', when: ['after'], is: claims },
  { name: 'reading a mail', when: both, is: (request) => deliver(request) && request.service === 's3' },
  { name: 'sending', when: ['before'], is: sends },
]
const betweenSendAndRecord: readonly Place[] = [
  { name: 'sending', when: ['after'], is: sends },
  { name: 'the record', when: both, is: records },
]

function crashes(number: number, name: string, places: readonly Place[]): FaultClass {
  return {
    number,
    name,
    plan(random: Random): Plan {
      const strikes = Array.from({ length: random.between(1, 4) }, () => {
        const place = random.pick(places)
        return {
          place,
          when: random.pick(place.when),
          at: random.between(1, place.name.startsWith('the') ? 6 : 10),
        }
      })
      return {
        // After a crash receipts must find the one of two messages that they mean.
        ...usualDays(random, { sharedNumbers: number !== 1 }),
        says: strikes.map(({ place, when, at }) => `${when} ${place.name}, request ${at}`).join('; '),
        judge(run) {
          const open = new Set(strikes)
          const seen = new Map<string, number>()
          return (request) => {
            const here = new Set(places.flatMap((place) => (place.is(request) ? place.name : [])))
            for (const place of here) seen.set(place, (seen.get(place) ?? 0) + 1)
            for (const strike of open) {
              if (!here.has(strike.place.name) || seen.get(strike.place.name) !== strike.at) continue
              open.delete(strike)
              return die(strike.when, () => run.kill(request.functionName))
            }
            return undefined
          }
        },
      }
    },
  }
}

export const crashClasses: readonly FaultClass[] = [
  crashes(1, 'crash before the claim', beforeTheClaim),
  crashes(2, 'crash between claim and send', betweenClaimAndSend),
  crashes(3, 'crash between send and record', betweenSendAndRecord),
]
