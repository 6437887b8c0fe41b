import { receiveReceipts } from '../../functions/messages/receive-receipts.ts'
import { releaseMessages } from '../../functions/messages/release.ts'
import { rescue } from '../../functions/messages/rescue.ts'
import { MOST_IN_DELIVERY, type Message } from '../../shared/domain/message.ts'
import { epochMilliseconds } from '../../shared/domain/time.ts'
import { chunks } from '../../shared/due/plan-deliveries.ts'
import type { Queue } from '../../shared/runtime/queue.ts'
import { clockOf, silentLog, type ProviderLine } from './crash-settings.ts'
import type { CrashWorld } from './crash-world.ts'

/** What became of messages in doubt. */
export interface Resolved {
  /** Found in the provider's record. */
  receipted: number
  /** Not found there, and released by the function that a person calls. */
  released: number
}

/** Milliseconds that a message is held before its fate is looked up: what had left has arrived by then. */
const SETTLING = 50
/** Most of the held list that is worked on at a time. */
const PAGE = 1_000
/** Messages that are resolved at the same time. */
const AT_ONCE = 40
/** A receipt that has been put back until it may be matched with a message in doubt (receive-receipts.ts). */
const TRIES = 16

/** One round of the sweep of deliveries. */
export async function sweepDeliveries({ store, queue, settings }: CrashWorld): Promise<void> {
  await rescue({ store, queue, clock: clockOf(settings), log: silentLog })
}

/** One round of whoever works on the list of what is held. */
export async function resolveDoubt(world: CrashWorld, so: Resolved): Promise<void> {
  const { store, settings } = world
  const clock = clockOf(settings)
  const held = await store.messages.held('D001', PAGE)
  if (held.length === 0) return
  const taken = world.provider.lines()
  const settled = held.filter((each) => age(each, clock.now()) >= SETTLING)
  const arrived: ProviderLine[] = []
  const lost: Message[] = []
  for (const message of settled) {
    const line = taken.get(message.messageId)
    if (line === undefined) lost.push(message)
    else arrived.push(line)
  }
  for (const some of chunks(lost, MOST_IN_DELIVERY)) so.released += await release(some, world)
  for (const some of chunks(arrived, AT_ONCE)) {
    await Promise.all(some.map((line) => receipt(line, world)))
    so.receipted += some.length
  }
}

function age({ updatedAt }: Message, now: Message['updatedAt']): number {
  return epochMilliseconds(now) - epochMilliseconds(updatedAt)
}

/** @returns how many; what has changed since the list was read comes up again, or is resolved */
async function release(messages: readonly Message[], world: CrashWorld): Promise<number> {
  const { store, queue, settings } = world
  const stamp = { at: clockOf(settings).now(), by: 'bench' }
  const which = { dealerId: 'D001', messages }
  const { decided } = await releaseMessages(store, which, stamp, () => [])
  const deliveryIds = new Set(decided.map(({ delivery }) => delivery.deliveryId))
  await queue.send([...deliveryIds].map((deliveryId) => ({ body: { dealerId: 'D001', deliveryId } })))
  return decided.length
}

/** The delivery log's word, at its last try: the pauses of the earlier ones are not waited for. */
async function receipt({ to, providerId, at, messageId }: ProviderLine, world: CrashWorld): Promise<void> {
  const { store, settings } = world
  const sms = {
    channel: 'sms',
    number: to,
    outcome: 'delivered',
    providerId,
    acceptedAt: at,
    at,
    tries: TRIES,
  }
  // Nothing may be counted as resolved that was only put off.
  const queue: Queue = { send: () => Promise.reject(new Error('A receipt was put back at its last try')) }
  const dependencies = { store, queue, clock: clockOf(settings), log: silentLog }
  const failed = await receiveReceipts([{ messageId, body: JSON.stringify(sms) }], dependencies)
  if (failed.length > 0) throw new Error('A receipt could not be recorded')
  const row = await store.messages.byId('D001', messageId)
  if (row === undefined || row.status === 'held') throw new Error('A receipt was taken and changed nothing')
}
