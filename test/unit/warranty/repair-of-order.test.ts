import { describe, expect, it } from 'vitest'
import { RepairOrderStatus, type RepairOrder } from '../../../shared/domain/order.ts'
import { repairOfOrder } from '../../../shared/domain/warranty/repair-of-order.ts'
import type { StatutoryNote } from '../../../shared/domain/warranty/repair-fact.ts'
import { day, local, repairOrderOf, stampAt } from '../../support/builders.ts'
import { laborOf, partOf } from './claim-facts.ts'

const stamped = (text: string) => stampAt(local(text))
const signed = { reference: 'paper', signedBy: 'owner' as const, totalFen: 1 }
const check = (result: 'passed' | 'failed', text: string) => ({ result, ...stamped(text) })

function orderOf(more: Partial<RepairOrder> = {}): RepairOrder {
  return repairOrderOf('one', {
    kind: 'warranty',
    livesHere: true,
    receivedOn: day('2026-05-01'),
    receivedAt: local('2026-05-01 08:30'),
    authorization: { ...signed, ...stamped('2026-05-01 09:00') },
    qualityChecks: [check('passed', '2026-05-02 16:00')],
    invoice: { charges: [], totalFen: 0, ...stamped('2026-05-03 10:00') },
    deliveredOn: day('2026-05-04'),
    deliveredAt: local('2026-05-04 18:00'),
    ...more,
  })
}

const timeOf = (more: Partial<RepairOrder>) => repairOfOrder(orderOf(more))?.time

describe('an order as the ledger counts it', () => {
  it('runs from the signature to the quality check that was passed', () => {
    expect(timeOf({})).toEqual({
      exact: true,
      agreedAt: local('2026-05-01 09:00'),
      completedAt: local('2026-05-02 16:00'),
    })
  })

  it.each<[string, Partial<RepairOrder>, string]>([
    [
      'a check that was passed after one that was not',
      { qualityChecks: [check('failed', '2026-05-02 10:00'), check('passed', '2026-05-02 17:00')] },
      '2026-05-02 17:00',
    ],
    [
      'the last of several that were passed',
      {
        qualityChecks: [
          check('passed', '2026-05-02 10:00'),
          check('failed', '2026-05-02 11:00'),
          check('passed', '2026-05-02 18:00'),
        ],
      },
      '2026-05-02 18:00',
    ],
    ['no check: the invoice', { qualityChecks: undefined }, '2026-05-03 10:00'],
    ['no invoice either: the delivery', { qualityChecks: undefined, invoice: undefined }, '2026-05-04 18:00'],
  ])('%s ends it', (_, more, until) => {
    expect(timeOf(more)).toMatchObject({ completedAt: local(until) })
  })

  it('begins with the arrival where nobody signed', () => {
    expect(timeOf({ authorization: undefined })).toMatchObject({ agreedAt: local('2026-05-01 08:30') })
  })

  it('is open while it is worked on, also after a check that was passed and taken back', () => {
    expect(timeOf({ status: 'in_work' })).toEqual({ exact: true, agreedAt: local('2026-05-01 09:00') })
  })

  it('has days alone where an export tells of it', () => {
    const exported = repairOrderOf('two', { kind: 'warranty' })
    expect(repairOfOrder(exported)?.time).toEqual({
      exact: false,
      agreedOn: '2026-05-01',
      completedOn: '2026-05-02',
    })
    const open = repairOrderOf('two', { kind: 'warranty', status: 'in_work', deliveredOn: undefined })
    expect(repairOfOrder(open)?.time).toEqual({ exact: false, agreedOn: '2026-05-01' })
  })

  it('is no repair before it is agreed, nor when nothing came of it', () => {
    const none = RepairOrderStatus.options.filter((status) => timeOf({ status }) === undefined)
    expect(none).toEqual(['appointment', 'received', 'estimated', 'cancelled', 'no_show'])
  })

  it.each<[Partial<RepairOrder>, boolean]>([
    [{ kind: 'warranty' }, true],
    [{ kind: 'repair', settlement: 'manufacturer' }, true],
    [{ kind: 'repair', settlement: 'customer' }, false],
    [{ kind: 'repair', settlement: 'customer', labor: [laborOf(5)] }, true],
    [{ kind: 'repair', settlement: 'customer', parts: [partOf(5)] }, true],
    [{ kind: 'first_service', settlement: 'manufacturer' }, false],
    [{ kind: 'maintenance', settlement: 'manufacturer' }, false],
    [{ kind: 'maintenance', settlement: 'customer' }, false],
    [{ kind: 'maintenance', settlement: 'customer', parts: [partOf(5)] }, true],
    [{ kind: 'accident', settlement: 'manufacturer' }, false],
  ])('%j is for a problem of quality: %s', (more, quality) => {
    expect(repairOfOrder(orderOf(more))?.quality).toBe(quality)
  })

  it('takes what the note says, above all whether it was for quality', () => {
    const note: StatutoryNote = {
      quality: false,
      problems: [{ code: 'P0301', serious: true }],
      replaced: [{ assembly: 'engine' }],
      leftOut: [],
      loanCarGiven: true,
    }
    expect(repairOfOrder(orderOf({ statutory: note }))).toMatchObject({ ...note, odometerKm: undefined })
  })
})
