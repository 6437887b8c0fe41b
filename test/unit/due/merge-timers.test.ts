import { describe, expect, it } from 'vitest'
import { mergedTimer } from '../../../shared/due/plans/merge-timers.ts'
import { dueItemOf, local, orderIdOf, stampAt, vehicleIdOf } from '../../support/builders.ts'

const stamp = stampAt(local('2026-11-23 10:00'))
const subject = `vehicle#${vehicleIdOf('kept')}`
const told = (step: string, at: string) => ({ step, outcome: 'message', at: local(at) }) as const
const own = dueItemOf('kept', { cycle: 'sale', step: 'after', version: 4 })
const other = dueItemOf('twin', { cycle: orderIdOf('visit'), step: 'before', version: 7 })
const merged = (cycle: string | undefined, ofOwn = own, ofOther = other) =>
  mergedTimer(ofOwn, ofOther, cycle, { subject, stamp })

describe('the timer of two records that are one car', () => {
  it('is the kept record’s where its cycle counts, or neither does', () => {
    expect(merged('sale')).toBe(own)
    expect(merged(orderIdOf('newer'))).toBe(own)
    expect(merged(undefined)).toBe(own)
    expect(mergedTimer(own, undefined, 'sale', { subject, stamp })).toBe(own)
  })

  it('goes on with the other’s where that cycle counts, as the next version of its own', () => {
    expect(merged(orderIdOf('visit'))).toEqual({ ...other, subject, version: 4 })
  })

  it('begins as the other’s where there was none', () => {
    expect(mergedTimer(undefined, other, 'sale', { subject, stamp })).toMatchObject({
      subject,
      version: 0,
      cycle: orderIdOf('visit'),
      createdAt: stamp.at,
    })
  })

  it('remembers what either of them has told in one cycle, each step once, in order', () => {
    const both = merged(
      'sale',
      { ...own, decided: [told('before', '2026-11-02 09:00')] },
      {
        ...other,
        cycle: 'sale',
        decided: [told('early', '2026-11-01 09:00'), told('before', '2026-11-03 09:00')],
      },
    )
    expect(both?.decided).toEqual([told('early', '2026-11-01 09:00'), told('before', '2026-11-02 09:00')])
    expect(both).toMatchObject({ version: 4, step: 'after', subject: own.subject })
  })
})
