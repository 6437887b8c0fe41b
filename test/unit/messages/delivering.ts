import { deliver, type DeliverDependencies } from '../../../functions/messages/deliver.ts'
import { LEASE_SECONDS } from '../../../functions/messages/lease.ts'
import { Pace } from '../../../functions/messages/pace.ts'
import { rescue } from '../../../functions/messages/rescue.ts'
import type { DeliveryPlanned } from '../../../events/delivery-planned.v1.ts'
import type { Dealer } from '../../../shared/domain/dealer.ts'
import type { DecisionJournal, Delivery, Message } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { addMinutes, addSeconds, dateIn, type Instant } from '../../../shared/domain/time.ts'
import { writesForMessages } from '../../../shared/due/plan-deliveries.ts'
import type { Log, LogFields, LogLine } from '../../../shared/runtime/logger.ts'
import type { QueueMessage } from '../../../shared/runtime/queue.ts'
import type { SendResult } from '../../../shared/senders/send-result.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { deliveryRecord, journalRecord, messageRecord } from '../../../shared/store/messages.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { openDeliveryStore } from '../../../shared/store/delivery-store.ts'
import { openStore } from '../../../shared/store/store.ts'
import type { TableClient, Write } from '../../../shared/store/table-client.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  contactPointOf,
  customerOf,
  dealerOf,
  local,
  messageRowOf,
  mobileOf,
  stampAt,
  staffIdOf,
  staffOf,
  vehicleOf,
} from '../../support/builders.ts'
import { memoryTable, type MemoryTableOptions } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'

/** One call of a provider, and whether it knows that it is a repetition. */
export interface Call {
  readonly channel: 'sms' | 'mail'
  readonly messageId: string
  readonly to: string
  readonly text: string
  readonly result: SendResult
}

/** What happens to a worker at its n-th call of anything outside. */
export interface Fault {
  readonly at: number
  readonly how: 'throws' | 'throws after' | 'dies' | 'dies after'
  readonly onStrike?: () => void
}

export interface Logged {
  readonly level: 'info' | 'warn' | 'error'
  readonly code: string
  readonly fields: LogFields
  readonly error?: unknown
}

export function capturingLog(): Log & { readonly lines: Logged[] } {
  const lines: Logged[] = []
  const at = (level: Logged['level']) => (line: LogLine, fields: LogFields) =>
    lines.push({ level, code: line.code, fields })
  return {
    lines,
    info: (line, fields = {}) => at('info')(line, fields),
    warn: (line, fields = {}) => at('warn')(line, fields),
    error: ({ code }, error, fields = {}) => lines.push({ level: 'error', code, fields, error }),
  }
}

export { LEASE_SECONDS }

export const accepted: SendResult = { kind: 'accepted', providerId: 'p-1' }
const VISIBILITY_MINUTES = 12
export const morning = local('2026-11-23 10:00')

/** A dealer's messages on a table in memory, with providers, a queue and a clock that tests hold. */
export async function deliveringWorld(
  options: MemoryTableOptions & { at?: Instant; log?: Log; dealer?: Dealer } = {},
) {
  const table = memoryTable(options)
  const store = { ...openStore(table), ...openDeliveryStore(table) }
  const captured = capturingLog()
  const calls: Call[] = []
  const files = new Map<string, string>()
  const waiting: { body: object; visibleAt: Instant }[] = []
  const { dealer = dealerOf(), log = captured } = options
  const world = {
    table,
    store,
    calls,
    files,
    queue: waiting,
    log: captured,
    now: options.at ?? morning,
    /** What the provider says to the n-th call about a message. */
    answer: (() => accepted) as (messageId: string, nth: number) => SendResult,
    secondsPerSend: 0,
    clock: { now: () => world.now },

    /** Plans messages as a sweep does: SMS to a customer, or mail to a member of staff, by name. */
    async plan(names: readonly string[], channel: 'sms' | 'mail' = 'sms', more: Partial<Message> = {}) {
      const sendAfter = world.now
      const rows = names.map((name) =>
        channel === 'sms' ? messageRowOf(name, more) : staffMailOf(name, more),
      )
      if (channel === 'sms') {
        const people = names.flatMap((name) => [
          ...puts(customerRecord, customerOf(name)),
          ...puts(
            vehicleRecord,
            vehicleOf(name, { soldOn: dateIn(addMinutes(world.now, -150 * 1440), 'UTC') }),
          ),
          ...puts(contactPointRecord, contactPointOf(mobileOf(name))),
        ])
        await save(store, ...people)
      } else {
        await save(
          store,
          ...names.flatMap((name) => puts(staffRecord, staffOf(name, { email: mailOf(name) }))),
        )
        for (const { messageId } of rows) {
          const content = { subject: '今日续保名单', html: '<p>名单</p>', text: '名单', attachments: [] }
          files.set(fileKeys.mail('D001', messageId), JSON.stringify(content))
        }
      }
      const stamp = stampAt(world.now)
      const journal: DecisionJournal = {
        ...unwritten(stamp),
        dealerId: 'D001',
        purpose: channel === 'sms' ? 'maintenance-reminders' : 'insurance-call-lists',
        date: dateIn(world.now, 'Asia/Shanghai'),
        journalId: `${world.now}#${channel} ${names.join(' ')}`,
        decided: rows.map(({ subject, cycle, step, messageId }) => ({
          subject,
          cycle,
          step,
          outcome: 'message',
          messageId,
        })),
      }
      const planned = rows.map((row) => ({ row, sendAfter }))
      const writes = writesForMessages('D001', planned, stamp)
      await save(store, ...writes, journalRecord.put(journal, stamp))
      return deliveryIdsIn(writes)
    },

    hint: (deliveryId: string): DeliveryPlanned => ({ dealerId: 'D001', deliveryId }),
    enqueue: (...deliveryIds: string[]) =>
      waiting.push(...deliveryIds.map((id) => ({ body: world.hint(id), visibleAt: world.now }))),

    /** What one worker works with; a fault strikes it alone. */
    worker(fault?: Fault, paceOf: () => Pace = () => new Pace(1_000_000, 1_000_000)) {
      const gate = faultGate(fault)
      const send = (channel: Call['channel'], messageId: string, to: string, text: string) => {
        const nth = calls.filter((call) => call.messageId === messageId).length
        const result = world.answer(messageId, nth)
        calls.push({ channel, messageId, to, text, result })
        world.now = addSeconds(world.now, world.secondsPerSend)
        return Promise.resolve(result)
      }
      const client: TableClient = {
        get: (key) => gate.through(() => table.get(key)),
        getMany: (keys) => gate.through(() => table.getMany(keys)),
        query: (question) => gate.through(() => table.query(question)),
        commit: (writes) => gate.through(() => table.commit(writes)),
      }
      const dependencies: DeliverDependencies = {
        store: openDeliveryStore(client),
        files: { read: (key) => gate.through(() => Promise.resolve(files.get(key))) },
        queue: { send: (messages) => gate.through(() => Promise.resolve(world.take(messages))) },
        sms: {
          send: ({ messageId, to, text }) => gate.through(() => send('sms', messageId, to, text)),
        },
        mail: {
          send: ({ messageId, to, content }) =>
            gate.through(() => send('mail', messageId, to, content.subject)),
        },
        pace: { sms: paceOf(), mail: paceOf() },
        clock: world.clock,
        wait: (milliseconds) => {
          world.now = addSeconds(world.now, milliseconds / 1000)
          return Promise.resolve()
        },
        log,
        leaseSeconds: LEASE_SECONDS,
        remaining: () => 100_000,
      }
      return { dependencies, gate }
    },

    take(messages: readonly QueueMessage[]): number[] {
      for (const { body, delaySeconds = 0 } of messages) {
        waiting.push({ body, visibleAt: addSeconds(world.now, delaySeconds) })
      }
      return []
    },

    /** One run of the deliver function; a worker that dies comes to no end, and its hints come again. */
    async run(hints: readonly DeliveryPlanned[], fault?: Fault): Promise<number[]> {
      const { dependencies, gate } = world.worker(fault)
      const all = hints.map((_, position) => position)
      return Promise.race([deliver(hints, dependencies), gate.death.then(() => all)])
    },

    /** One run of the rescuer. */
    async rescue(fault?: Fault) {
      const { dependencies, gate } = world.worker(fault)
      await Promise.race([rescue(dependencies).catch(() => undefined), gate.death])
    },

    /** Everything visible in the queue goes to workers, ten hints at a time. */
    async drain(faultOf: () => Fault | undefined = () => undefined) {
      for (let runs = 0; runs < 200; runs += 1) {
        const visible = waiting.filter(({ visibleAt }) => visibleAt <= world.now).slice(0, 10)
        if (visible.length === 0) return
        for (const each of visible) waiting.splice(waiting.indexOf(each), 1)
        const hints = visible.map(({ body }) => body as DeliveryPlanned)
        for (const position of await world.run(hints, faultOf())) {
          waiting.push({ body: hints[position]!, visibleAt: addMinutes(world.now, VISIBILITY_MINUTES) })
        }
      }
      throw new Error('the queue never empties')
    },

    /** The queue and the rescuer go on until every delivery is done. */
    async settleAll(faultOf?: () => Fault | undefined) {
      for (let ticks = 0; ticks < 150; ticks += 1) {
        await world.drain(faultOf)
        if (world.deliveries().every(({ status }) => status === 'done')) return
        const next = waiting.map(({ visibleAt }) => visibleAt).sort()[0]
        const tick = addMinutes(world.now, 10)
        if (next !== undefined && next > world.now && next < tick) {
          world.now = next
          continue
        }
        world.now = tick
        await world.rescue(faultOf?.())
      }
      throw new Error('some delivery never ends')
    },

    deliveries: (): Delivery[] =>
      table.all().flatMap((item) => (item['entity'] === 'Delivery' ? [deliveryRecord.parse(item)] : [])),
    delivery: (deliveryId: string): Delivery =>
      world.deliveries().find((each) => each.deliveryId === deliveryId)!,
    messages: (): Message[] =>
      table.all().flatMap((item) => (item['entity'] === 'Message' ? [messageRecord.parse(item)] : [])),
    message: (name: string): Message =>
      world.messages().find(({ messageId }) => messageId === messageRowOf(name).messageId)!,
    codes: () => captured.lines.map(({ code }) => code),
  }
  await save(store, ...puts(dealerRecord, dealer))
  return world
}

export type World = Awaited<ReturnType<typeof deliveringWorld>>

export const mailOf = (name: string) => `${name}@mail.example`

export function staffMailOf(name: string, more: Partial<Message> = {}): Omit<Message, 'deliveryId'> {
  const { segments, ...row } = messageRowOf(name)
  return {
    ...row,
    purpose: 'insurance-call-lists',
    messageClass: 'staff',
    channel: 'mail',
    recipient: { kind: 'staff', id: staffIdOf(name) },
    subject: `staff#${staffIdOf(name)}`,
    cycle: '2026-11-23',
    step: 'list',
    text: '今日续保名单',
    ...more,
  }
}

function deliveryIdsIn(writes: readonly Write[]): string[] {
  return writes.flatMap(({ key }) => (key.sk === 'delivery' ? [key.pk.split('#').at(-1)!] : []))
}

/** Counts a worker's calls; at the fault's one it throws, or the worker and all it still wanted is gone. */
function faultGate(fault: Fault | undefined) {
  let count = 0
  let dead = false
  let die: (value: undefined) => void = () => undefined
  const death = new Promise<undefined>((resolve) => (die = resolve))
  const never = () => {
    dead = true
    die(undefined)
    return new Promise<never>(() => undefined)
  }
  return {
    death,
    calls: () => count,
    async through<Value>(call: () => Promise<Value>): Promise<Value> {
      if (dead) return never()
      count += 1
      const struck = fault?.at === count ? fault.how : undefined
      if (struck !== undefined) fault?.onStrike?.()
      if (struck === 'throws') throw new Error('a fault')
      if (struck === 'dies') return never()
      const value = await call()
      if (struck === 'throws after') throw new Error('a fault, after the deed')
      if (struck === 'dies after') return never()
      return value
    },
  }
}

/** Calls after which the provider may have the message. */
export function maybeAccepted(calls: readonly Call[], messageId: string): Call[] {
  return calls.filter(
    (call) =>
      call.messageId === messageId && (call.result.kind === 'accepted' || call.result.kind === 'unknown'),
  )
}
