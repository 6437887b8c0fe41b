import fc from 'fast-check'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { cursorFor, placeOf, type CursorScope } from '../../../shared/http/cursor.ts'

const Place = z.tuple([z.string(), z.int()])
const scope: CursorScope = {
  dealerId: 'D001',
  list: '/messages',
  filter: { on: '2026-11-23', purpose: undefined },
}
const refused = expect.objectContaining({ code: 'cursor-invalid' }) as Error

describe('a cursor', () => {
  it('leads back to its place, whatever the place', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, number) => {
        expect(placeOf(scope, cursorFor(scope, [text, number]), Place)).toEqual([text, number])
      }),
    )
  })

  it.each([
    ['another dealer', { ...scope, dealerId: 'D002' }],
    ['another list', { ...scope, list: '/contacts' }],
    ['another filter', { ...scope, filter: { on: '2026-11-24' } }],
    ['one more filter', { ...scope, filter: { on: '2026-11-23', purpose: 'maintenance-reminders' } }],
    ['a filter under another name', { ...scope, filter: { after: '2026-11-23' } }],
  ])('is refused for %s', (_, other) => {
    expect(() => placeOf(other, cursorFor(scope, ['a', 1]), Place)).toThrow(refused)
  })

  it('counts the same whatever the order of the filters, and an absent one is no filter', () => {
    const one = { ...scope, filter: { on: '2026-11-23', purpose: 'x' } }
    const two = { ...scope, filter: { purpose: 'x', on: '2026-11-23', more: undefined } }
    expect(placeOf(two, cursorFor(one, ['a', 1]), Place)).toEqual(['a', 1])
  })

  it('is refused when anything in it was changed', () => {
    const whole = cursorFor(scope, ['place', 7])
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        fc.pre(text !== whole)
        expect(() => placeOf(scope, text, Place)).toThrow(refused)
      }),
    )
    expect(() => placeOf(scope, whole.slice(0, -4), Place)).toThrow(refused)
    expect(() => placeOf(scope, cursorFor(scope, { other: 'shape' }), Place)).toThrow(refused)
  })
})
