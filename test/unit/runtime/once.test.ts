import { expect, it } from 'vitest'
import { once } from '../../../shared/runtime/once.ts'

it('makes nothing before it is asked, and never a second one, be it undefined', () => {
  let made = 0
  const value = once<string | undefined>(() => {
    made += 1
    return undefined
  })
  expect(made).toBe(0)
  expect([value(), value()]).toEqual([undefined, undefined])
  expect(made).toBe(1)
})
