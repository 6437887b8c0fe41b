import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DueItem } from '../../../shared/domain/due-item.ts'
import { addDays, dateIn, daysBetween, instantAt, timeIn } from '../../../shared/domain/time.ts'
import type { Vehicle, Visit } from '../../../shared/domain/vehicle.ts'
import { withVisit } from '../../../shared/domain/visits.ts'
import {
  kmPerDay,
  maintenanceCycle,
  nextService,
  planMaintenance,
} from '../../../shared/due/plans/maintenance-reminders.ts'
import { day, dealerOf, dueItemOf, local, stampAt, vehicleOf, visitOf } from '../../support/builders.ts'

const dealer = dealerOf()
const asOf = local('2026-11-22 23:59')
const stepsOf = (vehicle: Vehicle, of = dealer) =>
  Object.fromEntries(
    (maintenanceCycle(vehicle, of)?.steps ?? []).map(({ step, dueAt }) => [
      step,
      `${dateIn(dueAt, of.zone)} ${timeIn(dueAt, of.zone)}`,
    ]),
  )
const serviced = (...visits: Visit[]) => vehicleOf('anna', { visits: visits.reduce<Visit[]>(withVisit, []) })

describe('the next service', () => {
  it('is counted from the sale by the first interval, until a maintenance visit was delivered', () => {
    expect(nextService(vehicleOf('anna', { soldOn: day('2026-06-10') }), dealer)).toEqual({
      cycle: 'sale',
      on: '2026-12-10',
    })
    const inWork = visitOf(undefined, { receivedOn: day('2026-11-20') })
    const repair = visitOf('2026-10-01', { maintenance: false })
    expect(
      nextService(vehicleOf('anna', { soldOn: day('2026-06-10'), visits: [repair, inWork] }), dealer)?.cycle,
    ).toBe('sale')
  })

  it('is counted from the last maintenance visit’s delivery by the following interval', () => {
    const last = visitOf('2026-05-20')
    expect(nextService(serviced(visitOf('2025-11-02'), last), dealer)).toEqual({
      cycle: last.orderId,
      on: '2026-11-20',
    })
    const electric = { ...serviced(last), model: '欧拉好猫' }
    expect(nextService(electric, dealer)?.on).toBe('2027-05-20')
  })

  it('comes earlier for who drives far: kilometres or months, whichever is first', () => {
    const far = serviced(
      visitOf('2026-05-01', { odometerKm: 10_000 }),
      visitOf('2026-08-09', { odometerKm: 20_000 }),
    )
    // 100 km a day, 6,000 km: 60 days.
    expect(kmPerDay(far)).toBe(100)
    expect(nextService(far, dealer)?.on).toBe('2026-10-08')
    const near = serviced(
      visitOf('2026-05-01', { odometerKm: 10_000 }),
      visitOf('2026-08-09', { odometerKm: 10_100 }),
    )
    expect(nextService(near, dealer)?.on).toBe('2027-02-09')
  })

  it('at a month’s end stays in its month', () => {
    const on = (soldOn: string) => nextService(vehicleOf('anna', { soldOn: day(soldOn) }), dealer)?.on
    expect(on('2026-08-31')).toBe('2027-02-28')
    expect(on('2027-08-31')).toBe('2028-02-29')
    expect(on('2027-08-29')).toBe('2028-02-29')
    expect(nextService(serviced(visitOf('2024-02-29')), dealer)?.on).toBe('2024-08-29')
  })

  it('is none without a plan of the dealer', () => {
    const none = dealerOf({ maintenancePlans: [] })
    expect(nextService(vehicleOf(), none)).toBeUndefined()
    expect(planMaintenance(vehicleOf(), none, undefined, stampAt(asOf)).item).toBeUndefined()
  })
})

describe('mean kilometres a day', () => {
  it('is taken between the last two readings at least 20 days apart', () => {
    const vehicle = serviced(
      visitOf('2026-03-01', { odometerKm: 1_000 }),
      visitOf('2026-07-01', { odometerKm: 4_000 }),
      visitOf('2026-07-15', { odometerKm: 4_900 }),
      visitOf('2026-07-25', { odometerKm: 5_200 }),
    )
    expect(kmPerDay(vehicle)).toBe(50)
  })

  it('is taken since the sale while there is one reading, or only close ones', () => {
    const sold = { soldOn: day('2026-01-01') }
    expect(kmPerDay({ ...serviced(visitOf('2026-04-11', { odometerKm: 5_000 })), ...sold })).toBe(50)
    const close = serviced(
      visitOf('2026-04-01', { odometerKm: 4_900 }),
      visitOf('2026-04-11', { odometerKm: 5_000 }),
    )
    expect(kmPerDay({ ...close, ...sold })).toBe(50)
  })

  it('is unknown without a reading, or on the day of the sale', () => {
    expect(kmPerDay(serviced(visitOf('2026-04-11')))).toBeUndefined()
    expect(
      kmPerDay(vehicleOf('anna', { visits: [visitOf('2026-01-10', { odometerKm: 12 })] })),
    ).toBeUndefined()
  })

  it('is the former odometer’s until a replaced one has two readings of its own', () => {
    const visits = [
      visitOf('2026-03-01', { odometerKm: 3_000 }),
      visitOf('2026-06-09', { odometerKm: 8_000 }),
    ]
    const reading = (on: string, km: number) => ({ on: day(on), km, source: 'read', by: 'test' }) as const
    const replaced = { ...reading('2026-08-01', 10), confirmed: { because: 'odometer_replaced' } } as const
    const vehicle = serviced(...visits)
    expect(kmPerDay({ ...vehicle, readings: [replaced] })).toBe(50)
    expect(kmPerDay({ ...vehicle, readings: [replaced, reading('2026-08-11', 1_010)] })).toBe(50)
    expect(kmPerDay({ ...vehicle, readings: [replaced, reading('2026-08-31', 3_010)] })).toBe(100)
  })

  it('does not follow a reading that rolls back, nor a typo', () => {
    const honest = [
      visitOf('2026-03-01', { odometerKm: 3_000 }),
      visitOf('2026-06-09', { odometerKm: 8_000 }),
    ]
    expect(kmPerDay(serviced(...honest))).toBe(50)
    expect(kmPerDay(serviced(...honest, visitOf('2026-08-01', { odometerKm: 800 })))).toBe(50)
    expect(kmPerDay(serviced(...honest, visitOf('2026-08-01', { odometerKm: 990_000 })))).toBe(50)
  })
})

describe('the reminders of a service', () => {
  it('fall due 14 days before and 7 days after it, at nine in the dealer’s zone', () => {
    expect(stepsOf(vehicleOf('anna', { soldOn: day('2026-06-10') }))).toEqual({
      before: '2026-11-26 09:00',
      after: '2026-12-17 09:00',
      lapsed: '2027-06-10 09:00',
    })
  })

  it('are followed by the lapsed pool twelve months after the last visit of any kind', () => {
    const vehicle = serviced(visitOf('2026-01-20'), visitOf('2026-09-03', { maintenance: false }))
    expect(stepsOf(vehicle)['lapsed']).toBe('2027-09-03 09:00')
    expect(stepsOf({ ...vehicle, exported: { visitOn: day('2026-10-05') } })['lapsed']).toBe(
      '2027-10-05 09:00',
    )
  })

  it('have their turn before the lapsed pool, also where the interval is a year', () => {
    const yearly = { ...serviced(visitOf('2026-01-20')), model: 'ORA 好猫' }
    expect(stepsOf(yearly)).toEqual({
      before: '2027-01-06 09:00',
      after: '2027-01-27 09:00',
      lapsed: '2027-01-28 09:00',
    })
  })

  it('are none for a vehicle that was sold, scrapped or moved away', () => {
    for (const status of ['sold', 'scrapped', 'moved_away'] as const) {
      expect(maintenanceCycle(vehicleOf('anna', { status }), dealer)).toBeUndefined()
    }
  })

  it('keep nine o’clock on the wall when the clocks change', () => {
    for (const [zone, soldOn] of [
      ['America/New_York', '2025-09-08'],
      ['America/New_York', '2025-11-01'],
      ['Pacific/Apia', '2011-06-23'],
      ['Europe/Berlin', '2026-10-05'],
    ] as const) {
      const there = dealerOf({}, { zone })
      const steps = maintenanceCycle(vehicleOf('anna', { soldOn: day(soldOn) }), there)?.steps ?? []
      expect(steps.map(({ dueAt }) => timeIn(dueAt, zone))).toEqual(['09:00', '09:00', '09:00'])
    }
    // 30 December 2011 does not exist in Apia: the reminder comes the morning after.
    const apia = dealerOf({}, { zone: 'Pacific/Apia' })
    expect(stepsOf(vehicleOf('anna', { soldOn: day('2011-06-23') }), apia)['after']).toBe('2011-12-31 09:00')
  })

  it('come in the order of their days, whatever the vehicle', () => {
    fc.assert(
      fc.property(anyVehicle, (vehicle) => {
        const instants = (maintenanceCycle(vehicle, dealer)?.steps ?? []).map(({ dueAt }) => dueAt)
        expect(instants).toEqual(instants.toSorted())
        expect(new Set(instants).size).toBe(instants.length)
      }),
      { numRuns: 300 },
    )
  })
})

const dates = fc.integer({ min: 0, max: 900 }).map((days) => addDays(day('2024-08-01'), days))
const anyVisit = fc
  .record({
    on: dates,
    odometerKm: fc.option(fc.integer({ min: 0, max: 200_000 }), { nil: undefined }),
    maintenance: fc.boolean(),
    delivered: fc.boolean(),
    name: fc.integer({ min: 0, max: 8 }),
  })
  .map(({ on, delivered, name, ...rest }) =>
    visitOf(delivered ? on : undefined, { ...rest, receivedOn: on, name: `o${String(name)}` }),
  )
const anyVehicle = fc
  .record({
    soldOn: dates,
    visits: fc.array(anyVisit, { maxLength: 8 }),
    brand: fc.constantFrom('长城', '长安福特', '东风日产', '宝马'),
    model: fc.constantFrom('哈弗H6', '欧拉好猫', '福克斯'),
    status: fc.constantFrom('active' as const, 'active' as const, 'active' as const, 'sold' as const),
  })
  .map(({ visits, ...rest }) => vehicleOf('anna', { ...rest, visits: visits.reduce<Visit[]>(withVisit, []) }))

describe('planning a vehicle’s reminder', () => {
  it('never makes it due before now, and the same facts again change nothing', () => {
    fc.assert(
      fc.property(
        fc.array(anyVehicle, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 40 }),
        (states, daysApart) => {
          let existing: DueItem | undefined
          for (const [index, vehicle] of states.entries()) {
            const now = instantAt(addDays(day('2026-11-22'), index * daysApart), '23:59', dealer.zone)
            const { item } = planMaintenance(vehicle, dealer, existing, stampAt(now))
            if (item?.dueAt !== undefined) expect(item.dueAt > now).toBe(true)
            existing = item === undefined ? existing : { ...item, version: item.version + 1 }
            expect(planMaintenance(vehicle, dealer, existing, stampAt(now)).item).toBeUndefined()
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  it('lets a vehicle that a repair visit brought back lapse again', () => {
    const lapsedOnce = dueItemOf('anna', {
      ...{ step: undefined, dueAt: undefined, plannedAt: undefined },
      decided: ['before', 'after', 'lapsed'].map((step) => ({
        step,
        outcome: 'suppressed' as const,
        at: local('2026-01-01 08:00'),
      })),
    })
    const back = vehicleOf('anna', {
      soldOn: day('2024-01-10'),
      visits: [visitOf('2026-11-01', { maintenance: false })],
    })
    const planned = planMaintenance(back, dealerOf(), lapsedOnce, stampAt(local('2026-11-22 23:59')))
    expect(planned.serviceStatus).toBe('active')
    expect(planned.item).toMatchObject({ step: 'lapsed', dueAt: local('2027-11-01 09:00') })
    const unchanged = { ...back, visits: [visitOf('2024-12-20', { maintenance: false })] }
    const again = planMaintenance(unchanged, dealerOf(), lapsedOnce, stampAt(local('2025-12-01 23:59')))
    expect(again.item).toBeUndefined()
  })

  it('skips the first reminder where it is past, and tells the lapsed at once', () => {
    const past = planMaintenance(
      vehicleOf('anna', { soldOn: day('2026-05-30') }),
      dealer,
      undefined,
      stampAt(asOf),
    )
    expect(past.item).toMatchObject({
      step: 'after',
      decided: [{ step: 'before', outcome: 'past-at-import' }],
    })
    expect(past.serviceStatus).toBe('active')
    const lapsed = planMaintenance(
      vehicleOf('anna', { soldOn: day('2025-01-10') }),
      dealer,
      undefined,
      stampAt(asOf),
    )
    expect(lapsed.item?.step).toBeUndefined()
    expect(lapsed.serviceStatus).toBe('lapsed')
  })

  it('takes what falls on the next day as still to come when the files go in the evening before', () => {
    const { item } = planMaintenance(
      vehicleOf('anna', { soldOn: day('2026-06-07') }),
      dealer,
      undefined,
      stampAt(asOf),
    )
    expect(item).toMatchObject({ step: 'before', dueAt: local('2026-11-23 09:00') })
  })

  it('begins anew with the next visit', () => {
    const existing = dueItemOf('anna', { cycle: 'sale', step: 'after', dueAt: local('2026-12-01 09:00') })
    const visit = visitOf('2026-11-21')
    const { item, serviceStatus } = planMaintenance(serviced(visit), dealer, existing, stampAt(asOf))
    expect(item).toMatchObject({
      cycle: visit.orderId,
      step: 'before',
      dueAt: local('2027-05-07 09:00'),
      decided: [],
    })
    expect(serviceStatus).toBe('active')
  })

  it('stops when the vehicle leaves', () => {
    const existing = dueItemOf('anna', { step: 'after', dueAt: local('2026-12-01 09:00') })
    const { item } = planMaintenance(vehicleOf('anna', { status: 'sold' }), dealer, existing, stampAt(asOf))
    expect(item?.dueAt).toBeUndefined()
    expect(item).toBeDefined()
  })
})

describe('daysBetween', () => {
  it('is what addDays undoes', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -1000, max: 1000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days)
      }),
    )
  })
})
