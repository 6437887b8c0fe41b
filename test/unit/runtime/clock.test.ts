import { expect, it, vi } from 'vitest'
import { systemClock } from '../../../shared/runtime/clock.ts'

it('now is an instant in UTC with milliseconds', () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 1, 2, 3, 4) })
  try {
    expect(systemClock.now()).toBe('2026-11-23T01:02:03.004Z')
  } finally {
    vi.useRealTimers()
  }
})
