import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsTheOthers, odometerReadings, plausibleKm, withReading } from '../../../shared/domain/odometer.ts'
import { addDays } from '../../../shared/domain/time.ts'
import type { RecordedReading } from '../../../shared/domain/vehicle-past.ts'
import type { Visit } from '../../../shared/domain/vehicle.ts'
import { withVisit } from '../../../shared/domain/visits.ts'
import { day, visitOf } from '../../support/builders.ts'

const put = (...visits: Visit[]) => visits.reduce<Visit[]>(withVisit, [])
describe('odometer readings', () => {
  const of = (...readings: [string, number][]) =>
    odometerReadings({
      soldOn: day('2026-01-01'),
      visits: put(...readings.map(([on, odometerKm]) => visitOf(on, { odometerKm }))),
      exported: undefined,
      readings: [],
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
      odometerReadings({ soldOn: day('2026-01-01'), visits, exported, readings: [] }).readings.map(
        ({ km }) => km,
      ),
    ).toEqual([5_000, 8_000])
    expect(
      odometerReadings({ soldOn: day('2026-01-01'), visits, exported: { odometerKm: 8_000 }, readings: [] })
        .readings,
    ).toHaveLength(1)
  })

  it('of an order count as they do among the visits, also where the vehicle remembers the visit no more', () => {
    const vehicle = {
      soldOn: day('2026-01-01'),
      visits: put(
        visitOf('2026-03-01', { odometerKm: 5_000 }),
        visitOf('2026-06-01', { odometerKm: 600 }),
        visitOf('2026-09-01', { odometerKm: 12_000 }),
      ),
      exported: undefined,
      readings: [],
    }
    const km = (on: string, told: number) => plausibleKm(vehicle, { on: day(on), km: told })
    expect([km('2026-03-01', 5_000), km('2026-06-01', 600)]).toEqual([5_000, undefined])
    expect([km('2026-02-01', 4_000), km('2026-02-01', 40_000)]).toEqual([4_000, undefined])
    expect([km('2026-02-01', 5_001), km('2026-10-01', 11_999)]).toEqual([undefined, undefined])
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

const recorded = (on: string, km: number, because?: 'odometer_replaced' | 'read_again'): RecordedReading => ({
  on: day(on),
  km,
  source: 'read',
  by: 'test',
  ...(because === undefined ? {} : { confirmed: { because } }),
})
const read = (...readings: RecordedReading[]) => ({
  soldOn: day('2026-01-01'),
  visits: put(visitOf('2026-03-01', { odometerKm: 5_000 })),
  exported: undefined,
  readings,
})

describe('readings that people recorded', () => {
  it('count among those of the visits', () => {
    const { readings } = odometerReadings(read(recorded('2026-02-01', 2_000), recorded('2026-04-01', 6_000)))
    expect(readings.map(({ km }) => km)).toEqual([2_000, 5_000, 6_000])
  })

  it('of a replaced odometer begin a series of their own, whatever the one before showed', () => {
    const all = read(
      recorded('2026-03-01', 10, 'odometer_replaced'),
      recorded('2026-04-01', 900),
      recorded('2026-05-01', 5),
    )
    expect(odometerReadings(all)).toEqual({
      readings: [
        { on: '2026-03-01', km: 5_000, odometer: 0 },
        { on: '2026-03-01', km: 10, odometer: 1 },
        { on: '2026-04-01', km: 900, odometer: 1 },
      ],
      setAside: [{ on: '2026-05-01', km: 5 }],
    })
  })

  it('that were read again refute what they contradict, and nothing else', () => {
    const typo = read(
      recorded('2026-02-01', 2_000),
      recorded('2026-04-01', 60_000),
      recorded('2026-05-01', 7_000, 'read_again'),
      recorded('2026-06-01', 8_000),
    )
    const { readings, setAside } = odometerReadings(typo)
    expect(readings.map(({ km }) => km)).toEqual([2_000, 5_000, 7_000, 8_000])
    expect(setAside).toEqual([{ on: '2026-04-01', km: 60_000 }])
  })

  it('never refute what a replaced odometer began with', () => {
    const all = read(
      recorded('2026-03-02', 100, 'odometer_replaced'),
      recorded('2026-03-03', 50, 'read_again'),
    )
    expect(odometerReadings(all).readings.map(({ km }) => km)).toEqual([5_000, 100, 50])
  })

  it.each([
    ['2026-03-01', 5_000, { fits: true }],
    ['2026-03-02', 6_501, { fits: false, because: 'too-fast', against: { on: '2026-03-01', km: 5_000 } }],
    ['2026-03-02', 4_999, { fits: false, because: 'falls', against: { on: '2026-03-01', km: 5_000 } }],
    ['2026-02-28', 5_001, { fits: false, because: 'falls', against: { on: '2026-03-01', km: 5_000 } }],
    ['2026-01-02', 1_501, { fits: false, because: 'too-fast', against: { on: '2026-01-01', km: 0 } }],
  ])('on %s of %i km fit between the others, or say against what not', (on, km, verdict) => {
    expect(fitsTheOthers(read(), { on: day(on), km })).toEqual(verdict)
  })

  it('that fit are counted, and set none of the others aside', () => {
    const reading = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 60_000 }))
    const on = (days: number) => addDays(day('2026-01-01'), days)
    let fitting = 0
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 6 }), reading, (wanted, [days, km]) => {
        const known = read(...wanted.map(([each, of]) => recorded(on(each), of)))
        if (!fitsTheOthers(known, { on: on(days), km }).fits) return
        fitting += 1
        const before = odometerReadings(known)
        const after = odometerReadings({
          ...known,
          readings: withReading(known.readings, recorded(on(days), km)),
        })
        expect(after.setAside.length).toBeLessThanOrEqual(before.setAside.length)
        expect(after.readings).toContainEqual({ on: on(days), km, odometer: 0 })
        for (const each of before.readings) expect(after.readings).toContainEqual(each)
      }),
      { numRuns: 1_000 },
    )
    expect(fitting).toBeGreaterThan(100)
  })

  it('are kept by their days: the newest twenty, confirmed ones longer, each once', () => {
    const many = Array.from({ length: 25 }, (_, index) => recorded(addDays(day('2026-04-01'), index), index))
    const first = recorded('2026-03-15', 9, 'odometer_replaced')
    const kept = [first, ...many.toReversed(), many[24]!].reduce<RecordedReading[]>(withReading, [])
    expect(kept).toEqual([first, ...many.slice(5)])
  })

  it('that are known take their confirmation', () => {
    const plain = recorded('2026-05-01', 7_000)
    const confirmed = recorded('2026-05-01', 7_000, 'read_again')
    expect(withReading([plain], confirmed)).toEqual([confirmed])
    expect(withReading([confirmed], plain)).toEqual([confirmed])
  })
})
