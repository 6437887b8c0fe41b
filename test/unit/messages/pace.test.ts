import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Pace } from '../../../functions/messages/pace.ts'
import { addSeconds, epochMilliseconds } from '../../../shared/domain/time.ts'
import { morning } from './delivering.ts'

it('a burst goes at once after a pause, then each turn costs its time', () => {
  const pace = new Pace(2, 3)
  expect([1, 2, 3, 4, 5].map(() => pace.next(morning))).toEqual([0, 0, 0, 500, 1000])
  expect(pace.next(addSeconds(morning, 1))).toBe(500)
})

it('no pause saves up more than a burst', () => {
  const pace = new Pace(1, 2)
  const tomorrow = addSeconds(morning, 86_400)
  expect([1, 2, 3].map(() => pace.next(tomorrow))).toEqual([0, 0, 1000])
})

it('never lets through more than the burst and the rate allow, whatever the pauses', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(pauses, fc.constantFrom(0.5, 1, 1.5, 7, 10, 14), (each, rate) => {
      const pace = new Pace(rate, 25)
      let now = morning
      const gone: number[] = []
      for (const pause of each) {
        now = addSeconds(now, pause)
        now = addSeconds(now, pace.next(now) / 1000)
        gone.push(epochMilliseconds(now) / 1000)
      }
      for (const [from, first] of gone.entries()) {
        for (const [count, at] of gone.slice(from).entries()) {
          expect(count + 1).toBeLessThanOrEqual(25 + rate * (at - first) + 1e-6)
        }
      }
    }),
  )
})
