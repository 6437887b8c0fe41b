import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Pace } from '../../../functions/messages/pace.ts'
import { addSeconds, epochMilliseconds } from '../../../shared/domain/time.ts'
import { morning } from './delivering.ts'

it('a burst goes at once after a pause, then each turn costs its time', () => {
  const pace = new Pace(2, 10)
  expect(pace.take(10, morning)).toBe(0)
  expect(pace.take(4, morning)).toBe(2)
  expect(pace.take(4, addSeconds(morning, 1))).toBe(1)
  expect(pace.take(4, addSeconds(morning, 2))).toBe(0)
  expect(pace.take(1, addSeconds(morning, 2))).toBe(1)
})

it('a turn that must wait takes nothing, so that a smaller one may go meanwhile', () => {
  const pace = new Pace(1, 5)
  pace.take(5, morning)
  expect(pace.take(5, addSeconds(morning, 2))).toBe(3)
  expect(pace.take(2, addSeconds(morning, 2))).toBe(0)
})

it('no pause saves up more than a burst', () => {
  const pace = new Pace(1, 5)
  expect(pace.take(5, morning)).toBe(0)
  expect(pace.take(5, addSeconds(morning, 86_400))).toBe(0)
  expect(pace.take(1, addSeconds(morning, 86_400))).toBe(1)
})

const takes = fc.array(
  fc.record({ count: fc.integer({ min: 1, max: 25 }), pause: fc.integer({ min: 0, max: 30 }) }),
  { minLength: 1, maxLength: 40 },
)
const rates = fc.constantFrom(0.5, 1, 1.5, 7, 10, 14)

it('never lets through more than the burst and the rate allow, whatever the takes', () => {
  fc.assert(
    fc.property(takes, rates, (each, rate) => {
      const pace = new Pace(rate, 25)
      const gone: { at: number; count: number }[] = []
      let now = morning
      for (const { count, pause } of each) {
        now = addSeconds(now, pause)
        if (pace.take(count, now) === 0) gone.push({ at: epochMilliseconds(now) / 1000, count })
      }
      for (const [from, first] of gone.entries()) {
        let sum = 0
        for (const { at, count } of gone.slice(from)) {
          sum += count
          expect(sum).toBeLessThanOrEqual(25 + rate * (at - first.at) + 1e-6)
        }
      }
    }),
  )
})

it('who waits as long as told goes, so nobody waits for ever', () => {
  fc.assert(
    fc.property(takes, rates, (each, rate) => {
      const pace = new Pace(rate, 25)
      let now = morning
      for (const { count, pause } of each) {
        now = addSeconds(now, pause)
        const wait = pace.take(count, now)
        if (wait === 0) continue
        now = addSeconds(now, wait)
        expect(pace.take(count, now)).toBe(0)
      }
    }),
  )
})
