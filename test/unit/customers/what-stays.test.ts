import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contactOf,
  deliveryWithout,
  erasedMessage,
  erasedVisit,
  isErasedMessage,
  entryWithout,
  ownWords,
  wordsOf,
} from '../../../functions/customers/what-stays.ts'
import { statesOf } from '../../../shared/domain/machine.ts'
import { fieldServiceMachine } from '../../../shared/domain/field-service-machine.ts'
import { MessageStatus, type Delivery } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import {
  fieldServiceOrderOf,
  instant,
  local,
  messageRowOf,
  mobileOf,
  stampAt,
} from '../../support/builders.ts'

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
    const isDropped = wordsOf(ownWords, () => true, 'Asia/Shanghai')
    expect(entryWithout(entryOf(before, after), isDropped)).toEqual(
      entryOf({ status: 'sold', statusChanges: [{ status: 'sold' }] }, kept),
    )
  })

  it('of an order keeps why something was repaired, and not who brought the car', () => {
    const said = { extraWork: [{ reason: '刹车片磨损' }] }
    const contact = { presenter: { name: '王芳' } }
    const entry = entryOf({ ...said, contact }, { ...said, contact })
    expect(entryWithout(entry, contactOf(undefined))).toEqual(entryOf(said, said))
  })

  it('of an order loses one person who brought the car, and not another', () => {
    const broughtBy = (mobile: string | undefined) => ({ contact: { presenter: { name: '王芳', mobile } } })
    const entry = entryOf(broughtBy('+8613900139001'), broughtBy('+8613900139002'))
    const bare = entryWithout(entry, contactOf(new Set(['+8613900139001'])))
    expect(bare).toEqual(entryOf({}, broughtBy('+8613900139002')))
    expect(entryWithout(entryOf(broughtBy(undefined), {}), contactOf(new Set()))).toEqual(
      entryOf(broughtBy(undefined), {}),
    )
  })

  it('tells each owner’s words by the day with which they stand, whoever’s the entry is', () => {
    const until = (on: string) => (each: string) => each <= on
    const before = { readings: [{ on: '2026-11-09', confirmed: { because: 'read_again', remark: '前任' } }] }
    const said = (reason?: string, own?: string) => ({
      statusChanges: [
        { status: 'sold', on: '2026-11-10', ...(reason === undefined ? {} : { reason }) },
        { status: 'active', on: '2026-11-11', reason: '后任' },
      ],
      ...(own === undefined ? {} : { remark: own }),
    })
    const entry = entryOf(before, said('前任', '后任的'))
    const bare = entryWithout(entry, wordsOf(ownWords, until('2026-11-10'), 'Asia/Shanghai'))
    expect(bare.before).toEqual({ readings: [{ on: '2026-11-09', confirmed: { because: 'read_again' } }] })
    expect(bare.after).toEqual(said(undefined, '后任的'))
  })

  it('without a day of its own is of the day in the dealer’s zone on which it was written', () => {
    const night = { ...entryOf({}, { remark: '夜里' }), createdAt: local('2026-11-11 00:00') }
    const upTo = (on: string) =>
      entryWithout(
        night,
        wordsOf(ownWords, (each) => each <= on, 'Asia/Shanghai'),
      )
    expect(upTo('2026-11-10').after).toEqual({ remark: '夜里' })
    expect(upTo('2026-11-11').after).toEqual({})
  })
})
