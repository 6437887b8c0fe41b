import { SHARDS } from '../../../shared/store/shards.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MessageReceipt } from '../../../events/message-receipt.v1.ts'
import { receiveReceipts } from '../../../functions/messages/receive-receipts.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import type { Delivery, Message } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { addMinutes, addSeconds } from '../../../shared/domain/time.ts'
import type { QueueMessage } from '../../../shared/runtime/queue.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { deliveryRecord, messageRecord } from '../../../shared/store/messages.ts'
import { openStore } from '../../../shared/store/store.ts'
import { contactPointOf, instant, messageRowOf, mobileOf, stampAt } from '../../support/builders.ts'
import { memoryTable, type Operation } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'
import { capturingLog } from './delivering.ts'

const took = instant('2026-11-23T01:00:00.000Z')
const number = mobileOf('anna')

function world() {
  const operations: Operation[] = []
  const table = memoryTable({ before: (operation) => Promise.resolve(operations.push(operation)) })
  const store = openStore(table)
  const log = capturingLog()
  const putBack: QueueMessage[] = []
  const self = {
    table,
    operations,
    store,
    log,
    putBack,
    /** Positions that the queue does not take. */
    refuses: [] as number[],
    queue: {
      send: (messages: readonly QueueMessage[]) => {
        putBack.push(...messages)
        return Promise.resolve(self.refuses)
      },
    },
    receive: (...bodies: (object | string)[]) =>
      receiveReceipts(
        bodies.map((body, index) => ({
          messageId: `record-${String(index)}`,
          body: typeof body === 'string' ? body : JSON.stringify(body),
        })),
        { store, queue: self.queue, clock: { now: () => addMinutes(took, 30) }, log },
      ),
    row: (name: string, dealerId = 'D001') => store.messages.byId(dealerId, idFor('message', name)),
    delivery: async (name: string) => {
      const id = idFor('delivery', name)
      return (await store.messages.deliveriesByIds('D001', [id])).get(id)
    },
  }
  return self
}

let given: ReturnType<typeof world>
beforeEach(() => {
  given = world()
})

function rowOf(name: string, more: Partial<Message> = {}): Message {
  return {
    ...messageRowOf(name, {
      status: 'held',
      reason: 'in-doubt',
      address: number,
      attempts: [{ at: took, outcome: 'in-doubt' }],
      ...more,
    }),
    deliveryId: more.deliveryId ?? idFor('delivery', name),
  }
}
const mailOf = (name: string, more: Partial<Message> = {}) =>
  rowOf(name, {
    channel: 'mail',
    address: `${name}@example.com`,
    recipient: { kind: 'staff', id: idFor('staff', name) },
    ...more,
  })

function deliveryOf(name: string, more: Partial<Delivery> = {}): Delivery {
  const messageIds = [idFor('message', name)]
  return {
    ...unwritten(stampAt(took)),
    dealerId: 'D001',
    deliveryId: idFor('delivery', name),
    channel: 'mail',
    status: 'planned',
    sendAfter: addMinutes(took, 10),
    attentionAt: addMinutes(took, 20),
    messageIds,
    pending: messageIds,
    attempts: 1,
    ...more,
  }
}

const smsReceipt = (more: object = {}): MessageReceipt => ({
  channel: 'sms',
  number,
  outcome: 'delivered',
  providerId: 'sns-1',
  acceptedAt: took,
  at: addSeconds(took, 2),
  tries: 0,
  ...more,
})
const mailReceipt = (name: string, more: object = {}): MessageReceipt => ({
  channel: 'mail',
  dealerId: 'D001',
  messageId: idFor('message', name),
  outcome: 'delivered',
  providerId: 'ses-1',
  acceptedAt: took,
  at: addSeconds(took, 2),
  tries: 0,
  ...more,
})
const sesDelivery = (name: string) => ({
  eventType: 'Delivery',
  mail: {
    timestamp: took,
    messageId: 'ses-1',
    tags: { dealerId: ['D001'], messageId: [idFor('message', name)] },
  },
  delivery: { timestamp: addSeconds(took, 2) },
})
const codes = () => given.log.lines.map(({ code }) => code)

describe('a mail’s receipt', () => {
  it('as SES writes it ends the doubt, and is told without anybody’s address', async () => {
    await save(given.store, ...puts(messageRecord, mailOf('lily')))
    expect(await given.receive(sesDelivery('lily'))).toEqual([])
    expect(await given.row('lily')).toMatchObject({
      status: 'delivered',
      providerId: 'ses-1',
      updatedBy: 'receipts',
    })
    expect(codes()).toEqual(['RECEIPTS_READ'])
    expect(JSON.stringify(given.log.lines)).not.toContain('@')
  })

  it('saves a second sending: row and delivery change in one transaction', async () => {
    const row = mailOf('lily', { status: 'planned', reason: undefined })
    await save(given.store, ...puts(messageRecord, row), ...puts(deliveryRecord, deliveryOf('lily')))
    await given.receive(sesDelivery('lily'))
    expect(await given.row('lily')).toMatchObject({ status: 'delivered' })
    expect(await given.delivery('lily')).toMatchObject({ status: 'done', pending: [] })
    expect(given.table.commits.at(-1)).toHaveLength(2)
  })

  it('that comes while the mail is being sent goes back with a pause, and is no fault', async () => {
    const row = mailOf('lily', { status: 'planned', reason: undefined })
    const sending = deliveryOf('lily', { status: 'sending' })
    await save(given.store, ...puts(messageRecord, row), ...puts(deliveryRecord, sending))
    expect(await given.receive(sesDelivery('lily'))).toEqual([])
    expect(given.putBack).toEqual([{ body: mailReceipt('lily', { tries: 1 }), delaySeconds: 15 }])
    expect(await given.row('lily')).toMatchObject({ status: 'planned' })
  })

  it('that loses its race against a claim is looked at anew', async () => {
    const row = mailOf('lily', { status: 'planned', reason: undefined })
    const planned = deliveryOf('lily')
    await save(given.store, ...puts(messageRecord, row), ...puts(deliveryRecord, planned))
    const claim = deliveryRecord.put({ ...planned, version: 1, status: 'sending' }, stampAt(took))
    given.table.onCommit = () => {
      given.table.onCommit = undefined
      if (claim.kind === 'put') given.table.put({ ...claim.item, ...claim.key })
      return undefined
    }
    await given.receive(sesDelivery('lily'))
    expect(given.putBack).toHaveLength(1)
    expect(await given.row('lily')).toMatchObject({ status: 'planned' })
  })

  it.each(['bounced', 'complained'])(
    '"%s" suppresses the address, and keeps what was agreed there',
    async (outcome) => {
      const contact = contactPointOf('lily@example.com')
      await save(
        given.store,
        ...puts(messageRecord, mailOf('lily', { status: 'sent' })),
        ...puts(contactPointRecord, contact),
      )
      await given.receive(mailReceipt('lily', { outcome }))
      const known = (await given.store.contactPoints.byAddresses('D001', ['lily@example.com'])).get(
        'lily@example.com',
      )
      expect(known?.suppressions).toMatchObject([{ channel: 'mail', code: outcome }])
      expect(known?.consents).toEqual(contact.consents)
    },
  )

  it('of a message that is not in the ledger is given up after three hours, and rings', async () => {
    let receipt = mailReceipt('nobody')
    const pauses: number[] = []
    for (let looks = 0; looks < 100; looks += 1) {
      expect(await given.receive(receipt)).toEqual([])
      const again = given.putBack.splice(0).at(0)
      if (again === undefined) break
      pauses.push(again.delaySeconds!)
      receipt = again.body as MessageReceipt
    }
    expect(pauses.slice(0, 8)).toEqual([15, 30, 60, 120, 240, 480, 900, 900])
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3600
    expect(hours).toBeGreaterThan(2.9)
    expect(hours).toBeLessThan(3.1)
    expect(codes().filter((code) => code === 'RECEIPT_UNMATCHED')).toHaveLength(1)
  })

  it('of another dealer’s message changes that one alone', async () => {
    await save(given.store, ...puts(messageRecord, mailOf('lily'), mailOf('lily', { dealerId: 'D002' })))
    await given.receive(mailReceipt('lily', { dealerId: 'D002' }))
    expect(await given.row('lily')).toMatchObject({ status: 'held' })
    expect(await given.row('lily', 'D002')).toMatchObject({ status: 'delivered' })
  })
})

describe('an SMS’s receipt', () => {
  const late = { tries: 7 }

  it('finds its message by the provider’s id', async () => {
    await save(
      given.store,
      ...puts(
        messageRecord,
        rowOf('anna', { status: 'sent', providerId: 'sns-1', attempts: [{ at: took, outcome: 'accepted' }] }),
        rowOf('older', {
          status: 'sent',
          providerId: 'sns-0',
          attempts: [{ at: took, outcome: 'accepted' }],
        }),
      ),
    )
    await given.receive(smsReceipt())
    expect(await given.row('anna')).toMatchObject({ status: 'delivered' })
    expect(await given.row('older')).toMatchObject({ status: 'sent' })
  })

  it('finds its message also where another one to its number cannot be read, which rings', async () => {
    const attempts = [{ at: took, outcome: 'accepted' }]
    const anna = rowOf('anna', { status: 'sent', providerId: 'sns-1', attempts })
    await save(given.store, ...puts(messageRecord, anna, rowOf('ben')))
    const ben = given.table.all().find((item) => item['messageId'] === idFor('message', 'ben'))!
    given.table.put({ ...ben, status: 'flying' })
    expect(await given.receive(smsReceipt())).toEqual([])
    expect(await given.row('anna')).toMatchObject({ status: 'delivered' })
    expect(codes()).toContain('TRIED_DAMAGED')
    // Of another one nobody can say whether it is meant for the damaged row.
    expect(await given.receive(smsReceipt({ ...late, providerId: 'sns-2' }))).toEqual(['record-0'])
  })

  it('is not given to a message in doubt before what was being sent meanwhile is recorded', async () => {
    await save(given.store, ...puts(messageRecord, rowOf('anna')))
    await given.receive(smsReceipt({ tries: 6 }))
    expect(await given.row('anna')).toMatchObject({ status: 'held' })
    await given.receive(smsReceipt(late))
    expect(await given.row('anna')).toMatchObject({ status: 'delivered', providerId: 'sns-1' })
  })

  it('ends the doubt of the one tried about then, not of one tried long before or after', async () => {
    const at = (minutes: number) => ({ attempts: [{ at: addMinutes(took, minutes), outcome: 'in-doubt' }] })
    await save(given.store, ...puts(messageRecord, rowOf('then', at(3)), rowOf('after', at(26))))
    await given.receive(smsReceipt(late))
    expect([(await given.row('then'))?.status, (await given.row('after'))?.status]).toEqual([
      'delivered',
      'held',
    ])
  })

  it('may mean either of two tried about then, however near: both stay for a person', async () => {
    const at = (seconds: number) => ({ attempts: [{ at: addSeconds(took, seconds), outcome: 'in-doubt' }] })
    await save(given.store, ...puts(messageRecord, rowOf('near', at(1)), rowOf('far', at(540))))
    await given.receive(smsReceipt(late))
    expect([(await given.row('near'))?.status, (await given.row('far'))?.status]).toEqual(['held', 'held'])
  })

  it('of another length than the one in doubt is somebody else’s SMS', async () => {
    await save(given.store, ...puts(messageRecord, rowOf('anna', { segments: 2 })))
    await given.receive(smsReceipt({ ...late, parts: 1 }))
    expect(await given.row('anna')).toMatchObject({ status: 'held' })
    await given.receive(smsReceipt({ ...late, parts: 2 }))
    expect(await given.row('anna')).toMatchObject({ status: 'delivered' })
  })

  it('that comes twice changes one message, not two', async () => {
    const after = { attempts: [{ at: addMinutes(took, 26), outcome: 'in-doubt' }] }
    await save(given.store, ...puts(messageRecord, rowOf('anna'), rowOf('ben', after)))
    await given.receive(smsReceipt(late), smsReceipt(late))
    const statuses = [(await given.row('anna'))?.status, (await given.row('ben'))?.status]
    expect(statuses).toEqual(['delivered', 'held'])
  })

  it.each([
    ['tried twenty minutes later', { attempts: [{ at: addMinutes(took, 20), outcome: 'in-doubt' }] }],
    ['tried half an hour before', { attempts: [{ at: addMinutes(took, -30), outcome: 'in-doubt' }] }],
    ['known by another id', { providerId: 'sns-9' }],
    ['surely not sent', { attempts: [{ at: took, outcome: 'not-sent' }] }],
    ['to another number', { address: mobileOf('ben') }],
  ])('is not given to a message %s', async (_, more) => {
    await save(given.store, ...puts(messageRecord, rowOf('anna', more)))
    await given.receive(smsReceipt(late))
    expect(await given.row('anna')).toMatchObject({ status: 'held' })
    expect(given.putBack).toHaveLength(1)
  })

  it('saves the customer the second SMS when a person has released it meanwhile', async () => {
    const released = rowOf('anna', { status: 'planned', reason: undefined })
    await save(
      given.store,
      ...puts(messageRecord, released),
      ...puts(deliveryRecord, deliveryOf('anna', { channel: 'sms' })),
    )
    await given.receive(smsReceipt(late))
    expect(await given.row('anna')).toMatchObject({ status: 'delivered' })
    expect(await given.delivery('anna')).toMatchObject({ status: 'done', pending: [] })
  })

  it('waits while the index does not show its message yet, and is not fooled by what it still shows', async () => {
    given.table.freezeIndexes()
    const row = rowOf('anna', { status: 'sent', providerId: 'sns-1' })
    await save(given.store, ...puts(messageRecord, row))
    await given.receive(smsReceipt())
    expect(given.putBack).toHaveLength(1)
    given.table.thawIndexes()

    await save(given.store, ...puts(messageRecord, rowOf('ben', { address: mobileOf('ben') })))
    given.table.freezeIndexes()
    const resolved = { ...(await given.row('ben'))!, status: 'sent' as const, providerId: 'sns-3' }
    await save(given.store, messageRecord.put(resolved, stampAt(took)))
    await given.receive(smsReceipt({ ...late, number: mobileOf('ben') }))
    expect(await given.row('ben')).toMatchObject({ status: 'sent', providerId: 'sns-3' })
  })

  it('names no number in the log, even when it is given up', async () => {
    await given.receive(smsReceipt({ tries: 17 }))
    expect(codes()).toContain('RECEIPT_UNMATCHED')
    expect(JSON.stringify(given.log.lines)).not.toContain(number.slice(3))
  })
})

describe('receipts that come together', () => {
  const cars = ['anna', 'ben', 'cora']
  const held = (name: string) => rowOf(name, { address: mobileOf(name) })
  const receiptOf = (name: string) =>
    smsReceipt({ tries: 7, number: mobileOf(name), providerId: `sns-${name}` })
  const statuses = async (names = cars) =>
    Promise.all(names.map(async (name) => (await given.row(name))?.status))

  it('are read together and written one after the other', async () => {
    await save(given.store, ...puts(messageRecord, ...cars.map(held)))
    given.operations.length = 0
    await given.receive(...cars.map(receiptOf))
    const each = (operation: Operation) => cars.map(() => operation)
    // What is claimed by workers that are gone is asked once for all: a query a shard.
    const claims = Array.from({ length: SHARDS }, () => 'query' as const)
    expect(given.operations).toEqual([...each('query'), ...claims, ...each('get'), ...each('commit')])
    expect(await statuses()).toEqual(['delivered', 'delivered', 'delivered'])
  })

  it('wait while an SMS to their number is claimed by a worker that is gone: it may be the one that is meant', async () => {
    const [ben] = cars
    await save(given.store, ...puts(messageRecord, held(ben!)))
    const gone = deliveryOf('gone', {
      channel: 'sms',
      status: 'sending',
      attentionAt: took,
      addresses: { [idFor('message', 'gone')]: mobileOf(ben!) },
    })
    await save(given.store, ...puts(deliveryRecord, gone))
    expect(await given.receive(receiptOf(ben!))).toEqual([])
    expect((await given.row(ben!))!.status).toBe('held')
  })

  it('of one message are one after the other, reads and all', async () => {
    await save(given.store, ...puts(messageRecord, mailOf('lily')))
    given.operations.length = 0
    await given.receive(mailReceipt('lily', { outcome: 'sent' }), mailReceipt('lily'))
    expect(given.operations).toEqual(['get', 'commit', 'get', 'commit'])
    expect(await given.row('lily')).toMatchObject({ status: 'delivered' })
  })

  it('of one delivery that waits each take their message out of it', async () => {
    const messageIds = cars.map((name) => idFor('message', name))
    const together = deliveryOf('together', { messageIds, pending: messageIds })
    const { deliveryId } = together
    const rows = cars.map((name) => mailOf(name, { status: 'planned', reason: undefined, deliveryId }))
    await save(given.store, ...puts(messageRecord, ...rows), ...puts(deliveryRecord, together))
    expect(await given.receive(...cars.map((name) => mailReceipt(name)))).toEqual([])
    expect(await statuses()).toEqual(['delivered', 'delivered', 'delivered'])
    expect(await given.delivery('together')).toMatchObject({ status: 'done', pending: [] })
  })

  it('meet what a person has decided between the reading and the writing', async () => {
    await save(given.store, ...puts(messageRecord, ...cars.map(held)))
    const planned = { ...(await given.row('ben'))!, status: 'planned' as const, reason: undefined }
    const released = [
      messageRecord.put(planned, stampAt(took)),
      deliveryRecord.put(deliveryOf('ben', { channel: 'sms' }), stampAt(took)),
    ]
    given.table.onCommit = () => {
      given.table.onCommit = undefined
      for (const write of released) if (write.kind === 'put') given.table.put({ ...write.item, ...write.key })
      return undefined
    }
    expect(await given.receive(...cars.map(receiptOf))).toEqual([])
    expect(await statuses()).toEqual(['delivered', 'delivered', 'delivered'])
    expect(await given.delivery('ben')).toMatchObject({ status: 'done', pending: [] })
  })

  it('do not suffer from one whose message cannot be read', async () => {
    await save(given.store, ...puts(messageRecord, ...cars.map(held)))
    const damaged = messageRecord.put((await given.row('ben'))!, stampAt(took))
    if (damaged.kind === 'put') given.table.put({ ...damaged.item, status: 'unheard-of', ...damaged.key })
    expect(await given.receive(...cars.map(receiptOf))).toEqual(['record-1'])
    expect(await statuses(['anna', 'cora'])).toEqual(['delivered', 'delivered'])
    expect(codes()).toContain('RECEIPT_FAILED')
  })
})

describe('what is no receipt', () => {
  it('goes to the dead letters in the end, and its neighbours are recorded', async () => {
    await save(given.store, ...puts(messageRecord, mailOf('lily')))
    expect(await given.receive('no JSON', { eventType: 'Delivery' }, sesDelivery('lily'))).toEqual([
      'record-0',
      'record-1',
    ])
    expect(await given.row('lily')).toMatchObject({ status: 'delivered' })
  })

  it('but SES’s greeting, or somebody else’s mail, is left alone', async () => {
    const foreign = { ...sesDelivery('lily'), mail: { timestamp: took, messageId: 'ses-9' } }
    const greeting = 'Successfully validated SNS topic for Amazon SES event publishing.'
    expect(await given.receive(greeting, foreign)).toEqual([])
    expect(given.putBack).toEqual([])
    expect(codes()).toEqual(['RECEIPT_FOREIGN', 'RECEIPTS_READ'])
  })
})

it('a receipt that cannot be recorded or put back comes again', async () => {
  await save(given.store, ...puts(messageRecord, mailOf('lily')))
  given.table.onCommit = () => ({ kind: 'conflict', contested: [0] })
  given.refuses = [0]
  expect(await given.receive(mailReceipt('nobody'), mailReceipt('lily'))).toEqual(['record-1', 'record-0'])
  expect(codes()).toContain('RECEIPT_FAILED')
})
