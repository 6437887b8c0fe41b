import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { TemplateUnsupported } from '../../../local/local-error.ts'
import { firesBetween } from '../../../local/scheduler.ts'
import { fromEpochMilliseconds, Instant, Zone } from '../../../shared/domain/time.ts'

const at = (text: string) => Instant.parse(new Date(text).toISOString())
const fires = (expression: string, from: string, to: string, zone = 'Asia/Shanghai') =>
  firesBetween([{ expression, zone: Zone.parse(zone) }], at(from), at(to)).map((fire) => fire.at)
const local = (instant: string, zone: string) =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16)

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC']
const anyZone = fc.constantFrom(...zones)
const anyInstant = fc
  .integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') })
  .map(fromEpochMilliseconds)
const anyCron = fc.oneof(
  fc
    .record({ minute: fc.integer({ min: 0, max: 59 }), hour: fc.integer({ min: 0, max: 23 }) })
    .map(({ minute, hour }) => `cron(${minute} ${hour} * * ? *)`),
  fc.constantFrom(
    'cron(0/10 * * * ? *)',
    'cron(0,30 7-9 ? * MON-FRI *)',
    'cron(15 2 L * ? *)',
    'rate(35 minutes)',
  ),
)
/** Half of the ranges begin, meet and end on the minute, where schedules fire. */
const anyRange = fc
  .tuple(
    anyInstant,
    fc.integer({ min: 0, max: 5 * 86_400_000 }),
    fc.integer({ min: 0, max: 5 * 86_400_000 }),
    fc.constantFrom(1, 600_000),
  )
  .map(([from, first, second, grain]) => {
    const start = Date.parse(from)
    const [begin = 0, meet = 0, end = 0] = [start, start + first, start + first + second].map(
      (at) => Math.floor(at / grain) * grain,
    )
    return {
      from: fromEpochMilliseconds(begin),
      middle: fromEpochMilliseconds(meet),
      to: fromEpochMilliseconds(end),
    }
  })

test('a schedule fires after the start, up to the end, in order and never twice at one instant', () => {
  fc.assert(
    fc.property(anyCron, anyZone, anyRange, (expression, zone, { from, to }) => {
      const instants = fires(expression, from, to, zone)
      expect(instants).toEqual([...new Set(instants)].sort())
      for (const instant of instants) expect(instant > from && instant <= to).toBe(true)
    }),
  )
})

test('stopping on the way changes nothing: two halves fire what the whole fires', () => {
  fc.assert(
    fc.property(anyCron, anyZone, anyRange, (expression, zone, { from, middle, to }) => {
      const halves = [...fires(expression, from, middle, zone), ...fires(expression, middle, to, zone)]
      expect(halves).toEqual(fires(expression, from, to, zone))
    }),
  )
})

test('a daily job shows its own hour on the wall, once on every date that has that hour', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      anyZone,
      anyInstant,
      (hour, minute, zone, from) => {
        const to = fromEpochMilliseconds(Date.parse(from) + 40 * 86_400_000)
        const instants = fires(`cron(${minute} ${hour} * * ? *)`, from, to, zone)
        const walls = instants.map((instant) => local(instant, zone))
        const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
        expect(walls.every((wall) => wall.endsWith(time))).toBe(true)
        expect(new Set(walls).size).toBe(walls.length)
        expect(walls.length).toBeGreaterThanOrEqual(38)
      },
    ),
  )
})

test('an hour that the clocks skip does not fire, one that comes twice fires once', () => {
  const night = 'cron(30 2 * * ? *)'
  const inNewYork = (expression: string, from: string, to: string) =>
    fires(expression, from, to, 'America/New_York')
  expect(inNewYork(night, '2026-03-07T12:00Z', '2026-03-09T12:00Z')).toEqual(['2026-03-09T06:30:00.000Z'])
  const twice = 'cron(30 1 * * ? *)'
  expect(inNewYork(twice, '2026-10-31T12:00Z', '2026-11-02T12:00Z')).toEqual([
    '2026-11-01T05:30:00.000Z',
    '2026-11-02T06:30:00.000Z',
  ])
})

test.each([
  ['cron(0 9 ? * MON-FRI *)', ['11-23', '11-24', '11-25', '11-26', '11-27', '11-30']],
  ['cron(0 9 ? * 1 *)', ['11-29']],
  ['cron(0 9 L * ? *)', ['11-30']],
  ['cron(0 9 ? * 2#5 *)', ['11-30']],
  ['cron(0 9 ? * 6L *)', ['11-27']],
  ['cron(0 9 10,28 NOV ? 2026)', ['11-28']],
  ['cron(0 9 10,28 DEC ? 2025)', []],
])('%s runs on the right days of a week in November 2026', (expression, days) => {
  const instants = fires(expression, '2026-11-23T00:00+08:00', '2026-11-30T12:00+08:00')
  expect(instants.map((instant) => instant.slice(5, 10))).toEqual(days)
})

test('schedules of one instant fire in the order of the template', () => {
  const zone = Zone.parse('Asia/Shanghai')
  const both = firesBetween(
    [
      { expression: 'cron(0 9 * * ? *)', zone, name: 'second' },
      { expression: 'cron(0 8,9 * * ? *)', zone, name: 'first' },
    ],
    at('2026-11-23T07:00+08:00'),
    at('2026-11-23T10:00+08:00'),
  )
  expect(both.map(({ schedule }) => schedule.name)).toEqual(['first', 'second', 'first'])
})

test.each([
  'cron(0 9 * * * *)',
  'cron(0 9 ? * ? *)',
  'cron(60 9 * * ? *)',
  'cron(0 9 * * ?)',
  'cron(0 9 15W * ? *)',
  'cron(0/0 9 * * ? *)',
  'rate(0 minutes)',
  'rate(5 weeks)',
  'every day',
])('%s is refused', (expression) => {
  expect(() => fires(expression, '2026-11-23T00:00Z', '2026-11-24T00:00Z')).toThrow(TemplateUnsupported)
})
