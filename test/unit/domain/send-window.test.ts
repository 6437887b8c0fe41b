import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DealerSettings } from '../../../shared/domain/dealer.ts'
import { sendAfter } from '../../../shared/domain/send-window.ts'
import { addMinutes, fromEpochMilliseconds, timeIn } from '../../../shared/domain/time.ts'
import { local } from '../../support/builders.ts'

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
