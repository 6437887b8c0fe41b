import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DealerSettings } from '../../../shared/domain/dealer.ts'
import { sendAfter, windowOf } from '../../../shared/domain/send-window.ts'
import { addMinutes, fromEpochMilliseconds, timeIn } from '../../../shared/domain/time.ts'
import { dealerOf, local } from '../../support/builders.ts'

const window = { from: '09:00', to: '20:00' }
const zone = 'Asia/Shanghai'

describe('the send window', () => {
  it.each([
    ['2026-11-23 00:00', '2026-11-23 09:00'],
    ['2026-11-23 08:59', '2026-11-23 09:00'],
    ['2026-11-23 09:00', '2026-11-23 09:00'],
    ['2026-11-23 19:59', '2026-11-23 19:59'],
    ['2026-11-23 20:00', '2026-11-24 09:00'],
    ['2026-12-31 23:59', '2027-01-01 09:00'],
  ])('at %s opens at %s', (now, opens) => {
    expect(sendAfter(local(now), window, zone)).toBe(local(opens))
  })

  it('defers to the first moment inside it, in any zone, also where clocks change', () => {
    // From 2010 to 2030, Apia's skipped day among them.
    const anyInstant = fc
      .integer({ min: 1_262_304_000, max: 1_893_456_000 })
      .map((seconds) => fromEpochMilliseconds(seconds * 1000))
    const zones = fc.constantFrom(
      'Asia/Shanghai',
      'America/New_York',
      'Pacific/Apia',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
    )
    const windows = fc.constantFrom(window, { from: '08:00', to: '21:00' }, { from: '10:30', to: '10:31' })
    fc.assert(
      fc.property(anyInstant, zones, windows, (now, there, open) => {
        const inside = (at: typeof now) => timeIn(at, there) >= open.from && timeIn(at, there) < open.to
        const opens = sendAfter(now, open, there)
        expect(inside(opens)).toBe(true)
        expect(opens >= now).toBe(true)
        if (inside(now)) expect(opens).toBe(now)
        // Nothing was missed: a minute before it was closed, or already past.
        else expect(addMinutes(opens, -1) < now || !inside(addMinutes(opens, -1))).toBe(true)
        // A day that is skipped makes it one day more at most.
        expect(opens <= addMinutes(now, 26 * 60)).toBe(true)
        expect(sendAfter(opens, open, there)).toBe(opens)
      }),
      { numRuns: 1000 },
    )
  })

  it('that closes before it opens is refused as a setting: it would never be open', () => {
    expect(DealerSettings.safeParse({ smsWindow: { from: '20:00', to: '09:00' } }).success).toBe(false)
    expect(DealerSettings.safeParse({ smsWindow: { from: '09:00', to: '09:00' } }).success).toBe(false)
    expect(DealerSettings.safeParse({ smsWindow: { from: '08:00', to: '21:00' } }).success).toBe(true)
  })
})

describe('the window of a class', () => {
  const settings = dealerOf({
    smsWindow: { from: '07:30', to: '21:30' },
    marketingWindow: { from: '10:00', to: '19:00' },
  }).settings

  it('is the dealer’s own for marketing and for everything else', () => {
    expect(windowOf(settings, 'marketing')).toEqual({ from: '10:00', to: '19:00' })
    expect(windowOf(settings, 'service')).toEqual({ from: '07:30', to: '21:30' })
    expect(windowOf(settings, 'safety')).toEqual({ from: '07:30', to: '21:30' })
  })

  it('is for marketing never outside 08:00–21:00, whatever is stored', () => {
    const times = fc
      .tuple(fc.integer({ min: 0, max: 1438 }), fc.integer({ min: 1, max: 1439 }))
      .filter(([from, to]) => from < to)
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    fc.assert(
      fc.property(times, ([from, to]) => {
        const marketingWindow = { from: clock(from), to: clock(to) }
        const window = windowOf({ ...settings, marketingWindow }, 'marketing')
        expect(window.from >= '08:00' && window.from < window.to && window.to <= '21:00').toBe(true)
      }),
    )
  })
})
