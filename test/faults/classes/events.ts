import { setTimeout as sleep } from 'node:timers/promises'
import type { HandOver } from '../../../local/stack.ts'
import { byBatch } from '../by-content.ts'
import { damageRecords } from '../damage.ts'
import { shanghai, usualDays } from '../days.ts'
import { hold } from '../fates.ts'
import type { Act, FaultClass } from '../plan.ts'
import type { Random } from '../random.ts'
import { fromEpochMilliseconds as fromMilliseconds } from '../../../shared/domain/time.ts'
import { instantOf } from '../wall-clock.ts'

interface BatchRecord {
  messageId?: string
  body?: string
  dynamodb?: { SequenceNumber: string }
}
interface Batch {
  Records: BatchRecord[]
}

/** A queue knows its records by one name, a stream by another. */
function idOf({ messageId, dynamodb }: BatchRecord): string {
  return messageId ?? dynamodb?.SequenceNumber ?? ''
}

/** Whose batches answer for each record. */
const readers: ReadonlySet<string> = new Set(['messages-deliver', 'messages-receipts', 'messages-relay'])

const deliveries = 'messages-deliver'
const minute = 60_000

/** A batch comes twice, later, in another order, or to two workers at once. */
const disordered: FaultClass = {
  number: 10,
  name: 'queue and stream double, delay, reorder',
  plan(random) {
    const often = random.pick([0.3, 0.6, 0.9])
    return {
      ...usualDays(random),
      says: `${often * 100} % of the batches`,
      handOver(run): HandOver {
        const chanceOf = byBatch(random)
        return async (functionName, event, invoke) => {
          const of = chanceOf(functionName, event)
          const { Records } = event as Batch
          if (!of.chance(often)) return invoke(event)
          const way = of.between(0, 4)
          run.struck(`a batch in way ${way}`, functionName)
          switch (way) {
            case 0: // once more, when it has been dealt with
              await invoke(event)
              return invoke(event)
            case 1: // a second worker gets it while the first is at it
              return (
                await Promise.all([invoke(event), sleep(of.between(0, 15)).then(() => invoke(event))])
              )[0]
            case 2: // in another order, some records twice
              return invoke({ Records: of.shuffled([...Records, ...Records.filter(() => of.chance(0.5))]) })
            case 3: // not now: the queue's visibility, or the stream's retry, brings it again
              throw new Error('the batch was not handed over')
            default: // late, behind whatever comes next
              await sleep(of.between(5, 40))
              return invoke(event)
          }
        }
      },
    }
  },
}

/** Of a batch some records succeed and are said to have failed, or are not looked at at all. */
const partOfABatch: FaultClass = {
  number: 11,
  name: 'part of a batch fails',
  plan(random) {
    const often = random.pick([0.3, 0.6])
    return {
      ...usualDays(random),
      says: `in ${often * 100} % of the batches some records fail`,
      handOver(run): HandOver {
        const received = new Map<string, number>()
        const chanceOf = byBatch(random)
        return async (functionName, event, invoke) => {
          const of = chanceOf(functionName, event)
          const { Records } = event as Batch
          if (!readers.has(functionName) || !of.chance(often)) return invoke(event)
          const failing = Records.filter((record) => {
            // Nobody fails for ever: what does is poison, and has a class of its own.
            const times = (received.get(idOf(record)) ?? 0) + 1
            received.set(idOf(record), times)
            return times <= 3 && of.chance(0.5)
          })
          for (const record of failing) run.struck(`record ${idOf(record)} fails`, functionName)
          // Said to have failed although they went through, or never handed over.
          const handed = of.chance(0.5) ? Records : Records.filter((record) => !failing.includes(record))
          if (handed.length > 0) await invoke({ Records: handed })
          return { batchItemFailures: failing.map((record) => ({ itemIdentifier: idOf(record) })) }
        }
      },
    }
  },
}

const poisons = ['not json', '{}', '{"dealerId":7,"deliveryId":"x"}', '[]', 'null', '{"dealerId":"D1"}']

/** The queues on the way, and who reads them. */
const queues = [
  { queue: 'deliveries', reader: 'messages-deliver' },
  { queue: 'receipts', reader: 'messages-receipts' },
] as const

/** Bodies that nobody can read come between the others, and records are damaged where they lie. */
const poison: FaultClass = {
  number: 12,
  name: 'poison message, damaged record',
  plan(random) {
    // No two are alike, or nobody could count them.
    const sent = queues.flatMap(({ queue, reader }) =>
      random
        .shuffled(poisons)
        .slice(0, random.between(1, 3))
        .map((body, index) => ({ queue, reader, body: `${body}${' '.repeat(index + 1)}` })),
    )
    const days = usualDays(random, { smsFrom: '10:00' })
    const damaged = random.pick(['message', 'customer', undefined] as const)
    const received = new Map<string, number>()
    const nameOf = (reader: string, body: string) => `${reader} ${JSON.stringify(body)}`
    return {
      ...days,
      says: [
        ...sent.map(({ reader, body }) => nameOf(reader, body)),
        `damaged: ${damaged ?? 'nothing'}`,
      ].join(', '),
      acts: () => [
        ...sent.map(({ queue, body }): Act => ({
          at: instantOf(days.firstDay, random.pick(['07:59', '08:00', '08:59', '09:00']), shanghai),
          does(run) {
            run.struck(`the poison ${JSON.stringify(body)} in ${queue}`)
            return run.stand.stack.send(queue, body)
          },
        })),
        // Between the decision and the sending.
        ...(damaged === undefined
          ? []
          : [
              {
                at: instantOf(days.firstDay, '09:50', shanghai),
                does: (run) => damageRecords(run, damaged),
              } satisfies Act,
            ]),
      ],
      handOver: (): HandOver => (functionName, event, invoke) => {
        for (const { body = '' } of (event as Batch).Records) {
          const name = nameOf(functionName, body)
          if (sent.some((each) => nameOf(each.reader, each.body) === name))
            received.set(name, (received.get(name) ?? 0) + 1)
        }
        return invoke(event)
      },
      deadLetters: new Map(
        queues.map(({ queue }) => [
          `${queue}-dead-letters`,
          sent.filter((each) => each.queue === queue).length,
        ]),
      ),
      // The hints of a delivery that cannot be read end there too.
      ...(damaged !== undefined && { moreDeadLetters: 'deliveries-dead-letters' }),
      check({ stand }) {
        return sent.flatMap(({ queue: name, reader, body }) => {
          const queue = stand.stack.model.queues.find((each) => each.name === name)
          const { maxReceiveCount } = JSON.parse(queue?.attributes['RedrivePolicy'] ?? '{}') as {
            maxReceiveCount?: number
          }
          const times = received.get(nameOf(reader, body)) ?? 0
          return times === Number(maxReceiveCount)
            ? []
            : [`${nameOf(reader, body)} was received ${times} times, not ${String(maxReceiveCount)}`]
        })
      },
    }
  },
}

/** A worker sleeps past its lease in the middle of its work, is taken for dead, and wakes up. */
const zombie: FaultClass = {
  number: 13,
  name: 'a zombie resumes after its lease',
  plan(random: Random) {
    const at = random.between(1, 25)
    const service = random.pick(['sns', 'ses', 'dynamodb', 'any'] as const)
    const asleep = random.between(3, 30)
    const when = random.pick(['before', 'after'] as const)
    return {
      ...usualDays(random),
      says: `${deliveries} sleeps ${asleep} minutes ${when} its request ${at} or the next to ${service}`,
      judge(run) {
        let slept = false
        return (request) => {
          const here = request.functionName === deliveries && request.nth >= at
          if (slept || !here || (service !== 'any' && request.service !== service)) return undefined
          slept = true
          return hold(when, async () => {
            const { clock } = run.stand.stack
            const wakes = clock.nowMilliseconds() + asleep * minute
            for (const id of run.stand.shadow.beingSent()) run.doubtfulIds.add(id)
            clock.set(fromMilliseconds(Math.min(wakes, clock.nowMilliseconds() + 3 * minute)))
            await run.start({ job: 'deliver', functionName: 'messages-rescue', zone: shanghai })
            clock.set(fromMilliseconds(wakes))
            await run.start({ job: 'deliver', functionName: 'messages-rescue', zone: shanghai })
          })
        }
      },
    }
  },
}

export const eventClasses: readonly FaultClass[] = [disordered, partOfABatch, poison, zombie]
