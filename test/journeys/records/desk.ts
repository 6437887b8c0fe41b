import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ensureDealer, localDealer } from '../../../local/main-job/dealer.ts'
import { startStack, type LocalStack } from '../../../local/stack.ts'
import { synthesize } from '../../../local/synthesize.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import type { Route } from '../../../shared/http/contract.ts'
import { openStore, type Store } from '../../../shared/store/store.ts'
import { connectTable } from '../../../shared/store/table-client.ts'
import { apiClient, overHttp, type Given, type Reply } from '../../support/api-client.ts'
import { local } from '../../support/builders.ts'
import { accessWitness, type UsedAccess } from '../../support/used-access.ts'

/** Where the day happens: the stack, the people with their tokens, and what was seen of both. */
export interface Desk {
  readonly stack: LocalStack
  readonly store: Store
  readonly dealerId: string
  /** Asks over HTTP as somebody of that role, under the staff id given with `seat`. */
  as(role: RoleCode): <R extends Route>(route: R, given?: Given<R>) => Promise<Reply<R>>
  seat(role: RoleCode, staffId: string): void
  /** Routes that answered with what they declare. */
  readonly answered: ReadonlySet<Route>
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
  const store = openStore(connectTable(stack.tableName, dynamo))
  const { dealerId } = localDealer
  await ensureDealer(store, stack.clock.now())

  const seats = new Map<RoleCode, string>()
  const answered = new Set<Route>()
  return {
    stack,
    store,
    dealerId,
    as: (role) => async (route, given) => {
      const token = await stack.token({ dealerId, roles: [role], sub: role, staffId: seats.get(role) })
      const reply = await apiClient(overHttp(stack.url, route.open ? undefined : token))(route, given)
      if (reply.ok && reply.status === route.status) answered.add(route)
      return reply
    },
    seat: (role, staffId) => void seats.set(role, staffId),
    answered,
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
