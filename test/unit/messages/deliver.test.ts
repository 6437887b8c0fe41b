import { describe, expect, it } from 'vitest'
import { deliver } from '../../../functions/messages/deliver.ts'
import { Pace } from '../../../functions/messages/pace.ts'
import { refused, type SendResult } from '../../../shared/senders/send-result.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { addMinutes, addSeconds } from '../../../shared/domain/time.ts'
import { deliveryRecord } from '../../../shared/store/messages.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { customerIdOf, dealerOf, messageRowOf, mobileOf, stampAt } from '../../support/builders.ts'
import { customerById, puts, save } from '../../support/store.ts'
import { accepted, deliveringWorld, LEASE_SECONDS, mailOf, morning, staffMailOf } from './delivering.ts'

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
    await world.run([world.hint(deliveryId!)], { at: 9, how: 'dies after' })
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
    const suppressions = await world.store.consents.suppressionsOf('D001', 'sms', [mobileOf('anna')])
    const forGood = result.kind === 'refused' && result.fault === 'address' ? result.code : undefined
    expect(suppressions.get(mobileOf('anna'))?.code).toBe(forGood)
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

  it('a fault that lasts fails the message after five attempts, and only it', async () => {
    const world = await deliveringWorld()
    world.enqueue(...(await world.plan(['anna', 'ben'])))
    world.answer = (messageId) => (messageId === messageRowOf('anna').messageId ? notSent : accepted)
    await world.settleAll()
    expect(world.message('anna')).toMatchObject({ status: 'failed', reason: 'provider-unavailable' })
    const minutes = world
      .message('anna')
      .attempts.map(({ at }) => (Date.parse(at) - Date.parse(morning)) / 60_000)
    expect(minutes).toEqual([0, 1, 6, 21, 81])
    expect(world.calls.filter(({ messageId }) => messageId === world.message('ben').messageId)).toHaveLength(
      1,
    )
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

  it('a used-up pace sends the hint on its way again and claims nothing', async () => {
    const world = await deliveringWorld()
    const [first, second] = [await world.plan(['anna', 'ben']), await world.plan(['cora', 'dora'])].flat()
    const { dependencies } = world.worker(undefined, () => new Pace(0.1, 2))
    expect(await deliver([world.hint(first!), world.hint(second!)], dependencies)).toEqual([])
    expect(world.calls).toHaveLength(2)
    const later = world.deliveries().find(({ status }) => status === 'planned')!
    expect(later).toMatchObject({ version: 1, attempts: 0 })
    expect(world.queue).toEqual([{ body: world.hint(later.deliveryId), visibleAt: addSeconds(morning, 20) }])
    await world.settleAll()
    expect(world.calls).toHaveLength(4)
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
  it('a delivery with a damaged record comes again alone', async () => {
    const world = await deliveringWorld()
    const [bad] = await world.plan(['anna'])
    const [good] = await world.plan(['ben'])
    const { messageId } = world.message('anna')
    const row = world.table.all().find((item) => item['messageId'] === messageId)!
    world.table.put({ ...row, status: 'flying' })
    expect(await world.run([world.hint(bad!), world.hint(good!)])).toEqual([0])
    expect(world.delivery(good!).status).toBe('done')
    expect(world.delivery(bad!)).toMatchObject({ status: 'planned', version: 1 })
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
