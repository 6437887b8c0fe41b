import type { NewMessage } from '../../../local/outbox-store.ts'
import type { ProviderFault } from '../../../local/provider.ts'
import { usualDays } from '../days.ts'
import { silence } from '../fates.ts'
import { providersName } from '../history.ts'
import type { FaultClass } from '../plan.ts'
import type { Random } from '../random.ts'
import type { Run } from '../run.ts'

type Word = { readonly fault: ProviderFault; readonly kind: 'doubt' | 'for-good' | 'not-sent' | 'too-fast' }

const says = (status: number, code: string, message: string): ProviderFault => ({
  kind: 'refuse',
  status,
  code,
  message,
})

const words: Readonly<Record<NewMessage['channel'], readonly Word[]>> = {
  sms: [
    {
      kind: 'for-good',
      fault: says(400, 'InvalidParameter', 'Invalid parameter: PhoneNumber Reason: not valid'),
    },
    { kind: 'too-fast', fault: says(429, 'Throttled', 'Rate exceeded') },
    { kind: 'not-sent', fault: says(403, 'AuthorizationError', 'not authorized to perform SNS:Publish') },
    { kind: 'doubt', fault: says(500, 'InternalError', 'An internal error') },
    { kind: 'doubt', fault: { kind: 'drop' } },
    { kind: 'doubt', fault: { kind: 'accept-without-reply' } },
  ],
  mail: [
    { kind: 'too-fast', fault: says(400, 'Throttling', 'Maximum sending rate exceeded.') },
    { kind: 'not-sent', fault: says(400, 'AccountSendingPausedException', 'Sending is paused') },
    { kind: 'doubt', fault: says(500, 'InternalFailure', 'An internal failure') },
    { kind: 'doubt', fault: { kind: 'drop' } },
    { kind: 'doubt', fault: { kind: 'accept-without-reply' } },
  ],
}

/** Lets the provider answer by chance, and remembers what it said. */
function moody(run: Run, random: Random, often: number, pick: (word: Word) => boolean) {
  const asked = new Map<string, number>()
  return (message: NewMessage): 'accept' | ProviderFault => {
    const name = providersName(message, run.houses)
    const nth = (asked.get(name) ?? 0) + 1
    asked.set(name, nth)
    const of = random.named(name, nth)
    if (!of.chance(often)) return 'accept'
    const { kind, fault } = of.pick(words[message.channel].filter(pick))
    run.struck(`the provider of ${name}: ${fault.kind === 'refuse' ? fault.code : fault.kind}`)
    if (kind !== 'too-fast') run.said.push({ name, kind })
    if (kind === 'for-good') for (const address of [message.to].flat()) run.deadAddresses.add(address)
    return fault
  }
}

const badProvider: FaultClass = {
  number: 18,
  name: 'provider: 4xx, 429, 5xx, time-outs',
  plan(random) {
    const often = random.pick([0.2, 0.5, 0.9])
    // One a seed, and not in every one: it lasts as long as the sender is patient.
    const silent = random.chance(0.5) && {
      service: random.pick(['sns', 'ses'] as const),
      at: random.between(1, 3),
      when: random.pick(['before', 'after'] as const),
    }
    return {
      ...usualDays(random, { sharedNumbers: true }),
      says: `${often * 100} % of the sendings${silent === false ? '' : `; ${silent.service}'s request ${silent.at} is never answered, ${silent.when} it was taken`}`,
      provider: (run) => moody(run, random, often, () => true),
      judge(run) {
        let sendings = 0
        return ({ service }) => {
          if (silent === false || service !== silent.service) return undefined
          sendings += 1
          return sendings === silent.at ? silence(silent.when, () => run.kill('messages-deliver')) : undefined
        }
      },
    }
  },
}

const badReceipts: FaultClass = {
  number: 19,
  name: 'receipts late, lost, doubled, out of order',
  plan(random) {
    const often = random.pick([0.3, 0.6])
    return {
      ...usualDays(random, { sharedNumbers: true }),
      says: `${often * 100} % of the sendings in doubt, receipts as they please`,
      provider: (run) => moody(run, random, often, ({ kind }) => kind === 'doubt'),
      receipts:
        (run) =>
        ({ event, message }) => {
          const of = random.named('receipt', event, providersName(message, run.houses))
          switch (of.between(0, 4)) {
            case 0:
              return []
            case 1:
              return [0]
            case 2:
              return [of.between(1, 20), of.between(1, 20)]
            case 3:
              return [of.between(60, 3600)]
            default:
              return [1, of.between(2, 7200), of.between(2, 7200)]
          }
        },
      fate: (run) => (message) => {
        const of = random.named('fate', providersName(message, run.houses))
        if (message.channel === 'sms') return of.chance(0.2) ? 'bounces' : 'arrives'
        // To an address that has bounced nothing more is sent: the list of the day after is withheld.
        return of.pick([
          'arrives',
          'arrives',
          'arrives',
          'is-delayed',
          'bounces',
          'is-complained-of',
        ] as const)
      },
    }
  },
}

export const providerClasses: readonly FaultClass[] = [badProvider, badReceipts]
