import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smsSize } from '../../../shared/messages/sms-segments.ts'

describe('the size of an SMS', () => {
  it.each([
    ['a', 160, 'GSM-7', 160, 1],
    ['a', 161, 'GSM-7', 161, 2],
    ['a', 306, 'GSM-7', 306, 2],
    ['a', 307, 'GSM-7', 307, 3],
    ['€', 80, 'GSM-7', 160, 1],
    ['€', 81, 'GSM-7', 162, 2],
    ['车', 70, 'UCS-2', 70, 1],
    ['车', 71, 'UCS-2', 71, 2],
    ['车', 134, 'UCS-2', 134, 2],
    ['车', 135, 'UCS-2', 135, 3],
    ['😀', 35, 'UCS-2', 70, 1],
    ['😀', 36, 'UCS-2', 72, 2],
  ])('%s × %i is %s, %i units, %i parts', (character, times, encoding, units, segments) => {
    expect(smsSize(character.repeat(times))).toEqual({ encoding, units, segments })
  })

  it('does not cut an extended character in half: 76 fit into 153 septets', () => {
    expect(smsSize('€'.repeat(152)).segments).toBe(2)
    expect(smsSize('€'.repeat(153)).segments).toBe(3)
  })

  it('does not cut an emoji in half: 33 fit into 67 units', () => {
    expect(smsSize('😀'.repeat(66)).segments).toBe(2)
    expect(smsSize('😀'.repeat(67)).segments).toBe(3)
  })

  it('pays for Chinese as soon as one Chinese character is in it', () => {
    expect(smsSize('a'.repeat(100)).segments).toBe(1)
    expect(smsSize(`${'a'.repeat(99)}车`)).toEqual({ encoding: 'UCS-2', units: 100, segments: 2 })
  })

  it('counts a backtick and a Chinese bracket as no part of GSM-7', () => {
    expect(['`', '【', 'ç', '\t', '“'].map((text) => smsSize(text).encoding)).toEqual(Array(5).fill('UCS-2'))
  })

  it('never shrinks when a text grows', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const whole = smsSize(a + b)
        expect(whole.segments).toBeGreaterThanOrEqual(Math.max(smsSize(a).segments, smsSize(b).segments))
      }),
    )
  })

  it('leaves no part over its size and none but the last with room for what follows', () => {
    fc.assert(
      fc.property(text, (content) => {
        const { encoding, units, segments } = smsSize(content)
        const [single, part] = encoding === 'GSM-7' ? [160, 153] : [70, 67]
        if (units <= single) expect(segments).toBe(1)
        else {
          expect(segments).toBeGreaterThanOrEqual(Math.ceil(units / part))
          expect(segments).toBeLessThanOrEqual(Math.ceil(units / (part - 1)))
        }
      }),
    )
  })
})

const text = fc
  .array(
    fc.oneof(fc.constantFrom('a', '€', '[', '车', '😀', '\n'), fc.string({ unit: 'binary', maxLength: 3 })),
    {
      maxLength: 400,
    },
  )
  .map((pieces) => pieces.join(''))
