import { beforeEach, describe, expect, it } from 'vitest'
import { replanDealers, replanFrom, ReplansFailed } from '../../../functions/dealers/replan.ts'
import type { Dealer } from '../../../shared/domain/dealer.ts'
import { addDays, addMinutes } from '../../../shared/domain/time.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { APPOINTMENTS } from '../../../shared/due/plans/appointment-reminders.ts'
import { appointmentWrites } from '../../../shared/due/plans/appointment-writes.ts'
import { CALL_LISTS } from '../../../shared/due/plans/insurance-call-lists.ts'
import { REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { dutySubject } from '../../../shared/due/plans/duty-occurrences.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import type { RecordKind, Stored } from '../../../shared/store/record-kind.ts'
import { dutyRecord } from '../../../shared/store/duties.ts'
import { MAINTENANCE } from '../../../shared/due/plans/maintenance-reminders.ts'
import { vehicleWrites } from '../../../shared/due/plans/vehicle-writes.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { replanRecord } from '../../../shared/store/replans.ts'
import { openStore } from '../../../shared/store/store.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  coverOf,
  day,
  deadlineOf,
  dealerOf,
  dutyOf,
  local,
  repairOrderOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
  type SettingsChange,
} from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'
import { capturingLog } from '../messages/delivering.ts'

const planned = stampAt(local('2026-11-01 10:00'))
const now = local('2026-11-23 10:00')
const dutyCause = (code: string, occurrence: string) => ({ kind: 'duty', code, occurrence }) as const
const asItem = <Value extends Stored>(kind: RecordKind<Value>, value: Value) => {
  const write = kind.put(value, planned)
  return write.kind === 'put' ? { ...write.item, ...write.key } : {}
}
const names = Array.from({ length: 40 }, (_, index) => `car ${String(index)}`)

let table: ReturnType<typeof memoryTable>
let store: ReturnType<typeof openStore>
let log: ReturnType<typeof capturingLog>
beforeEach(() => {
  table = memoryTable()
  store = openStore(table)
  log = capturingLog()
})

/** Vehicles sold in June, insured to the end of March, planned by the default settings. */
async function shop(dealerId = 'D001'): Promise<Dealer> {
  const dealer = dealerOf({}, { dealerId })
  await save(store, ...puts(dealerRecord, dealer))
  for (const name of names) {
    const vehicle = vehicleOf(name, {
      dealerId,
      soldOn: day('2026-06-10'),
      cover: { commercial: coverOf(name, '2027-03-31') },
    })
    const context = { store, dealer, stamp: planned }
    await save(store, ...(await vehicleWrites(undefined, vehicle, 'created', context)).writes)
  }
  return dealer
}

async function change(dealerId: string, settings: SettingsChange): Promise<void> {
  const known = (await store.dealers.byId(dealerId))!
  const walk = await store.replans.ofDealer(dealerId)
  const stamp = stampAt(now)
  await save(
    store,
    dealerRecord.put({ ...known, settings: dealerOf(settings).settings }, stamp),
    replanRecord.put(replanFrom(walk, dealerId, stamp), stamp),
  )
}

const run = (remaining: () => number = () => 300_000, at = now) =>
  replanDealers({ store, clock: { now: () => at }, log, remaining })
const item = (name: string, purpose: typeof MAINTENANCE | typeof CALL_LISTS, dealerId = 'D001') =>
  store.dueItems.bySubject(dealerId, purpose, `vehicle#${vehicleIdOf(name)}`)
const datesOf = async (purpose: typeof MAINTENANCE | typeof CALL_LISTS, dealerId = 'D001') =>
  new Set(await Promise.all(names.map(async (name) => (await item(name, purpose, dealerId))?.dueAt)))

describe('a walk', () => {
  it('moves what waits to where the new settings want it, of both purposes', async () => {
    await shop()
    expect(await datesOf(MAINTENANCE)).toEqual(new Set([local('2026-11-26 09:00')]))
    expect(await datesOf(CALL_LISTS)).toEqual(new Set([local('2027-02-15 07:30')]))
    await change('D001', { maintenance: { daysBefore: 10 }, renewals: { contactDays: [90, 7] } })
    expect(await run()).toEqual({ finished: 1 })
    expect(await datesOf(MAINTENANCE)).toEqual(new Set([local('2026-11-30 09:00')]))
    expect(await datesOf(CALL_LISTS)).toEqual(new Set([local('2026-12-31 07:30')]))
    expect(await store.replans.ofDealer('D001')).toMatchObject({ looked: 80, moved: 40, finishedAt: now })
    expect(await store.replans.pending()).toEqual([])
    expect(await run()).toEqual({ finished: 0 })
  })

  it('tells customers nothing of the past: a step whose new day is over is skipped and recorded', async () => {
    await shop()
    await change('D001', { maintenance: { daysBefore: 20 } })
    await run()
    expect(await item('car 0', MAINTENANCE)).toMatchObject({
      step: 'after',
      decided: [{ step: 'before', outcome: 'past-at-import' }],
    })
  })

  it('moves the reminders of appointments, owes those whose moment is over at once, and leaves what is decided', async () => {
    const dealer = await shop()
    const at = ['2026-11-24 09:00', '2026-11-24 15:00', '2026-11-27 09:00'].map((time) => local(time))
    const orders = at.map((appointmentAt, index) =>
      repairOrderOf(`visit ${String(index)}`, {
        status: 'appointment',
        deliveredOn: undefined,
        appointmentAt,
      }),
    )
    for (const order of orders) {
      const context = { store, dealer, vehicle: undefined, stamp: planned }
      const writes = await appointmentWrites(undefined, order, context)
      await save(store, ...puts(repairOrderRecord, order), ...writes)
    }
    const reminderOf = ({ orderId }: RepairOrder) =>
      store.dueItems.bySubject('D001', APPOINTMENTS, `order#${orderId}`)
    const told = (await reminderOf(orders[1]!))!
    const decided = [{ step: told.step!, outcome: 'message' as const, at: now }]
    const done = { ...told, step: undefined, dueAt: undefined, plannedAt: undefined, decided }
    await save(store, dueItemRecord.put(done, planned))

    await change('D001', { appointments: { remindAt: '08:00' } })
    expect(await run()).toEqual({ finished: 1 })
    expect(await reminderOf(orders[0]!)).toMatchObject({ step: at[0], dueAt: now, decided: [] })
    const kept = (await reminderOf(orders[1]!))!
    expect([kept.step, kept.decided]).toEqual([undefined, decided])
    expect(await reminderOf(orders[2]!)).toMatchObject({ step: at[2], dueAt: local('2026-11-26 08:00') })
    expect(await store.replans.ofDealer('D001')).toMatchObject({ looked: 83, moved: 2 })
  })

  it('plans no reminder over another time that somebody agrees on meanwhile', async () => {
    const dealer = await shop()
    const order = repairOrderOf('visit', {
      status: 'appointment',
      deliveredOn: undefined,
      appointmentAt: local('2026-11-27 09:00'),
    })
    const context = { store, dealer, vehicle: undefined, stamp: planned }
    await save(
      store,
      ...puts(repairOrderRecord, order),
      ...(await appointmentWrites(undefined, order, context)),
    )
    const subject = `order#${order.orderId}`
    const item = (await store.dueItems.bySubject('D001', APPOINTMENTS, subject))!
    await change('D001', { appointments: { remindAt: '08:00' } })
    const moved = { ...order, version: 1, appointmentAt: local('2026-11-30 09:00') }
    let raced = false
    table.onCommit = (writes) => {
      if (raced || !writes.some(({ key }) => key.pk.includes(subject))) return undefined
      raced = true
      const asStored = [
        repairOrderRecord.put(moved, planned),
        dueItemRecord.put({ ...item, cycle: 'other' }, planned),
      ]
      for (const write of asStored) if (write.kind === 'put') table.put({ ...write.item, ...write.key })
      return undefined
    }
    expect(await run()).toEqual({ finished: 1 })
    expect(await store.dueItems.bySubject('D001', APPOINTMENTS, subject)).toMatchObject({
      step: local('2026-11-30 09:00'),
      dueAt: local('2026-11-29 08:00'),
    })
  })

  it('moves when the duties fall due to where the dealer’s days want it, and what is open with them', async () => {
    const opened = deadlineOf('2026-11-27T08:30', { cause: dutyCause('weekly', '2026-11-27T08:30') })
    const timer = (code: string) => store.dueItems.bySubject('D001', REPORT_DEADLINES, dutySubject(code))
    await save(
      store,
      ...puts(dealerRecord, dealerOf()),
      ...puts(
        dutyRecord,
        dutyOf('weekly', { rrule: 'FREQ=WEEKLY;BYDAY=FR', shift: 'later' }),
        dutyOf('own-time', { rrule: 'FREQ=WEEKLY;BYDAY=FR', shift: 'none' }),
        dutyOf('off', { rests: [{ from: planned.at }] }),
      ),
      ...puts(deadlineRecord, opened),
    )
    await change('D001', {})
    await run()
    expect(await timer('weekly')).toMatchObject({
      cycle: '2026-11-27T08:30',
      plannedAt: local('2026-11-27 00:00'),
    })
    expect(await timer('off')).toBeUndefined()

    const closed = { date: day('2026-11-27'), working: false }
    await change('D001', { workingDayOverrides: [closed] })
    await run()
    expect(await timer('weekly')).toMatchObject({ plannedAt: local('2026-11-30 00:00'), version: 2 })
    expect(await timer('own-time')).toMatchObject({ plannedAt: local('2026-11-27 00:00'), version: 1 })
    expect(await store.deadlines.byId('D001', opened.deadlineId)).toMatchObject({
      dueAt: local('2026-11-30 08:30'),
      moves: 1,
      version: 2,
    })
    expect(await store.replans.ofDealer('D001')).toMatchObject({ looked: 3, moved: 1 })
    expect(await store.duties.byCode('D001', 'weekly')).toMatchObject({ version: 1 })
  })

  it('leaves a deadline that cannot be read as it is, moves the others, and tells of it once', async () => {
    const of = (occurrence: string) => deadlineOf(occurrence, { cause: dutyCause('daily', occurrence) })
    const [bad, good] = [of('2026-11-26T08:30'), of('2026-11-27T08:30')]
    await save(
      store,
      ...puts(dealerRecord, dealerOf()),
      ...puts(dutyRecord, dutyOf('daily', { shift: 'later' })),
      ...puts(deadlineRecord, bad, good),
    )
    table.put({ ...asItem(deadlineRecord, bad), remindBefore: '王芳' })
    await change('D001', { workingDayOverrides: [{ date: day('2026-11-27'), working: false }] })
    await run()
    expect(await store.deadlines.byId('D001', good.deadlineId)).toMatchObject({ dueOn: '2026-11-30' })
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { code: 'DEADLINES_DAMAGED', fields: { dealerId: 'D001', kind: 'replan', damaged: 1 } },
    ])
  })

  it('plans a duty anew on the rule that somebody changes in the middle of it', async () => {
    await save(store, ...puts(dealerRecord, dealerOf()), ...puts(dutyRecord, dutyOf('weekly')))
    await change('D001', {})
    let others = 1
    table.onCommit = (writes) => {
      if (others === 0 || !writes.some(({ key }) => key.pk.includes('#due#'))) return undefined
      others -= 1
      table.put(asItem(dutyRecord, dutyOf('weekly', { dueTime: '20:00', version: 1 })))
      return undefined
    }
    await run()
    expect(await store.dueItems.bySubject('D001', REPORT_DEADLINES, dutySubject('weekly'))).toMatchObject({
      cycle: '2026-11-23T20:00',
    })
  })

  it('writes nothing where nothing moves', async () => {
    await shop()
    await change('D001', { brake: { customerMessagesPerSweep: 7 } })
    const before = table.commits.length
    await run()
    const written = table.commits
      .slice(before)
      .flat()
      .map(({ key }) => key.pk)
    expect(new Set(written)).toEqual(new Set(['D001#replan']))
  })

  it('leaves other dealers alone, and goes through all that were changed', async () => {
    await shop()
    await shop('D002')
    await change('D001', { maintenance: { daysBefore: 10 } })
    await run()
    expect(await datesOf(MAINTENANCE, 'D002')).toEqual(new Set([local('2026-11-26 09:00')]))
  })

  it('that ends for want of time is gone on with where it stopped, and looks at nobody twice', async () => {
    await shop()
    await change('D001', { maintenance: { daysBefore: 10 } })
    let left = 3
    expect(await run(() => (left-- > 0 ? 300_000 : 0))).toEqual({ finished: 0 })
    const half = (await store.replans.ofDealer('D001'))!
    expect(half.looked).toBeGreaterThan(0)
    expect(half.looked).toBeLessThan(80)
    expect(await run()).toEqual({ finished: 1 })
    expect(await store.replans.ofDealer('D001')).toMatchObject({ looked: 80, moved: 40 })
  })

  it('killed before its place was kept does the page again, to the same end', async () => {
    await shop()
    await change('D001', { maintenance: { daysBefore: 10 } })
    let kills = 1
    table.onCommit = (writes) => {
      if (kills > 0 && writes.some(({ key }) => key.pk === 'D001#replan')) {
        kills -= 1
        throw new Error('the function is gone')
      }
      return undefined
    }
    await expect(run()).rejects.toThrow(ReplansFailed)
    expect(await run()).toEqual({ finished: 1 })
    expect(await datesOf(MAINTENANCE)).toEqual(new Set([local('2026-11-30 09:00')]))
  })

  it('begins anew when settings are changed in the middle of it', async () => {
    await shop()
    await change('D001', { maintenance: { daysBefore: 10 } })
    let changes = 1
    const remaining = () => 300_000
    const interrupted = replanDealers({
      store: {
        ...store,
        vehicles: {
          ...store.vehicles,
          byIds: async (dealerId, ids) => {
            if (changes > 0) {
              changes -= 1
              await change('D001', { maintenance: { daysBefore: 8 } })
            }
            return store.vehicles.byIds(dealerId, ids)
          },
        },
      },
      clock: { now: () => now },
      log,
      remaining,
    })
    expect(await interrupted).toEqual({ finished: 1 })
    expect(await datesOf(MAINTENANCE)).toEqual(new Set([local('2026-12-02 09:00')]))
  })

  it('waits while an import is half in', async () => {
    await shop()
    await change('D001', { maintenance: { daysBefore: 10 } })
    const dealer = (await store.dealers.byId('D001'))!
    const importing = [{ importId: 'I1', until: addMinutes(now, 5) }]
    await save(store, dealerRecord.put({ ...dealer, importing }, stampAt(now)))
    expect(await run()).toEqual({ finished: 0 })
    expect(await datesOf(MAINTENANCE)).toEqual(new Set([local('2026-11-26 09:00')]))
    expect(await run(undefined, addMinutes(now, 10))).toEqual({ finished: 1 })
  })

  it('plans over nobody’s newer facts: who changes a vehicle meanwhile is faster', async () => {
    await shop()
    await change('D001', { maintenance: { daysBefore: 10 } })
    const vehicle = (await store.vehicles.byId('D001', vehicleIdOf('car 3')))!
    const gone: Vehicle = { ...vehicle, soldOn: addDays(vehicle.soldOn, 30) }
    let changes = 1
    table.onCommit = (writes) => {
      if (changes > 0 && writes.some(({ key }) => key.pk === `D001#vehicle#${vehicle.vehicleId}`)) {
        changes -= 1
        // Only the facts: as somebody would leave them who read the old settings a moment before.
        const put = vehicleRecord.put(gone, stampAt(now))
        if (put.kind === 'put') table.put({ ...put.item, ...put.key })
      }
      return undefined
    }
    expect(await run()).toEqual({ finished: 1 })
    expect((await item('car 3', MAINTENANCE))?.dueAt).toBe(local('2026-12-31 09:00'))
  })
})
