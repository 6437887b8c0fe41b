import { expect, it } from 'vitest'
import { rescue } from '../../../functions/messages/rescue.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { addMinutes, addSeconds } from '../../../shared/domain/time.ts'
import { dealerOf, messageRowOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { deliveringWorld, LEASE_SECONDS, morning, staffMailOf, type World } from './delivering.ts'

const messageIdOf = (name: string) => messageRowOf(name).messageId

const rescued = (world: World) => rescue(world.worker().dependencies)

/** A worker claims the delivery and is gone before anything is sent. */
const claimAndDie = (world: World, deliveryId: string) =>
  world.run([world.hint(deliveryId)], { at: 8, how: 'dies' })

it('a delivery that nobody has claimed is queued ten minutes after its time, not before', async () => {
  const world = await deliveringWorld()
  const [deliveryId] = await world.plan(['anna'])
  world.now = addSeconds(morning, 599)
  expect(await rescued(world)).toEqual({ queued: 0, settled: 0 })
  world.now = addMinutes(morning, 10)
  expect(await rescued(world)).toEqual({ queued: 1, settled: 0 })
  expect(world.queue).toEqual([{ body: world.hint(deliveryId!), visibleAt: world.now }])
})

it('a delivery that waits for its window is queued when that opens, not before', async () => {
  const world = await deliveringWorld()
  const opens = addMinutes(morning, 600)
  await world.plan(['anna'])
  const item = world.table.all().find((each) => each['entity'] === 'Delivery')!
  const dueSk = String(item['dueSk']).replace(String(item['attentionAt']), opens)
  world.table.put({ ...item, sendAfter: opens, attentionAt: opens, dueSk })
  world.now = addSeconds(opens, -1)
  expect(await rescued(world)).toEqual({ queued: 0, settled: 0 })
  world.now = opens
  expect(await rescued(world)).toEqual({ queued: 1, settled: 0 })
})

it('a claim whose lease is over is settled, once, and one that still holds is left alone', async () => {
  const world = await deliveringWorld()
  const [sms] = await world.plan(['anna', 'ben'])
  await claimAndDie(world, sms!)
  expect(world.delivery(sms!).status).toBe('sending')
  world.now = addSeconds(morning, LEASE_SECONDS - 1)
  expect(await rescued(world)).toEqual({ queued: 0, settled: 0 })
  world.now = addSeconds(morning, LEASE_SECONDS)
  expect(await rescued(world)).toEqual({ queued: 0, settled: 1 })
  expect(world.messages().map(({ status }) => status)).toEqual(['held', 'held'])
  expect(world.delivery(sms!)).toMatchObject({ status: 'done', pending: [] })
  expect(world.codes()).toContain('MESSAGES_HELD')
  expect(await rescued(world)).toEqual({ queued: 0, settled: 0 })
  expect(world.calls).toEqual([])
})

it('an index that still shows an earlier state does no harm', async () => {
  const world = await deliveringWorld()
  const [done, sending] = [await world.plan(['anna']), await world.plan(['ben'])].flat()
  await claimAndDie(world, sending!)
  // From here on the index shows one delivery planned and one claimed.
  world.table.freezeIndexes()
  world.now = addMinutes(morning, 10)
  await world.run([world.hint(done!)])
  expect(await rescued(world)).toEqual({ queued: 1, settled: 1 })
  const settled = world.messages()
  expect(await rescued(world)).toEqual({ queued: 1, settled: 0 })
  await world.drain()
  expect(world.messages()).toEqual(settled)
  expect(world.calls).toHaveLength(1)
})

it('one whose rows cannot be read, and one that cannot be read, keep nobody else waiting', async () => {
  const world = await deliveringWorld()
  const claimed = [
    ...(await world.plan(['anna'])),
    ...(await world.plan(['ben'])),
    ...(await world.plan(['cora'])),
  ]
  const [waiting, unreadable] = [await world.plan(['dora']), await world.plan(['emma'])].flat()
  for (const deliveryId of claimed) await claimAndDie(world, deliveryId)
  const { messageId } = world.message('ben')
  const row = world.table.all().find((item) => item['messageId'] === messageId)!
  world.table.put({ ...row, status: 'flying' })
  const broken = world.table.all().find((item) => item['deliveryId'] === unreadable && item['pending'])!
  world.table.put({ ...broken, channel: 'pigeon' })
  world.now = addMinutes(morning, 10)
  expect(await rescued(world)).toEqual({ queued: 1, settled: 2 })
  expect(world.queue.map(({ body }) => body)).toEqual([world.hint(waiting!)])
  const errors = world.log.lines.filter(({ level }) => level === 'error')
  expect(errors.map(({ code }) => code).sort()).toEqual(['DELIVERY_DAMAGED', 'MESSAGES_DAMAGED'])
})

it('a damaged row stays claimed and rings; its neighbours are held at once, and it once it can be read', async () => {
  const world = await deliveringWorld()
  const [deliveryId] = await world.plan(['anna', 'ben', 'cora'])
  await claimAndDie(world, deliveryId!)
  const { messageId } = world.message('ben')
  const row = world.table.all().find((item) => item['messageId'] === messageId)!
  world.table.put({ ...row, status: 'flying' })
  world.now = addMinutes(morning, 10)
  expect(await rescued(world)).toEqual({ queued: 0, settled: 1 })
  const heldIds = (
    await world.store.messages.byIds('D001', [messageIdOf('anna'), messageIdOf('cora')])
  ).values()
  expect([...heldIds].map(({ status }) => status)).toEqual(['held', 'held'])
  expect(world.delivery(deliveryId!)).toMatchObject({ status: 'sending', pending: [messageId] })
  const { version } = world.delivery(deliveryId!)
  world.now = addMinutes(morning, 20)
  expect(await rescued(world)).toEqual({ queued: 0, settled: 0 })
  expect(world.delivery(deliveryId!).version).toBe(version)
  expect(world.codes().filter((code) => code === 'MESSAGES_DAMAGED')).toHaveLength(2)

  world.table.put(row)
  world.now = addMinutes(morning, 30)
  expect(await rescued(world)).toEqual({ queued: 0, settled: 1 })
  expect(world.message('ben')).toMatchObject({ status: 'held', attempts: { length: 1 } })
  expect(world.delivery(deliveryId!)).toMatchObject({ status: 'done', pending: [] })
})

it('a damaged row of a staff mail waits with the others for the second turn', async () => {
  const world = await deliveringWorld()
  const [deliveryId] = await world.plan(['lily', 'mona'], 'mail')
  await claimAndDie(world, deliveryId!)
  const { messageId } = staffMailOf('mona')
  const row = world.table.all().find((item) => item['messageId'] === messageId)!
  world.table.put({ ...row, status: 'flying' })
  world.now = addMinutes(morning, 10)
  await rescued(world)
  world.now = addMinutes(morning, 20)
  await world.drain()
  expect(world.calls.map(({ text }) => text)).toEqual(['【重发】今日续保名单'])
  expect(world.delivery(deliveryId!)).toMatchObject({ status: 'planned', pending: [messageId] })
})

it('what nobody has taken for three hours is told of, dealer by dealer, and hinted at all the same', async () => {
  const world = await deliveringWorld()
  await world.plan(['anna', 'ben'])
  await world.plan(['cora'])
  const late = () => world.log.lines.filter(({ code }) => code === 'DELIVERIES_LATE')
  world.now = addMinutes(morning, 179)
  await rescued(world)
  expect(late()).toEqual([])
  world.now = addMinutes(morning, 180)
  expect(await rescued(world)).toEqual({ queued: 2, settled: 0 })
  expect(late().map(({ fields }) => fields)).toEqual([{ dealerId: 'D001', deliveries: 2, messages: 3 }])
})

it('a queue that fails leaves the deliveries to the next run', async () => {
  const world = await deliveringWorld()
  const [deliveryId] = await world.plan(['anna'])
  world.now = addMinutes(morning, 10)
  const { dependencies } = world.worker()
  const queue = { send: () => Promise.reject(new Error('no queue')) }
  await expect(rescue({ ...dependencies, queue })).rejects.toThrow('no queue')
  expect(world.delivery(deliveryId!).status).toBe('planned')
  expect(await rescued(world)).toEqual({ queued: 1, settled: 0 })
})

it('deliveries of all dealers are looked after', async () => {
  const world = await deliveringWorld()
  await world.plan(['anna'])
  await save(world.store, ...puts(dealerRecord, dealerOf({}, { dealerId: 'D002' })))
  const item = world.table.all().find((each) => each['entity'] === 'Delivery')!
  const moved = Object.entries(item).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replace('D001', 'D002') : value,
  ])
  world.table.put(Object.fromEntries(moved) as never)
  world.now = addMinutes(morning, 10)
  await rescued(world)
  const dealers = world.queue.map(({ body }) => (body as { dealerId: string }).dealerId)
  expect(dealers.sort()).toEqual(['D001', 'D002'])
})
