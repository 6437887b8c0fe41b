import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ensureDealer, localDealer } from '../../../local/main-job/dealer.ts'
import { startStack, type LocalStack } from '../../../local/stack.ts'
import { synthesize } from '../../../local/synthesize.ts'
import type { Route } from '../../../shared/http/contract.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { openStore, type Store } from '../../../shared/store/store.ts'
import { connectTable } from '../../../shared/store/table-client.ts'
import type { Reply } from '../../support/api-client.ts'
import { dealerOf, local } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { accessWitness, type UsedAccess } from '../../support/used-access.ts'
import { peopleOf, type People } from './people.ts'
import { tableContent, type Content } from './table-content.ts'

/** Has nothing but itself, and people of every role. */
const otherDealerId = 'D002'

/** Where the day happens: the stack, the people with their tokens, and what was seen of both. */
export interface Desk extends People {
  readonly stack: LocalStack
  readonly store: Store
  readonly dealerId: string
  readonly otherDealerId: string
  /** Everything in the table. */
  everything(): Promise<Content>
  /** While it works the other dealer has records of this one, under the same ids. */
  lent<Result>(records: Content, work: () => Promise<Result>): Promise<Result>
  /** SMS from now on are lost on their way to the provider, so many of them. */
  loseSms(count: number): void
  sms(): readonly { to: string; text: string }[]
  used(): ReadonlyMap<string, UsedAccess>
  stop(): Promise<void>
}

/** Sunday noon: nobody works but who looks after the records, and no job runs before the next morning. */
export async function openDesk(): Promise<Desk> {
  const started: { stack?: LocalStack } = {}
  let toLose = 0
  const witness = accessWitness(
    (physicalName) =>
      started.stack?.model.queues.find((queue) => queue.physicalName === physicalName)?.name ?? physicalName,
  )
  const stack = await startStack({
    cdkOut: await synthesize(),
    at: local('2026-11-22 12:00'),
    endpointsForFunctions: (real, functionName) => witness.endpointsFor(real, functionName),
    provider({ channel }) {
      if (channel !== 'sms' || toLose === 0) return 'accept'
      toLose -= 1
      return { kind: 'drop' }
    },
  })
  started.stack = stack
  const dynamo = new DynamoDBClient(stack.client('dynamodb'))
  const content = tableContent(dynamo, stack.tableName)
  const store = openStore(connectTable(stack.tableName, dynamo))
  const { dealerId } = localDealer
  await ensureDealer(store, stack.clock.now())
  const since = { createdAt: local('2026-11-22 12:00') }
  await save(store, ...puts(dealerRecord, dealerOf({}, { dealerId: otherDealerId, ...since })))

  return {
    ...peopleOf(stack, () => content.everything(), { dealerId, otherDealerId }),
    stack,
    store,
    dealerId,
    otherDealerId,
    everything: () => content.everything(),
    async lent(records, work) {
      const copies = new Map(
        [...records].map(([key, record]) => [
          key,
          record
            .replaceAll(`"${dealerId}"`, `"${otherDealerId}"`)
            .replaceAll(`"${dealerId}#`, `"${otherDealerId}#`),
        ]),
      )
      await content.write(copies, 'put')
      const result = await work()
      await content.write(copies, 'delete')
      return result
    },
    loseSms: (count) => void (toLose = count),
    sms: () => stack.outbox.all().flatMap((message) => (message.channel === 'sms' ? [message] : [])),
    used: () => witness.used(),
    async stop() {
      dynamo.destroy()
      await stack.stop()
      await witness.stop()
    },
  }
}

/** What was answered, where nothing but success will do. */
export async function done<R extends Route>(asked: Promise<Reply<R>>): Promise<Reply<R> & { ok: true }> {
  const reply = await asked
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply
}
