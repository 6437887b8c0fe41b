import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AssemblyCode } from '../../../shared/domain/warranty/assemblies.ts'
import { ledgerOf } from '../../../shared/domain/warranty/ledger.ts'
import { LedgerThresholds, repairDaysThresholds } from '../../../shared/domain/warranty/ledger-thresholds.ts'
import type { LeftOutTime, RepairFact, Replacement } from '../../../shared/domain/warranty/repair-fact.ts'
import { repairDays } from '../../../shared/domain/warranty/repair-days.ts'
import { statutoryRules } from '../../../shared/domain/warranty/statutory-rules.ts'
import type { LeftOutReason } from '../../../shared/domain/warranty/statutory-words.ts'
import { WarrantyTerm } from '../../../shared/domain/warranty/warranty-terms.ts'
import { addDays, addMinutes } from '../../../shared/domain/time.ts'
import { day, local } from '../../support/builders.ts'
import { carOf, ledgerAt, openRepairOf, rules, repairOf, shortly, warnedAt } from './warranty-facts.ts'

const zone = 'Asia/Shanghai'
const now = local('2024-12-31 12:00')
const newCar = carOf('2024-01-10')
const oldCar = carOf('2021-12-31')
const inOldTime = local('2023-06-30 12:00')
const problem = (code: string, more: Partial<RepairFact['problems'][number]> = {}) => ({
  code,
  serious: false,
  ...more,
})

describe('the golden table of days, worked by hand from Art. 24 and 40', () => {
  const all = ['vin_part_transport', 'battery_transport', 'rescue_travel'] as const
  const part = (because: LeftOutReason, from: string, until: string) => ({
    because,
    from: local(from),
    until: local(until),
  })

  it.each<[string, string, LeftOutTime[], number, string]>([
    // [from, until, left out, days, why]
    ['2024-03-01 09:00', '2024-03-01 09:00', [], 0, 'no time has passed'],
    ['2024-03-01 09:00', '2024-03-01 09:01', [], 1, 'a rest of less than 24 hours is a day'],
    ['2024-03-01 09:00', '2024-03-02 09:00', [], 1, '24 h 00 are one day'],
    ['2024-03-01 09:00', '2024-03-02 09:01', [], 2, '24 h 01 min are two'],
    ['2024-02-28 09:00', '2024-03-01 09:00', [], 2, '29 February is a day like any other'],
    ['2023-02-28 09:00', '2023-03-01 09:00', [], 1, 'a year without one'],
    ['2024-03-01 23:59', '2024-03-02 00:01', [], 1, 'hours count, not dates'],
    [
      '2024-03-01 09:00',
      '2024-03-05 09:00',
      [part('vin_part_transport', '2024-03-02 00:00', '2024-03-04 00:00')],
      2,
      '96 h less 48 h on the way',
    ],
    [
      '2024-03-01 09:00',
      '2024-03-05 09:01',
      [part('battery_transport', '2024-03-02 00:00', '2024-03-04 00:00')],
      3,
      '48 h 01 min are left',
    ],
    [
      '2024-03-01 09:00',
      '2024-03-03 09:00',
      [part('rescue_travel', '2024-03-01 06:00', '2024-03-01 12:00')],
      2,
      'of the rescue three hours lie before the agreement: 45 h are left',
    ],
    [
      '2024-03-01 09:00',
      '2024-03-05 09:00',
      [
        part('vin_part_transport', '2024-03-02 00:00', '2024-03-03 00:00'),
        part('battery_transport', '2024-03-02 12:00', '2024-03-03 12:00'),
      ],
      3,
      '36 h and not 48 are left out: the two overlap, 60 h are left',
    ],
    [
      '2024-03-01 09:00',
      '2024-03-03 09:00',
      [part('vin_part_transport', '2024-02-20 00:00', '2024-03-20 00:00')],
      0,
      'all of it was transport',
    ],
  ])('from %s to %s without %j are %i days… %s', (from, until, leftOut, days) => {
    const time = { exact: true, agreedAt: local(from), completedAt: local(until) } as const
    expect(repairDays({ time, leftOut }, all, now, zone).days).toBe(days)
  })

  it('waiting for ordinary parts is counted: no law names it among what is left out', () => {
    expect(statutoryRules.map(({ repairDays: { leftOut } }) => leftOut)).toEqual([
      ['vin_part_transport', 'rescue_travel'],
      [...all],
    ])
  })

  it('the older law leaves the transport of batteries in', () => {
    const repair = repairOf('2023-03-01', {
      hours: 96,
      leftOut: [part('battery_transport', '2023-03-02 00:00', '2023-03-04 00:00')],
    })
    expect(ledgerAt([repair], carOf('2022-01-01'), inOldTime).repairDays).toBe(2)
    expect(ledgerAt([repair], oldCar, inOldTime).repairDays).toBe(4)
  })

  it('an open repair has lasted until now', () => {
    const repair = openRepairOf('2024-03-01')
    const at = (text: string) => ledgerAt([repair], newCar, local(text)).repairDays
    expect([at('2024-03-01 09:00'), at('2024-03-03 09:00'), at('2024-03-03 09:01')]).toEqual([0, 2, 3])
  })

  it('of a repair of which only the days are known both count', () => {
    const time = { exact: false, agreedOn: day('2024-03-01') } as const
    const of = (completedOn: string | undefined) =>
      repairDays(
        {
          time: { ...time, completedOn: completedOn === undefined ? undefined : day(completedOn) },
          leftOut: [],
        },
        all,
        local('2024-03-04 12:00'),
        zone,
      )
    expect(of('2024-03-01')).toMatchObject({ days: 1, byDates: true, open: false })
    expect(of('2024-03-03')).toMatchObject({ days: 3 })
    expect(of(undefined)).toMatchObject({ days: 4, open: true })
  })
})

describe('the golden table of conditions, worked by hand', () => {
  /** Repairs of so many whole days in all, of ten at most each. */
  const lasting = (days: number, from: string) =>
    Array.from({ length: Math.ceil(days / 10) }, (_, index) =>
      repairOf(addDays(day(from), index * 15), { hours: Math.min(10, days - index * 10) * 24 }),
    )

  it.each([
    [14, [], 'below every threshold'],
    [15, ['repair-days yellow 15/30'], 'half of 30'],
    [19, ['repair-days yellow 19/30'], ''],
    [20, ['repair-days orange 20/30'], ''],
    [25, ['repair-days red 25/30'], ''],
    [30, ['repair-days red 30/30'], 'Art. 24(4): more than 30, and “more than” leaves the 30th out'],
    [31, ['repair-days met 31/30'], 'Art. 24(4): the 31st day'],
  ])('sold 2024, %i days of repair: %j (%s)', (days, expected) => {
    expect(shortly(warnedAt(lasting(days, '2024-02-01'), newCar, now))).toEqual(expected)
  })

  it.each([
    [16, [], '15 × 35/30 is 17.5, which becomes 17'],
    [17, ['repair-days yellow 17/35'], ''],
    [23, ['repair-days orange 23/35'], '20 × 35/30 is 23.3'],
    [29, ['repair-days red 29/35'], '25 × 35/30 is 29.2'],
    [31, ['repair-days red 31/35'], 'Order 150 Art. 21: 35 days'],
    [35, ['repair-days red 35/35'], 'Order 150 Art. 21: more than 35'],
    [36, ['repair-days met 36/35'], 'Order 150 Art. 21: the 36th'],
  ])('sold on 2021-12-31, %i days of repair: %j (%s)', (days, expected) => {
    expect(shortly(warnedAt(lasting(days, '2022-02-01'), oldCar, inOldTime))).toEqual(expected)
  })

  const again = (times: number, from: string) =>
    Array.from({ length: times }, (_, index) =>
      repairOf(addDays(day(from), index * 20), { problems: [problem('P0301')] }),
    )

  it.each([
    [1, []],
    [2, ['same-problem yellow 2/4']],
    [3, ['same-problem orange 3/4']],
    [4, ['same-problem red 4/4']],
    [5, ['same-problem met 5/4']],
  ])(
    'sold on 2022-01-01, the same problem repaired %i times: %j (Art. 24(4): more than 4)',
    (times, expected) => {
      expect(shortly(warnedAt(again(times, '2022-02-01'), carOf('2022-01-01'), inOldTime))).toEqual(expected)
    },
  )

  it.each([
    [4, ['same-problem red 4/5']],
    [5, ['same-problem red 5/5']],
    [6, ['same-problem met 6/5']],
  ])(
    'sold on 2021-12-31, the same problem repaired %i times: %j (Order 150 Art. 21: more than 5)',
    (times, expected) => {
      expect(shortly(warnedAt(again(times, '2022-02-01'), oldCar, inOldTime))).toEqual(expected)
    },
  )

  it('the older law gives another car alone, the newer one the return too', () => {
    const remedies = (car: typeof oldCar, times: number) =>
      warnedAt(again(times, '2022-02-01'), car, inOldTime)[0]!.remedies
    expect(remedies(oldCar, 6)).toEqual(['replace'])
    expect(remedies(carOf('2022-01-01'), 5)).toEqual(['replace', 'return'])
  })

  const engine = { assembly: 'engine' } as const
  const head = { assembly: 'engine', mainPart: 'cylinder-head' } as const

  it.each<[Replacement[][], string[], string]>([
    [[[engine]], ['assembly-replaced red 1/2'], 'Art. 24(2): once'],
    [[[engine], [engine]], ['assembly-replaced met 2/2'], 'Art. 24(2): twice'],
    [[[engine, engine]], ['assembly-replaced red 1/2'], 'one repair replaces it once'],
    [[[head]], ['main-part-replaced red 1/2'], 'Art. 24(3): once'],
    [[[head], [head]], ['main-part-replaced met 2/2'], 'Art. 24(3): twice'],
    [
      [[head], [{ assembly: 'engine', mainPart: 'crankshaft' }]],
      ['main-part-replaced red 1/2', 'main-part-replaced red 1/2'],
      'Art. 24(3): not the same part',
    ],
    [
      [[head], [engine, head]],
      ['assembly-replaced red 1/2', 'main-part-replaced red 1/2'],
      'Art. 24: the part went with its assembly and is not counted twice',
    ],
    [
      [[{ assembly: 'steering', mainPart: 'rack' }], [{ assembly: 'steering', mainPart: 'rack' }]],
      ['main-part-replaced met 2/2'],
      'Art. 24(3) names the steering',
    ],
    [[[{ assembly: 'steering' }], [{ assembly: 'steering' }]], [], 'Art. 24(2) does not'],
    [[[{ assembly: 'axles', mainPart: 'hub' }]], [], 'Art. 24(3) names no axles'],
  ])('replaced %j: %j (%s)', (replaced, expected) => {
    const repairs = replaced.map((each, index) =>
      repairOf(addDays(day('2024-06-01'), index * 30), { replaced: each }),
    )
    expect(shortly(warnedAt(repairs, newCar, now))).toEqual(expected)
  })

  it.each<[AssemblyCode, string, string[], string]>([
    ['axles', 'hub', ['main-part-replaced red 1/2'], 'Order 150 Art. 20(3) names the axles'],
    ['driveline', 'shaft', [], 'and no driveline'],
    ['traction_battery', 'pack', [], 'nor batteries'],
  ])('sold 2021, a main part of %s (%s) replaced: %j (%s)', (assembly, mainPart, expected) => {
    const repair = repairOf('2022-06-01', { replaced: [{ assembly, mainPart }] })
    expect(shortly(warnedAt([repair], oldCar, inOldTime))).toEqual(expected)
  })

  it.each([
    [[{}], ['serious-fault orange 1/2'], 'Art. 24(1): one repair'],
    [[{}, {}], ['serious-fault red 2/2'], 'Art. 24(1): two, and nobody knows whether it helped'],
    [[{}, { cured: true }], ['serious-fault red 2/2'], 'Art. 24(1): cured by the second'],
    [[{}, { cured: false }], ['serious-fault met 2/2'], 'Art. 24(1): not cured by the second'],
    [[{ cured: false }], ['serious-fault orange 1/2'], 'Art. 24(1): one repair is not two'],
    [[{}, { cured: true }, {}], ['serious-fault met 3/2'], 'Art. 24(1): a new one after two'],
  ])('serious safety faults %j: %j (%s)', (faults, expected) => {
    const repairs = faults.map((each, index) =>
      repairOf(addDays(day('2024-06-01'), index * 30), {
        problems: [problem(`S${String(index)}`, { serious: true, ...each })],
      }),
    )
    expect(shortly(warnedAt(repairs, newCar, now))).toEqual(expected)
  })
})

describe('the golden table of the first days, worked by hand', () => {
  const gearbox: Partial<RepairFact> = { replaced: [{ assembly: 'gearbox', mainPart: 'valve-body' }] }
  const brakes = { problems: [problem('C1', { failure: 'brake_failure' })] }
  const rights = (repair: RepairFact, car = newCar) =>
    warnedAt([repair], car, now)
      .filter(({ code }) => ['seven-days', 'new-assembly', 'early-failure'].includes(code))
      .map(({ code, remedies, uncertain }) => `${code}: ${remedies.join(' or ')}${uncertain ? '?' : ''}`)
  const seven = 'seven-days: replace or return'
  const sixty = 'new-assembly: new_assembly'
  const early = 'early-failure: replace or return'

  it.each<[string, number | undefined, Partial<RepairFact>, string[], string]>([
    // Sold on 2024-01-10. The day of the start is not counted: the 7th day is the 17th, the 60th is 10 March.
    ['2024-01-10', 10, gearbox, [seven, sixty], 'on the day itself'],
    ['2024-01-17', 10, gearbox, [seven, sixty], 'Art. 22: the 7th day'],
    ['2024-01-18', 10, gearbox, [sixty], 'Art. 22: the 8th day'],
    ['2024-01-17', 3_001, gearbox, [seven], 'Art. 22 knows no kilometres, Art. 20 does'],
    ['2024-03-10', 3_000, gearbox, [sixty], 'Art. 20: the 60th day, 3,000 km (29 February among them)'],
    ['2024-03-11', 3_000, gearbox, [], 'Art. 20: the 61st day'],
    ['2024-03-10', 3_001, gearbox, [], 'Art. 20: one kilometre more'],
    ['2024-03-10', undefined, gearbox, [`${sixty}?`], 'nobody read the odometer'],
    ['2024-03-10', 3_000, brakes, [early], 'Art. 23: the 60th day, 3,000 km'],
    ['2024-03-11', 3_000, brakes, [], 'Art. 23: the 61st day'],
    ['2024-03-10', 3_001, brakes, [], 'Art. 23: one kilometre more'],
    ['2024-01-12', 10, { replaced: [{ assembly: 'gearbox' }] }, [seven], 'Art. 22: the whole gearbox'],
    [
      '2024-02-12',
      10,
      { replaced: [...gearbox.replaced!, { assembly: 'gearbox' }] },
      [],
      'Art. 20: the customer has the new assembly',
    ],
    [
      '2024-01-12',
      10,
      { replaced: [{ assembly: 'gearbox', pending: true }] },
      [seven],
      'Art. 22: it has to be replaced, and is not yet',
    ],
    [
      '2024-01-12',
      10,
      { replaced: [{ assembly: 'steering', mainPart: 'rack' }] },
      [],
      'Art. 22 and 20 name four',
    ],
  ])('agreed on %s at %s km, %j: %j (%s)', (on, odometerKm, more, expected) => {
    expect(rights(repairOf(on, { ...more, odometerKm }))).toEqual(expected)
  })

  it.each<[string, Partial<RepairFact>, string[], string]>([
    ['2022-01-05', gearbox, [sixty], 'Order 150 has no seven days'],
    ['2022-03-01', gearbox, [sixty], 'Order 150 Art. 18: the 60th day'],
    ['2022-03-02', gearbox, [], 'Order 150 Art. 18: the 61st'],
    ['2022-01-05', { problems: [problem('B', { failure: 'battery_fire' })] }, [], 'Order 150 names no fire'],
    ['2022-01-05', { replaced: [{ assembly: 'drive_motor', mainPart: 'rotor' }] }, [], 'nor motors'],
  ])('sold on 2021-12-31, agreed on %s, %j: %j (%s)', (on, more, expected) => {
    expect(rights(repairOf(on, more), oldCar)).toEqual(expected)
  })
})

describe('a repair under way', () => {
  it.each([
    ['2024-03-04 09:00', [], '72 hours are three days'],
    ['2024-03-04 09:01', ['repair-open yellow 4/3'], 'the fourth has begun'],
    ['2024-03-06 09:00', ['repair-open yellow 5/3'], 'five days'],
    ['2024-03-06 09:01', ['loan-car-due red 6/5'], 'Art. 21: the sixth has begun'],
  ])('since 1 March at nine, on %s: %j (%s)', (at, expected) => {
    expect(shortly(warnedAt([openRepairOf('2024-03-01')], newCar, local(at)))).toEqual(expected)
  })

  it('owes no loan car where the customer has one', () => {
    const repair = openRepairOf('2024-03-01', { loanCarGiven: true })
    expect(shortly(warnedAt([repair], newCar, local('2024-03-07 09:00')))).toEqual(['repair-open yellow 6/3'])
  })

  it('owes a loan car for transport, too: only Art. 24(4) leaves it out', () => {
    const leftOut = [
      { because: 'vin_part_transport', from: local('2024-03-01 09:00'), until: local('2024-03-31 09:00') },
    ] as const
    const repair = openRepairOf('2024-03-01', { leftOut })
    const at = local('2024-03-07 09:00')
    expect(ledgerAt([repair], newCar, at).repairDays).toBe(0)
    expect(shortly(warnedAt([repair], newCar, at))).toEqual(['loan-car-due red 6/5'])
  })

  it('owes it within the repair warranty, also after the replace/return period', () => {
    const at = (on: string, km: number) =>
      shortly(warnedAt([openRepairOf(on, { odometerKm: km })], newCar, local(`${addDays(day(on), 7)} 09:00`)))
    expect(at('2027-01-10', 60_000)).toEqual(['loan-car-due red 7/5'])
    expect(at('2027-01-11', 60_000)).toEqual([])
    expect(at('2027-01-10', 60_001)).toEqual([])
  })

  it('counts for nothing where it mends no problem of quality', () => {
    const repair = openRepairOf('2024-03-01', { quality: false })
    expect(warnedAt([repair], newCar, now)).toEqual([])
    expect(ledgerAt([repair], newCar, now).repairs[0]!.because).toBe('no-quality-problem')
  })
})

describe('the replace/return period', () => {
  it.each([
    ['2024-01-09', 10, 'before-sale', false],
    ['2024-01-10', 10, 'counted', true],
    ['2026-01-10', 50_000, 'counted', true],
    ['2026-01-11', 10, 'after-period', false],
    ['2026-01-10', 50_001, 'after-period', false],
    ['2026-01-10', undefined, 'odometer-unknown', true],
    ['2026-01-11', undefined, 'after-period', false],
  ] as const)('a repair agreed on %s at %s km is %s', (on, odometerKm, because, counted) => {
    const ledger = ledgerAt([repairOf(on, { odometerKm })], newCar, local('2026-06-01 12:00'))
    expect(ledger.repairs[0]).toMatchObject({ because, counted })
  })

  it('counts a repair by the day where the dealer is, not by that of Greenwich', () => {
    // 00:30 of the day after the last one, in Shanghai; in Greenwich it is still the last one.
    const time = { exact: true, agreedAt: local('2026-01-11 00:30') } as const
    const ledger = ledgerAt([repairOf('2026-01-01', { time })], newCar, local('2026-02-01 12:00'))
    expect(ledger.repairs[0]!.because).toBe('after-period')
  })

  it('once over leaves what was met, and nothing that can come to be no more', () => {
    const repairs = [repairOf('2024-06-01', { hours: 24 * 26 })]
    expect(shortly(warnedAt(repairs, newCar, local('2026-01-10 12:00')))).toEqual(['repair-days red 26/30'])
    expect(warnedAt(repairs, newCar, local('2026-01-11 12:00'))).toEqual([])
    const met = [repairOf('2024-06-01', { hours: 24 * 31 })]
    expect(shortly(warnedAt(met, newCar, local('2026-01-11 12:00')))).toEqual(['repair-days met 31/30'])
  })

  it('is over by kilometres, too', () => {
    const repairs = [
      repairOf('2024-06-01', { hours: 24 * 26 }),
      repairOf('2024-12-01', { odometerKm: 50_001 }),
    ]
    expect(ledgerAt(repairs, newCar, now).period).toBe('over')
    expect(warnedAt(repairs, newCar, now)).toEqual([])
  })

  it('is longer where the manufacturer gives more', () => {
    const own = WarrantyTerm.parse({
      code: 'own-return',
      kind: 'replace_return',
      zh: '三包',
      en: 'return',
      brand: '长城',
      months: 36,
      km: 80_000,
      source: 'warranty handbook',
    })
    const repair = repairOf('2027-01-10', { odometerKm: 80_000 })
    const at = (terms: WarrantyTerm[]) =>
      ledgerAt([repair], newCar, local('2027-01-10 18:00'), { ...rules, terms })
    expect(at([])).toMatchObject({ period: 'over', untilOn: '2026-01-10', repairDays: 0 })
    expect(at([own])).toMatchObject({ period: 'running', untilOn: '2027-01-10', repairDays: 1 })
  })

  it('marks what rests on a repair whose odometer nobody read', () => {
    const repairs = [repairOf('2024-06-01', { hours: 24 * 26, odometerKm: undefined })]
    const [warning] = warnedAt(repairs, newCar, now)
    expect(warning).toMatchObject({ code: 'repair-days', uncertain: true })
    expect(warning!.zh).toContain('行驶里程不详')
  })
})

describe('no ledger is kept', () => {
  const verdict = (car: Parameters<typeof ledgerOf>[1]) => ledgerOf([], car, rules, { now, zone })

  it.each([
    ['sale-date-unknown', { ...newCar, handedOverOn: undefined }],
    ['no-law-at-sale', carOf('2013-09-30')],
    ['not-household', { ...newCar, household: false }],
  ])('%s', (reason, car) => {
    expect(verdict(car)).toEqual({ kept: false, reason })
  })
})

describe('a warning in words', () => {
  it('says how much, of how much, what follows and where that stands', () => {
    const [met] = warnedAt([repairOf('2024-06-01', { hours: 24 * 31 })], newCar, now)
    expect(met!.zh).toBe(
      '三包有效期内累计修理31日，上限30日，已满足条件，消费者可选择更换车辆或退货。依据：《家用汽车产品修理更换退货责任规定》（市场监管总局令第43号）第24条第4项、第40条',
    )
    expect(met!.en).toBe(
      '31 days of repair in all, 30 are allowed: the condition is met, the customer may choose another car or return of the car. By SAMR Order 43, Art. 24(4), 40',
    )
  })

  it('names kilometres where the law does', () => {
    const repair = repairOf('2024-02-01', { problems: [problem('F', { failure: 'fuel_leak' })] })
    expect(warnedAt([repair], newCar, now)[0]!.zh).toContain('起算之日起60日且3,000公里内燃油泄漏')
  })
})

describe('thresholds', () => {
  it('never come later for the older law than they should', () => {
    expect(repairDaysThresholds(LedgerThresholds.parse({}), 35)).toEqual({ yellow: 17, orange: 23, red: 29 })
    expect(repairDaysThresholds(LedgerThresholds.parse({}), 30)).toEqual({ yellow: 15, orange: 20, red: 25 })
  })

  it('rise', () => {
    const given = { repairDays: { yellow: 20, orange: 15, red: 25 } }
    expect(LedgerThresholds.safeParse(given).success).toBe(false)
  })

  it('are the dealer’s; the law’s own are not', () => {
    const late = LedgerThresholds.parse({ sameProblem: { yellow: 9, orange: 9, red: 9 } })
    const again = Array.from({ length: 5 }, () => repairOf('2024-06-01', { problems: [problem('P')] }))
    expect(warnedAt(again.slice(1), newCar, now, late)).toEqual([])
    expect(shortly(warnedAt(again, newCar, now, late))).toEqual(['same-problem met 5/4'])
  })
})

describe('laws of the ledger', () => {
  const anyRepair: fc.Arbitrary<RepairFact> = fc
    .record({
      after: fc.integer({ min: -30, max: 800 }),
      hours: fc.nat(400),
      minutes: fc.nat(59),
      odometerKm: fc.option(fc.nat(70_000), { nil: undefined }),
      quality: fc.boolean(),
      problems: fc.array(
        fc.record({
          code: fc.constantFrom('a', 'b'),
          serious: fc.boolean(),
          cured: fc.option(fc.boolean(), { nil: undefined }),
        }),
        { maxLength: 2 },
      ),
      replaced: fc.array(
        fc.record({
          assembly: fc.constantFrom('engine' as const, 'steering' as const),
          mainPart: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
        }),
        { maxLength: 2 },
      ),
    })
    .map(({ after, ...more }) => repairOf(addDays(day('2024-01-10'), after), more))
  const later = local('2027-01-01 12:00')

  it('one more repair lowers no count', () => {
    fc.assert(
      fc.property(fc.array(anyRepair, { maxLength: 8 }), anyRepair, (repairs, one) => {
        const before = ledgerAt(repairs, newCar, later)
        const after = ledgerAt([...repairs, one], newCar, later)
        expect(after.repairDays).toBeGreaterThanOrEqual(before.repairDays)
        expect(after.seriousFaults.length).toBeGreaterThanOrEqual(before.seriousFaults.length)
        for (const list of ['problems', 'assemblies', 'mainParts'] as const) {
          for (const { code, times } of before[list]) {
            expect(after[list].find((each) => each.code === code)!.times).toBeGreaterThanOrEqual(times)
          }
        }
      }),
    )
  })

  it('the order in which repairs are told changes nothing', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyRepair, { maxLength: 8 })
          .chain((repairs) =>
            fc.tuple(fc.constant(repairs), fc.shuffledSubarray(repairs, { minLength: repairs.length })),
          ),
        ([repairs, shuffled]) => {
          fc.pre(
            new Set(repairs.map(({ time }) => (time.exact ? time.agreedAt : ''))).size === repairs.length,
          )
          expect(warnedAt(shuffled, newCar, later)).toEqual(warnedAt(repairs, newCar, later))
        },
      ),
    )
  })

  it('what is left out never makes a repair longer, nor shorter than nothing', () => {
    const anyTime = fc
      .tuple(fc.integer({ min: -5_000, max: 20_000 }), fc.nat(5_000))
      .map(([from, length]) => ({
        because: 'rescue_travel' as const,
        from: addMinutes(local('2024-03-01 09:00'), from),
        until: addMinutes(local('2024-03-01 09:00'), from + length),
      }))
    fc.assert(
      fc.property(fc.nat(20_000), fc.array(anyTime, { maxLength: 6 }), anyTime, (minutes, times, one) => {
        const agreedAt = local('2024-03-01 09:00')
        const time = { exact: true, agreedAt, completedAt: addMinutes(agreedAt, minutes) } as const
        const of = (leftOut: RepairFact['leftOut']) =>
          repairDays({ time, leftOut }, ['rescue_travel'], now, zone)
        expect(of([...times, one]).days).toBeLessThanOrEqual(of(times).days)
        expect(of([...times, one]).days).toBeGreaterThanOrEqual(0)
        // Once told or twice: the same time is left out once.
        expect(of([...times, one, one])).toEqual(of([...times, one]))
      }),
    )
  })
})
