import { describe, expect, it } from 'vitest'
import { isRework } from '../../../functions/orders/rework.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { day, instant, orderIdOf, repairOrderOf, stampAt } from '../../support/builders.ts'

const stamp = stampAt(instant('2026-11-23T02:00:00.000Z'))
const today = day('2026-11-23')
const within = { withinDays: 30, today }
const complaintOf = (complaint: string) => ({ intake: { complaint, ...stamp } })
const laborOf = (...codes: string[]) => ({
  labor: codes.map((code) => ({
    code,
    name: 'n',
    laborHours: 1,
    rateFen: 1,
    payer: 'customer' as const,
    amountFen: 1,
  })),
})
const now = (more: Partial<RepairOrder>) =>
  repairOrderOf('now', { kind: 'repair', status: 'received', deliveredOn: undefined, ...more })
const earlier = (name: string, deliveredOn: string, more: Partial<RepairOrder>) =>
  repairOrderOf(name, { kind: 'repair', deliveredOn: day(deliveredOn), ...more })

describe('an order is rework', () => {
  it('of one with the same operation, however its code is cased', () => {
    const verdict = isRework(now(laborOf('A', 'br-1')), [earlier('e', '2026-11-03', laborOf('BR-1'))], within)
    expect(verdict).toEqual({ rework: true, orderId: orderIdOf('e'), because: 'same-operation' })
  })

  it('of one with the same complaint, whatever its points, blanks and width', () => {
    const before = earlier('e', '2026-11-03', complaintOf('制动时，有异响！ABS'))
    expect(isRework(now(complaintOf('制动时有异响ａｂｓ')), [before], within)).toEqual({
      rework: true,
      orderId: orderIdOf('e'),
      because: 'same-complaint',
    })
  })

  it('of the latest that fits, the operation before the complaint', () => {
    const order = now({ ...laborOf('B'), ...complaintOf('异响') })
    const all = [
      earlier('old', '2026-11-01', laborOf('B')),
      earlier('new', '2026-11-10', laborOf('B')),
      earlier('newest', '2026-11-20', complaintOf('异响')),
    ]
    for (const given of [all, all.toReversed()]) {
      expect(isRework(order, given, within)).toMatchObject({
        orderId: orderIdOf('new'),
        because: 'same-operation',
      })
    }
  })

  it('on the last day that counts, and not a day later', () => {
    const verdictOn = (date: string) =>
      isRework(now(laborOf('B')), [earlier('e', date, laborOf('B'))], within)
    expect(verdictOn('2026-10-24').rework).toBe(true)
    expect(verdictOn('2026-10-23')).toEqual({ rework: false, reason: 'too-long-ago' })
  })

  it('of extra work that was agreed to', () => {
    const extra = (outcome: 'agreed' | 'refused') => ({
      extraWork: [
        {
          extraWorkId: 'x1',
          reason: 'r',
          parts: [],
          ...laborOf('B'),
          decision: { outcome, decidedBy: 'owner', how: 'phone', decidedAt: stamp.at, ...stamp } as const,
          ...stamp,
        },
      ],
    })
    const verdict = (outcome: 'agreed' | 'refused') =>
      isRework(now(laborOf('B')), [earlier('e', '2026-11-20', extra(outcome))], within).rework
    expect([verdict('agreed'), verdict('refused')]).toEqual([true, false])
  })
})

describe('an order is no rework', () => {
  it.each<[string, Partial<RepairOrder>, RepairOrder[]]>([
    ['nothing-earlier', laborOf('B'), []],
    ['nothing-earlier', laborOf('B'), [now(laborOf('B'))]],
    [
      'nothing-earlier',
      laborOf('B'),
      [earlier('e', '2026-11-20', { ...laborOf('B'), status: 'in_work', deliveredOn: undefined })],
    ],
    ['other-matter', laborOf('B'), [earlier('e', '2026-11-20', laborOf('C'))]],
    ['other-matter', complaintOf('异响'), [earlier('e', '2026-11-20', complaintOf('漏油'))]],
    ['other-matter', complaintOf('。'), [earlier('e', '2026-11-20', complaintOf('！'))]],
    // Whoever brings a car for its service says the same each time.
    [
      'other-matter',
      { kind: 'maintenance', ...complaintOf('保养') },
      [earlier('e', '2026-11-20', { kind: 'maintenance', ...complaintOf('保养') })],
    ],
  ])('%s', (reason, order, others) => {
    expect(isRework(now(order), others, within)).toEqual({ rework: false, reason })
  })
})
