import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../../shared/domain/time.ts'
import type { Visit } from '../../../shared/domain/vehicle.ts'
import { lastMaintenance, lastVisitOn, openVisit, withVisit } from '../../../shared/domain/visits.ts'
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
