import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../../shared/domain/time.ts'
import type { Visit } from '../../../shared/domain/vehicle.ts'
import {
  lastMaintenance,
  lastVisitOn,
  odometerReadings,
  openVisit,
  withVisit,
} from '../../../shared/domain/visits.ts'
import { day, visitOf } from '../../support/builders.ts'

const put = (...visits: Visit[]) => visits.reduce<Visit[]>(withVisit, [])
const repair = (on: string) => visitOf(on, { maintenance: false })

describe('the visits that are kept', () => {
  it('are in the order of their days, each order once, as it was last told', () => {
    const first = visitOf('2026-05-01', { name: 'a' })
    const corrected = visitOf('2026-07-01', { name: 'a' })
    expect(put(first, repair('2026-06-01'), corrected).map(({ deliveredOn }) => deliveredOn)).toEqual([
      '2026-06-01',
      '2026-07-01',
    ])
  })

  it('are the last five, the last two maintenance visits however old, and every open one', () => {
    const open = visitOf(undefined, { receivedOn: day('2020-01-01'), name: 'open' })
    const visits = put(
      visitOf('2021-01-01'),
      visitOf('2022-01-01'),
      visitOf('2023-01-01'),
      open,
      ...['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01', '2024-05-01', '2024-06-01'].map(repair),
    )
    expect(visits.map(({ deliveredOn }) => deliveredOn ?? 'open')).toEqual([
      'open',
      '2022-01-01',
      '2023-01-01',
      '2024-02-01',
      '2024-03-01',
      '2024-04-01',
      '2024-05-01',
      '2024-06-01',
    ])
  })

  it('are the same in whatever order they come, and coming again they change nothing', () => {
    const anyVisits = fc.uniqueArray(
      fc.record({
        name: fc.integer({ min: 0, max: 30 }),
        days: fc.integer({ min: 0, max: 40 }),
        maintenance: fc.boolean(),
        open: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 14 },
    )
    fc.assert(
      fc.property(anyVisits, (wanted) => {
        const visits = wanted.map(({ name, days, maintenance, open }) => {
          const on = addDays(day('2026-01-01'), days)
          return visitOf(open ? undefined : on, { receivedOn: on, maintenance, name: String(name) })
        })
        const kept = put(...visits)
        expect(put(...visits.toReversed())).toEqual(kept)
        expect(put(...visits, ...visits)).toEqual(kept)
      }),
    )
  })
})

describe('what the visits say', () => {
  it('the last maintenance visit is the last that was delivered', () => {
    const visits = put(
      visitOf('2026-03-01'),
      repair('2026-05-01'),
      visitOf(undefined, { receivedOn: day('2026-06-01') }),
    )
    expect(lastMaintenance({ visits })?.deliveredOn).toBe('2026-03-01')
    expect(lastMaintenance({ visits: put(repair('2026-05-01')) })).toBeUndefined()
  })

  it('the last visit is of any kind, open ones by the day they came, or by the old system’s word', () => {
    const visits = put(repair('2026-05-01'), visitOf(undefined, { receivedOn: day('2026-06-01') }))
    expect(lastVisitOn({ visits, exported: undefined })).toBe('2026-06-01')
    expect(lastVisitOn({ visits, exported: { visitOn: day('2026-08-01') } })).toBe('2026-08-01')
    expect(lastVisitOn({ visits, exported: { odometerKm: 5 } })).toBe('2026-06-01')
    expect(lastVisitOn({ visits: [], exported: undefined })).toBeUndefined()
  })

  it('the vehicle is in the workshop while an order is open', () => {
    expect(openVisit({ visits: put(repair('2026-05-01')) })).toBeUndefined()
    expect(
      openVisit({ visits: put(repair('2026-05-01'), visitOf(undefined, { receivedOn: day('2026-04-01') })) }),
    ).toBeDefined()
  })
})

describe('odometer readings', () => {
  const of = (...readings: [string, number][]) =>
    odometerReadings({
      soldOn: day('2026-01-01'),
      visits: put(...readings.map(([on, odometerKm]) => visitOf(on, { odometerKm }))),
      exported: undefined,
    })

  it('that fall are set aside, and do not spoil the next one', () => {
    const { readings, setAside } = of(['2026-03-01', 5_000], ['2026-06-01', 600], ['2026-09-01', 12_000])
    expect(readings.map(({ km }) => km)).toEqual([5_000, 12_000])
    expect(setAside.map(({ km }) => km)).toEqual([600])
  })

  it('of more than 1,500 km a day are a typo, exactly 1,500 are not', () => {
    expect(of(['2026-01-11', 15_000]).setAside).toEqual([])
    expect(of(['2026-01-11', 15_001]).readings).toEqual([])
    expect(of(['2026-03-01', 5_000], ['2026-03-02', 6_501]).setAside).toHaveLength(1)
  })

  it('count the old system’s reading on its day, and not one without a day', () => {
    const visits = put(visitOf('2026-03-01', { odometerKm: 5_000 }))
    const exported = { odometerKm: 8_000, visitOn: day('2026-06-01') }
    expect(
      odometerReadings({ soldOn: day('2026-01-01'), visits, exported }).readings.map(({ km }) => km),
    ).toEqual([5_000, 8_000])
    expect(
      odometerReadings({ soldOn: day('2026-01-01'), visits, exported: { odometerKm: 8_000 } }).readings,
    ).toHaveLength(1)
  })

  it('kept never fall and never leap, whatever was read; none is lost', () => {
    const reading = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 300_000 }))
    fc.assert(
      fc.property(fc.uniqueArray(reading, { selector: ([days]) => days, maxLength: 5 }), (wanted) => {
        const { readings, setAside } = of(
          ...wanted.map(([days, km]): [string, number] => [addDays(day('2026-01-01'), days), km]),
        )
        expect(readings.length + setAside.length).toBe(wanted.length)
        expect(readings.map(({ km }) => km)).toEqual(readings.map(({ km }) => km).toSorted((a, b) => a - b))
      }),
    )
  })
})
