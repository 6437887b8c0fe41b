import type { NewMessage } from '../../local/outbox-store.ts'
import type { ProviderFault } from '../../local/provider.ts'
import { providersName } from './history.ts'
import type { Plan } from './plan.ts'
import type { SeenRequest } from './proxy.ts'
import type { Run } from './run.ts'

/*
 * Small days that are always the same, each of them one way from the due item to the end of a message. What one of them
 * has shown of a function the others need not show again: each watches the part of the way that is its own.
 */

/** Where on the way a request stands. What happens in one part leaves the others as they are. */
export type Part = 'the mails' | 'the SMS' | 'the next day'

export interface Moment {
  readonly part: Part
  /** `HH:MM` on the wall. */
  readonly time: string
  /** Deaths that belong to the day, by now. */
  readonly deaths: number
}

export interface Scenario {
  readonly name: string
  /** Whether such a request is a point here. */
  readonly watches: (request: SeenRequest, moment: Moment) => boolean
  /** Deaths that belong to the day itself: one of the mail, one of the SMS. */
  readonly dies?: (request: SeenRequest) => boolean
  /** What the providers do, in place of taking everything and saying so a second later. */
  readonly providers?: Pick<Plan, 'provider' | 'receipts' | 'fate'>
}

export const claims = ({ functionName, operation, body }: SeenRequest) =>
  functionName === 'messages-deliver' &&
  operation === 'TransactWriteItems' &&
  body.includes('"status":{"S":"sending"}')

const isOf = ({ functionName }: SeenRequest, ...names: readonly string[]) => names.includes(functionName)

const refusal = (status: number, code: string): ProviderFault => ({
  kind: 'refuse',
  status,
  code,
  message: 'Reason: not valid',
})

/** What a provider says to a message the first times that it is asked, by channel and order; then it takes it. */
interface Says {
  readonly mail?: readonly Word[]
  /** Of the first SMS, the second, … */
  readonly sms?: readonly (readonly Word[])[]
}
type Word = 'take' | 'take silently' | 'drop' | 'not now' | 'too fast' | 'never'

const faults: Readonly<Record<Exclude<Word, 'take'>, ProviderFault>> = {
  'take silently': { kind: 'accept-without-reply' },
  drop: { kind: 'drop' },
  'not now': refusal(403, 'AuthorizationError'),
  'too fast': refusal(429, 'Throttled'),
  never: refusal(400, 'InvalidParameter'),
}

function answering({ mail = [], sms = [] }: Says) {
  return (run: Run) => {
    const asked = new Map<string, number>()
    return (message: NewMessage): 'accept' | ProviderFault => {
      const name = providersName(message, run.houses)
      const times = asked.get(name) ?? 0
      asked.set(name, times + 1)
      const order = run.houses
        .flatMap(({ cars }) => cars)
        .findIndex(({ vehicleId }) => name.includes(vehicleId))
      const word = (message.channel === 'mail' ? mail : (sms[order] ?? []))[times] ?? 'take'
      if (word === 'take') return 'accept'
      if (word === 'take silently' || word === 'drop') run.said.push({ name, kind: 'doubt' })
      if (word === 'not now') run.said.push({ name, kind: 'not-sent' })
      if (word === 'never') {
        run.said.push({ name, kind: 'for-good' })
        for (const address of [message.to].flat()) run.deadAddresses.add(address)
      }
      return faults[word]
    }
  }
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'a plain day',
    // People ask again themselves when their request fails: see the last one.
    watches: ({ functionName }) => !functionName.endsWith('-api'),
  },
  {
    name: 'abandoned claims',
    watches: (request, { part, deaths }) =>
      part !== 'the next day' &&
      (isOf(request, 'messages-rescue', 'messages-receipts', 'messages-sms-log') ||
        (isOf(request, 'messages-deliver') && deaths === 2)),
    dies: claims,
  },
  {
    // The mail's receipt comes before its repetition, the SMS's when it has been held for long.
    name: 'doubt that receipts end',
    watches: (request, { part, time }) =>
      part !== 'the next day' &&
      (isOf(request, 'messages-sms-log') ||
        // Of its pauses, which are all alike, the first and the last.
        (isOf(request, 'messages-receipts') && (time < '09:36' || time >= '10:00')) ||
        (isOf(request, 'messages-deliver') && isRecordOrHint(request))),
    providers: {
      provider: answering({ mail: ['take silently'], sms: [['take silently']] }),
      // One after the other, or it would be chance whether they come in one batch.
      receipts:
        () =>
        ({ event }) => [event === 'Send' ? 120 : 240],
    },
  },
  {
    // 重发, pauses that the provider asks for, and addresses to which nothing more is sent.
    name: 'repetitions and refusals',
    watches: (request, { part, time }) =>
      part !== 'the next day' &&
      ((isOf(request, 'messages-deliver') && (part === 'the SMS' || time >= '08:05')) ||
        isOf(request, 'messages-receipts')),
    providers: {
      provider: answering({ mail: ['drop'], sms: [['not now'], ['never'], ['too fast']] }),
      fate: () => (message) => (message.channel === 'sms' ? 'bounces' : 'arrives'),
    },
  },
  {
    // What never left is released, what did is dropped; the same key comes again when nobody answers.
    name: 'a person decides',
    watches: (request, { part, time }) =>
      part === 'the next day' &&
      time < '13:00' &&
      isOf(request, 'messages-api', 'messages-relay', 'messages-deliver', 'messages-receipts'),
    providers: {
      provider: answering({ sms: [['drop'], ['take silently'], ['take silently']] }),
      receipts: () => () => [],
    },
  },
]

function isRecordOrHint(request: SeenRequest): boolean {
  const { operation } = request
  return (operation === 'TransactWriteItems' && !claims(request)) || operation.startsWith('SendMessage')
}
