import { describe, expect, it } from 'vitest'
import { suppressionOn } from '../../../shared/domain/contact-point.ts'
import { deliver } from '../../../functions/messages/deliver.ts'
import { Pace } from '../../../functions/messages/pace.ts'
import { refused, type SendResult } from '../../../shared/senders/send-result.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { addMinutes, addSeconds } from '../../../shared/domain/time.ts'
import { Mobile } from '../../../shared/domain/mobile.ts'
import { deliveryRecord } from '../../../shared/store/messages.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import type { Item } from '../../../shared/store/table-client.ts'
import {
  customerIdOf,
  dealerOf,
  local,
  messageRowOf,
  mobileOf,
  stampAt,
  vehicleIdOf,
} from '../../support/builders.ts'
import { customerById, puts, save } from '../../support/store.ts'
import {
  accepted,
  deliveringWorld,
  type World,
  LEASE_SECONDS,
  mailOf,
  morning,
  staffMailOf,
} from './delivering.ts'

const throttled = (limit: 'rate' | 'quota'): SendResult => ({ kind: 'throttled', limit })
const notSent: SendResult = { kind: 'not-sent', cause: 'ENOTFOUND' }
const unknown: SendResult = { kind: 'unknown', cause: 'TimeoutError' }

describe('what is sent', () => {
  it('SMS go out once, to the number of now, and each row tells what became of it', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna', 'ben'])
    expect(await world.run([world.hint(deliveryId!)])).toEqual([])
    expect(world.calls.map(({ channel, to, text }) => [channel, to, text])).toEqual([
      ['sms', mobileOf('anna'), '【测试汽车】您的爱车该保养了'],
      ['sms', mobileOf('ben'), '【测试汽车】您的爱车该保养了'],
    ])
    expect(world.message('anna')).toMatchObject({
      status: 'sent',
      address: mobileOf('anna'),
      providerId: 'p-1',
      sentAt: morning,
      attempts: [{ at: morning, outcome: 'accepted' }],
      version: 2,
    })
    expect(world.delivery(deliveryId!)).toMatchObject({ status: 'done', pending: [], attempts: 1 })
    expect(world.delivery(deliveryId!).attentionAt).toBeUndefined()
    expect(world.codes()).toEqual(['DELIVERY_STARTED', 'DELIVERY_COMPLETED'])
  })

  it('a mail goes to the address of now with the content that was kept for it', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['lily'], 'mail')
    await world.run([world.hint(deliveryId!)])
    expect(world.calls).toMatchObject([{ channel: 'mail', to: mailOf('lily'), text: '今日续保名单' }])
    expect(world.message('lily').status).toBe('sent')
  })

  it('the claim is written before the provider is called', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    let seen: unknown
    world.answer = () => {
      seen = world.delivery(deliveryId!)
      return accepted
    }
    await world.run([world.hint(deliveryId!)])
    expect(seen).toMatchObject({ status: 'sending', attentionAt: addSeconds(morning, LEASE_SECONDS) })
  })

  it('hints at deliveries that are done, unknown or of another dealer send nothing', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    await world.run([world.hint(deliveryId!)])
    const commits = world.table.commits.length
    const strange = world.hint('dlv_aaaaaaaaaaaaaaaaaaaa')
    expect(await world.run([world.hint(deliveryId!), strange])).toEqual([])
    await save(world.store, ...puts(dealerRecord, dealerOf({}, { dealerId: 'D002' })))
    expect(await world.run([{ dealerId: 'D002', deliveryId: deliveryId! }])).toEqual([])
    expect(world.calls).toHaveLength(1)
    expect(world.table.commits).toHaveLength(commits + 1)
  })

  it('a hint at a delivery that somebody has claimed sends nothing, even when its worker is dead', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    await world.run([world.hint(deliveryId!)], { at: 8, how: 'dies after' })
    expect(world.delivery(deliveryId!).status).toBe('sending')
    world.now = addSeconds(morning, LEASE_SECONDS + 1)
    expect(await world.run([world.hint(deliveryId!)])).toEqual([])
    expect(world.calls).toHaveLength(1)
  })

  it('the same hint twice in one batch sends once', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    expect(await world.run([world.hint(deliveryId!), world.hint(deliveryId!)])).toEqual([])
    expect(world.calls).toHaveLength(1)
  })
})

describe('what the provider answers', () => {
  it.each<[string, SendResult, object, number | undefined]>([
    ['accepted', accepted, { status: 'sent' }, undefined],
    ['a bad number', refused('invalid-number'), { status: 'failed', reason: 'invalid-number' }, undefined],
    ['opted out', refused('opted-out'), { status: 'failed', reason: 'opted-out' }, undefined],
    ['bad content', refused('content-rejected'), { status: 'failed', reason: 'content-rejected' }, undefined],
    ['too fast', throttled('rate'), { status: 'planned' }, 1],
    ['over its quota', throttled('quota'), { status: 'planned' }, 60],
    ['not reached', notSent, { status: 'planned' }, 1],
    ['in doubt', unknown, { status: 'held', reason: 'in-doubt' }, undefined],
  ])('SMS %s', async (_, result, row, againAfterMinutes) => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna', 'ben'])
    world.answer = (messageId) => (messageId === messageRowOf('anna').messageId ? result : accepted)
    await world.run([world.hint(deliveryId!)])
    expect(world.message('anna')).toMatchObject(row)
    // Who says too fast is not asked again for the others.
    expect(world.message('ben').status).toBe(result.kind === 'throttled' ? 'planned' : 'sent')
    const contacts = await world.store.contactPoints.byAddresses('D001', [mobileOf('anna')])
    const forGood = result.kind === 'refused' && result.fault === 'address' ? result.code : undefined
    expect(suppressionOn(contacts.get(mobileOf('anna')), 'sms')?.code).toBe(forGood)
    const delivery = world.delivery(deliveryId!)
    if (againAfterMinutes === undefined) {
      expect(delivery).toMatchObject({ status: 'done', pending: [] })
    } else {
      const again = addMinutes(morning, againAfterMinutes)
      expect(delivery).toMatchObject({
        status: 'planned',
        pending: [messageRowOf('anna'), ...(result.kind === 'throttled' ? [messageRowOf('ben')] : [])].map(
          ({ messageId }) => messageId,
        ),
        sendAfter: again,
      })
      // Within the queue's reach a hint waits there, beyond it the sweep of deliveries is the hint.
      const near = againAfterMinutes <= 15
      expect(world.queue.map(({ visibleAt }) => visibleAt)).toEqual(near ? [again] : [])
      expect(delivery.attentionAt).toBe(near ? addMinutes(again, 10) : again)
    }
    expect(world.codes().includes('MESSAGES_HELD')).toBe(result.kind === 'unknown')
    expect(world.codes().includes('PROVIDER_QUOTA_REACHED')).toBe(
      result.kind === 'throttled' && result.limit === 'quota',
    )
  })

  it('an SMS waits twenty minutes behind one in doubt to the same number, so that their receipts can be told apart', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna', 'ben', 'carl'])
    const ben = (await world.store.customers.byId('D001', customerIdOf('ben')))!
    await save(
      world.store,
      customerRecord.put({ ...ben, mobile: Mobile.parse(mobileOf('anna')) }, stampAt(morning)),
    )
    world.answer = (messageId) => (messageId === messageRowOf('anna').messageId ? unknown : accepted)
    await world.run([world.hint(deliveryId!)])
    expect(world.calls.map(({ to }) => to)).toEqual([mobileOf('anna'), mobileOf('carl')])
    expect(world.delivery(deliveryId!)).toMatchObject({
      pending: [messageRowOf('ben').messageId],
      sendAfter: addMinutes(morning, 20),
    })
    await world.settleAll()
    expect(world.message('ben').attempts.map(({ at }) => at)).toEqual([addMinutes(morning, 20)])
    expect(world.message('ben').status).toBe('sent')
  })

  it('a staff mail in doubt is sent once more, ten minutes later and marked, then held', async () => {
    const world = await deliveringWorld()
    world.enqueue(...(await world.plan(['lily'], 'mail')))
    world.answer = () => unknown
    await world.settleAll()
    expect(world.calls.map(({ text }) => text)).toEqual(['今日续保名单', '【重发】今日续保名单'])
    const { status, attempts } = world.messages()[0]!
    expect(status).toBe('held')
    expect(attempts.map(({ at }) => at)).toEqual([morning, addMinutes(morning, 10)])
  })

  it('a fault that lasts holds the message for a person after five attempts, and only it', async () => {
    const world = await deliveringWorld()
    world.enqueue(...(await world.plan(['anna', 'ben'])))
    world.answer = (messageId) => (messageId === messageRowOf('anna').messageId ? notSent : accepted)
    await world.settleAll()
    expect(world.message('anna')).toMatchObject({ status: 'held', reason: 'provider-unavailable' })
    const minutes = world
      .message('anna')
      .attempts.map(({ at }) => (Date.parse(at) - Date.parse(morning)) / 60_000)
    expect(minutes).toEqual([0, 1, 6, 21, 81])
    expect(world.calls.filter(({ messageId }) => messageId === world.message('ben').messageId)).toHaveLength(
      1,
    )
    expect(world.codes()).toContain('PROVIDER_UNAVAILABLE')
    expect(world.codes()).not.toContain('MESSAGES_HELD')
    expect(await world.store.messages.held('D001', 10)).toMatchObject([
      { messageId: messageRowOf('anna').messageId },
    ])
  })

  it('who says too fast for hours is told of, with the dealer and how many wait, and before that not', async () => {
    const world = await deliveringWorld()
    world.enqueue(...(await world.plan(['anna', 'ben'])))
    world.answer = () => throttled('rate')
    const late = () => world.log.lines.filter(({ code }) => code === 'DELIVERIES_LATE')
    const until = async (minutes: number) => {
      for (; world.now < addMinutes(morning, minutes); world.now = addMinutes(world.now, 1))
        await world.drain()
    }
    await until(180)
    expect(late()).toEqual([])
    await until(182)
    expect(late()[0]).toMatchObject({
      level: 'warn',
      fields: { dealerId: 'D001', deliveries: 1, messages: 2 },
    })
    expect(world.messages().map(({ status }) => status)).toEqual(['planned', 'planned'])
  })

  it('a delivery that waits for the morning is not late then', async () => {
    const evening = local('2026-11-23 20:30')
    const world = await deliveringWorld({ at: evening })
    const [deliveryId] = await world.plan(['anna'])
    await world.run([world.hint(deliveryId!)])
    expect(world.delivery(deliveryId!).sendAfter).toBe(local('2026-11-24 09:00'))
    world.now = local('2026-11-24 09:00')
    world.answer = () => throttled('rate')
    await world.run([world.hint(deliveryId!)])
    await world.rescue()
    expect(world.codes()).not.toContain('DELIVERIES_LATE')
  })

  it('a number that was refused may be refused again by a delivery whose facts were read before', async () => {
    const world = await deliveringWorld()
    const deliveryIds = [...(await world.plan(['anna'])), ...(await world.plan(['ben']))]
    const ben = (await customerById(world.store, 'D001', customerIdOf('ben')))!
    const { mobile } = (await customerById(world.store, 'D001', customerIdOf('anna')))!
    await save(world.store, customerRecord.put({ ...ben, mobile }, stampAt(morning)))
    world.answer = () => refused('invalid-number')
    expect(await world.run(deliveryIds.map((id) => world.hint(id)))).toEqual([])
    expect(world.messages().map(({ status }) => status)).toEqual(['failed', 'failed'])
  })
})

describe('when it is not yet time', () => {
  it.each([
    [14, 1],
    [16, 0],
  ])('a delivery %d minutes ahead leaves %d delayed hints and is not claimed', async (minutes, hints) => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    const sendAfter = world.now
    world.now = addMinutes(world.now, -minutes)
    expect(await world.run([world.hint(deliveryId!)])).toEqual([])
    expect(world.queue.map(({ visibleAt }) => visibleAt)).toEqual(Array(hints).fill(sendAfter))
    expect(world.delivery(deliveryId!)).toMatchObject({ status: 'planned', version: 1 })
  })

  it('a used-up pace makes each message wait its turn, and everything still goes in one run', async () => {
    const world = await deliveringWorld()
    const [first, second] = [await world.plan(['anna', 'ben']), await world.plan(['cora', 'dora'])].flat()
    const { dependencies } = world.worker(undefined, () => new Pace(0.1, 2))
    expect(await deliver([world.hint(first!), world.hint(second!)], dependencies)).toEqual([])
    expect(world.calls).toHaveLength(4)
    expect(world.now).toBe(addSeconds(morning, 20))
    expect(world.queue).toEqual([])
  })

  it('nothing is sent in a turn that comes after the lease has ended', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna', 'ben', 'cora'])
    const { dependencies } = world.worker(undefined, () => new Pace(1 / 100, 1))
    await deliver([world.hint(deliveryId!)], dependencies)
    expect(world.calls).toHaveLength(2)
    expect(world.delivery(deliveryId!)).toMatchObject({ status: 'planned', pending: { length: 1 } })
  })

  it('the results of a delivery and the claim of the next are one transaction', async () => {
    const world = await deliveringWorld()
    const ids = (await Promise.all([world.plan(['anna']), world.plan(['ben']), world.plan(['cora'])])).flat()
    const before = world.table.commits.length
    await world.run(ids.map((id) => world.hint(id)))
    const commits = world.table.commits.slice(before)
    const said = commits.map((writes) =>
      writes.map(({ key, ...write }) =>
        'item' in write && 'status' in write.item ? write.item.status : key,
      ),
    )
    expect(said).toEqual([
      ['sending'],
      ['done', 'sent', 'sending'],
      ['done', 'sent', 'sending'],
      ['done', 'sent'],
    ])
  })

  it('a claim that somebody else has is left, and the results before it are recorded all the same', async () => {
    const world = await deliveringWorld()
    const [first, second] = [await world.plan(['anna']), await world.plan(['ben'])].flat()
    let commits = 0
    world.table.onCommit = () => {
      commits += 1
      if (commits === 2) {
        const stolen = world.delivery(second!)
        world.table.put({
          ...itemOf(world, second!),
          ...stolen,
          status: 'sending',
          version: stolen.version + 1,
        })
      }
      return undefined
    }
    await world.run([world.hint(first!), world.hint(second!)])
    expect(world.message('anna').status).toBe('sent')
    expect(world.calls).toHaveLength(1)
    expect(world.message('ben').status).toBe('planned')
  })

  it('a conflict that passes loses neither results nor claim', async () => {
    const world = await deliveringWorld()
    const ids = [await world.plan(['anna']), await world.plan(['ben'])].flat()
    let commits = 0
    world.table.onCommit = () => {
      commits += 1
      return commits % 2 === 1 ? { kind: 'conflict', contested: [0] } : undefined
    }
    await world.run(ids.map((id) => world.hint(id)))
    expect(world.messages().map(({ status }) => status)).toEqual(['sent', 'sent'])
    expect(world.calls).toHaveLength(2)
    expect(world.codes()).not.toContain('DELIVERY_LEASE_LOST')
  })

  it('a queue that takes no hint does not stop the delivery that was claimed with the results', async () => {
    const world = await deliveringWorld()
    const [first, second] = [await world.plan(['anna']), await world.plan(['ben'])].flat()
    world.answer = (messageId) =>
      messageId === messageRowOf('anna').messageId ? { kind: 'throttled', limit: 'rate' } : accepted
    const { dependencies } = world.worker()
    const queue = { send: () => Promise.reject(new Error('the queue is down')) }
    await deliver([world.hint(first!), world.hint(second!)], { ...dependencies, queue })
    expect([world.message('anna').status, world.message('ben').status].sort()).toEqual(['planned', 'sent'])
    expect(
      world
        .deliveries()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['done', 'planned'])
    expect(world.codes()).toContain('DELIVERY_NOT_HINTED')
  })

  it('a commit whose answer is lost is asked after: what is ours is sent and recorded, once', async () => {
    for (let at = 1; at <= 14; at += 1) {
      const world = await deliveringWorld()
      const ids = [await world.plan(['anna']), await world.plan(['ben'])].flat()
      await world.run(
        ids.map((id) => world.hint(id)),
        { at, how: 'throws after' },
      )
      await world.settleAll()
      // Only the provider's own lost answer leaves doubt.
      expect(world.messages().filter(({ status }) => status === 'held').length).toBeLessThanOrEqual(1)
      expect(world.calls.length, `call ${String(at)}`).toBe(2)
    }
  })

  it('a function that is nearly over claims nothing more, and stops between two messages', async () => {
    const world = await deliveringWorld()
    const [first, second] = [await world.plan(['anna', 'ben', 'cora']), await world.plan(['dora'])].flat()
    const { dependencies } = world.worker()
    const ends = addSeconds(morning, 120)
    const remaining = () => Date.parse(ends) - Date.parse(world.now)
    world.secondsPerSend = 55
    expect(await deliver([world.hint(first!), world.hint(second!)], { ...dependencies, remaining })).toEqual(
      [],
    )
    expect(world.calls).toHaveLength(2)
    expect(world.delivery(first!)).toMatchObject({ status: 'planned', pending: { length: 1 } })
    expect(world.delivery(second!)).toMatchObject({ status: 'planned', version: 1 })
    world.secondsPerSend = 0
    await world.settleAll()
    expect(world.calls).toHaveLength(4)
    expect(world.messages().map(({ status }) => status)).toEqual(Array(4).fill('sent'))
  })

  it('a worker whose lease ends mid-way leaves the rest pending for the next one', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna', 'ben', 'cora'])
    world.secondsPerSend = 80
    await world.run([world.hint(deliveryId!)])
    expect(world.calls).toHaveLength(2)
    expect(world.delivery(deliveryId!)).toMatchObject({ status: 'planned', pending: { length: 1 } })
    world.secondsPerSend = 0
    await world.drain()
    expect(world.messages().map(({ status }) => status)).toEqual(Array(3).fill('sent'))
    expect(world.calls).toHaveLength(3)
  })
})

describe('neighbours', () => {
  const damages: [string, (world: World) => void][] = [
    ['row', (world) => damage(world, 'Message', world.message('anna').messageId, { status: 'flying' })],
    ['customer', (world) => damage(world, 'Customer', customerIdOf('anna'), { mobile: '+8612' })],
    ['vehicle', (world) => damage(world, 'Vehicle', vehicleIdOf('anna'), { status: 'flying' })],
    ['contact point', (world) => damage(world, 'ContactPoint', mobileOf('anna'), { consents: 'yes' })],
  ]

  it.each(damages)('a damaged %s holds back its own message alone, and rings', async (_, damageOne) => {
    const world = await deliveringWorld()
    const [mixed] = await world.plan(['anna', 'ben', 'cora'])
    const [other] = await world.plan(['dora'])
    const { messageId } = world.message('anna')
    const whole = world.table.all()
    damageOne(world)
    expect(await world.run([world.hint(mixed!), world.hint(other!)])).toEqual([])
    expect(world.calls.map(({ to }) => to)).toEqual(['ben', 'cora', 'dora'].map((name) => mobileOf(name)))
    expect(world.delivery(mixed!)).toMatchObject({ status: 'planned', pending: [messageId] })
    expect(world.delivery(other!).status).toBe('done')
    expect(world.log.lines.filter(({ code }) => code === 'MESSAGES_DAMAGED')).toMatchObject([
      { level: 'error', fields: { dealerId: 'D001', deliveryId: mixed, messageIds: [messageId] } },
    ])

    // It comes round every ten minutes without being claimed, and goes once it can be read.
    world.queue.splice(0)
    const { version } = world.delivery(mixed!)
    world.now = addMinutes(world.now, 10)
    await world.rescue()
    expect(world.queue.map(({ body }) => body)).toEqual([world.hint(mixed!)])
    await world.drain()
    expect(world.delivery(mixed!).version).toBe(version)
    expect(world.calls).toHaveLength(3)
    for (const item of whole) if (wasOf(item, 'anna')) world.table.put(item)
    world.now = addMinutes(world.now, 10)
    await world.rescue()
    await world.drain()
    expect(world.calls.map(({ to }) => to).slice(3)).toEqual([mobileOf('anna')])
    expect(world.delivery(mixed!).status).toBe('done')
  })

  it('a mail whose body cannot be read is tried later, one whose body is damaged fails, the others go out once', async () => {
    const world = await deliveringWorld()
    world.enqueue(...(await world.plan(['lily', 'mona', 'nina', 'olga'], 'mail')))
    const key = (name: string) => fileKeys.mail('D001', staffMailOf(name).messageId)
    const { dependencies } = world.worker()
    let faults = 1
    const read = (wanted: string) => {
      if (wanted === key('mona') && faults-- > 0) return Promise.reject(new Error('SlowDown'))
      return Promise.resolve(world.files.get(wanted))
    }
    world.files.set(key('nina'), '{"subject": 王')
    const hints = world.queue.splice(0).map(({ body }) => body as never)
    expect(await deliver(hints, { ...dependencies, files: { read } })).toEqual([])
    await world.settleAll()
    const byName = (name: string) =>
      world.messages().find((each) => each.messageId === staffMailOf(name).messageId)
    expect(byName('nina')).toMatchObject({ status: 'failed', reason: 'content-rejected' })
    expect(['lily', 'mona', 'olga'].map((name) => byName(name)?.status)).toEqual(['sent', 'sent', 'sent'])
    expect(world.calls.map(({ text }) => text)).toEqual(Array(3).fill('今日续保名单'))
  })

  it('a dealer whose records cannot be read does not fail the others’ deliveries', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    const foreign = { dealerId: 'D404', deliveryId: 'dlv_aaaaaaaaaaaaaaaaaaaa' }
    expect(await world.run([foreign, world.hint(deliveryId!)])).toEqual([0])
    expect(world.message('anna').status).toBe('sent')
  })
})

describe('a delivery that names messages without a row, as after a restore', () => {
  it('leaves them out, says so, and does not come round for ever', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    const delivery = world.delivery(deliveryId!)
    const lost = {
      ...delivery,
      messageIds: [messageRowOf('ben').messageId],
      pending: [messageRowOf('ben').messageId],
    }
    await save(world.store, deliveryRecord.put(lost, stampAt(morning)))
    expect(await world.run([world.hint(deliveryId!)])).toEqual([])
    expect(world.delivery(deliveryId!)).toMatchObject({ status: 'done', pending: [] })
    expect(world.log.lines.map(({ code }) => code)).toContain('LEDGER_ROWS_MISSING')
    expect(world.calls).toEqual([])
  })
})

/** A delivery as it is stored, keys and all. */
function itemOf(world: World, deliveryId: string) {
  return world.table.all().find((item) => item['entity'] === 'Delivery' && item['deliveryId'] === deliveryId)!
}

/** What an accident leaves of a stored record. */
function damage(world: World, entity: string, id: string, by: object): void {
  const item = world.table
    .all()
    .find((each) => each['entity'] === entity && String(each['pk']).endsWith(`#${id}`))!
  world.table.put({ ...item, ...by })
}

/** Records of a person but the delivery, which has moved on. */
function wasOf(item: Item, name: string): boolean {
  const ids = [messageRowOf(name).messageId, customerIdOf(name), vehicleIdOf(name), mobileOf(name)]
  return ids.some((id) => String(item['pk']).endsWith(`#${id}`))
}
