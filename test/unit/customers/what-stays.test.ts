import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deliveryWithout,
  erasedMessage,
  erasedVisit,
  isErasedMessage,
  entryWithout,
  orderContact,
  ownWords,
} from '../../../functions/customers/what-stays.ts'
import { statesOf } from '../../../shared/domain/machine.ts'
import { fieldServiceMachine } from '../../../shared/domain/field-service-machine.ts'
import { MessageStatus, type Delivery } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { fieldServiceOrderOf, instant, messageRowOf, mobileOf, stampAt } from '../../support/builders.ts'

const stamp = stampAt(instant('2026-11-23T02:00:00.000Z'))

describe('a message', () => {
  it.each(MessageStatus.options)('that is %s says nothing of the person, and is over', (status) => {
    const row = {
      ...messageRowOf('anna', { status, address: mobileOf('anna') }),
      deliveryId: 'dlv_aaaaaaaaaaaaaaaaaaaa',
    }
    const erased = erasedMessage(row)
    expect(isErasedMessage(row)).toBe(false)
    expect(isErasedMessage(erased)).toBe(true)
    expect(erased).toMatchObject({ text: '', address: undefined, attempts: row.attempts })
    const open = status === 'planned' || status === 'held'
    expect(erased.status).toBe(open ? 'suppressed' : status)
  })

  it('leaves its delivery, which is done when nothing else is in it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
        fc.subarray(['a', 'b', 'c', 'd']),
        (pending, gone) => {
          const left = deliveryWithout(
            { pending, status: 'planned', attentionAt: stamp.at } as unknown as Delivery,
            gone,
          )
          expect(left.pending).toEqual(pending.filter((each) => !gone.includes(each)))
          expect([left.status, left.attentionAt]).toEqual(
            left.pending.length === 0 ? ['done', undefined] : ['planned', stamp.at],
          )
        },
      ),
    )
  })
})

describe('a visit', () => {
  it.each(statesOf(fieldServiceMachine))(
    'that is %s has no contact any more, and asked again stays as it is',
    (status) => {
      const erased = erasedVisit(fieldServiceOrderOf('visit', { status }), stamp)
      expect(erased.contact).toBeUndefined()
      expect(erasedVisit(erased, stampAt(instant('2026-12-01T02:00:00.000Z')))).toEqual(erased)
    },
  )

  it('nobody has been to is cancelled, one that took place is not', () => {
    const after = (status: 'scheduled' | 'completed' | 'closed') =>
      erasedVisit(fieldServiceOrderOf('visit', { status }), stamp).status
    expect([after('scheduled'), after('completed'), after('closed')]).toEqual([
      'cancelled',
      'completed',
      'closed',
    ])
  })
})

describe('an entry of what was changed', () => {
  const entryOf = (before: Record<string, unknown>, after: Record<string, unknown>) => ({
    ...unwritten(stamp),
    ...{ dealerId: 'D001', recordKind: 'Vehicle', recordId: 'v', entryId: 'e', action: 'changed' },
    ...{ before: before as never, after: after as never },
  })

  it('has nobody’s own words any more, wherever they stood, and all else', () => {
    const before = { status: 'sold', statusChanges: [{ status: 'sold', reason: '卖给王芳' }] }
    const after = { readings: [{ km: 5, confirmed: { because: 'read_again', remark: '王芳说' } }] }
    const kept = { readings: [{ km: 5, confirmed: { because: 'read_again' } }] }
    expect(entryWithout(entryOf(before, after), ownWords)).toEqual(
      entryOf({ status: 'sold', statusChanges: [{ status: 'sold' }] }, kept),
    )
  })

  it('of an order keeps why something was repaired, and not who brought the car', () => {
    const said = { extraWork: [{ reason: '刹车片磨损' }] }
    const contact = { presenter: { name: '王芳' } }
    expect(entryWithout(entryOf({ ...said, contact }, { ...said, contact }), orderContact)).toEqual(
      entryOf(said, said),
    )
  })
})
