import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DueItem } from '../../../shared/domain/due-item.ts'
import { addMinutes, timeIn } from '../../../shared/domain/time.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { decideReminder, type ReminderFacts } from '../../../functions/maintenance-reminders/decide.ts'
import {
  consentOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  local,
  vehicleOf,
  visitOf,
  waitingItem,
} from '../../support/builders.ts'

const dealer = dealerOf()
/** Sold on 7 June: serviced on 7 December, first reminder on 23 November, second on 14 December. */
const vehicle = vehicleOf('anna', { soldOn: day('2026-06-07') })
const now = local('2026-11-23 09:00')
const customer = customerOf('anna')
const facts = (more: Partial<ReminderFacts> = {}): ReminderFacts => ({
  dealer,
  vehicle,
  customer,
  consent: consentOf(),
  suppression: undefined,
  ...more,
})
const item = (more: Partial<DueItem> = {}) => waitingItem('anna', { dueAt: now, ...more })
const decided = (...steps: string[]): DueItem['decided'] =>
  steps.map((step) => ({ step, outcome: 'message', at: addMinutes(now, -9000) }))

describe('a reminder that is due', () => {
  it('is an SMS to the owner, sent at once inside the window, and the next one waits', () => {
    expect(decideReminder(item(), facts(), now)).toMatchObject({
      kind: 'send',
      step: 'before',
      superseded: [],
      next: { step: 'after', dueAt: local('2026-12-14 09:00') },
      draft: {
        messageClass: 'service',
        channel: 'sms',
        recipient: { kind: 'customer', id: customerIdOf('anna') },
        sendAfter: now,
      },
    })
  })

  it('is told by its own text before and after the day', () => {
    const text = (at: string, of: DueItem['decided'], step: string) => {
      const decision = decideReminder(item({ step, decided: of }), facts(), local(at))
      return decision.kind === 'send' ? decision.draft.template.name : decision.kind
    }
    const before = text('2026-11-23 09:00', [], 'before')
    const after = text('2026-12-14 09:00', decided('before'), 'after')
    expect(before).not.toBe(after)
    expect([before, after]).not.toContain('skip')
  })

  it('is never sent outside the window, whenever it is decided', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 * 24 * 60 }), (minutes) => {
        const at = addMinutes(now, minutes)
        const decision = decideReminder(item(), facts(), at)
        if (decision.kind !== 'send') throw new Error(`not sent: ${JSON.stringify(decision)}`)
        const { sendAfter } = decision.draft
        expect(sendAfter >= at).toBe(true)
        expect(timeIn(sendAfter, dealer.zone) >= '09:00' && timeIn(sendAfter, dealer.zone) < '20:00').toBe(
          true,
        )
        expect(sendAfter < addMinutes(at, 24 * 60)).toBe(true)
      }),
    )
  })

  it('is one for steps that passed together: the latest, the others are superseded', () => {
    expect(decideReminder(item(), facts(), local('2026-12-15 09:00'))).toMatchObject({
      kind: 'send',
      step: 'after',
      superseded: ['before'],
      next: { step: 'lapsed', dueAt: local('2027-06-07 09:00') },
    })
  })

  it('is put off where its day has moved to the future', () => {
    const later = vehicleOf('anna', { soldOn: day('2026-06-09') })
    expect(decideReminder(item(), facts({ vehicle: later }), now)).toEqual({
      kind: 'postpone',
      until: local('2026-11-25 09:00'),
    })
  })
})

describe('nobody is told, and the reason is recorded', () => {
  const suppression = { code: 'invalid-number' }
  const inWorkshop = { ...vehicle, visits: [visitOf(undefined, { receivedOn: day('2026-11-22') })] }
  const serviced = { ...vehicle, visits: [visitOf('2026-11-21')] }
  it.each<[string, Partial<ReminderFacts>, Partial<DueItem>, string]>([
    ['vehicle-unknown', { vehicle: undefined }, {}, '2026-11-23'],
    ['vehicle-sold', { vehicle: { ...vehicle, status: 'sold' } }, {}, '2026-11-23'],
    ['vehicle-scrapped', { vehicle: { ...vehicle, status: 'scrapped' } }, {}, '2026-11-23'],
    ['vehicle-moved_away', { vehicle: { ...vehicle, status: 'moved_away' } }, {}, '2026-11-23'],
    ['no-maintenance-plan', { dealer: dealerOf({ maintenancePlans: [] }) }, {}, '2026-11-23'],
    ['serviced-since', { vehicle: serviced }, {}, '2026-11-23'],
    ['step-unknown', {}, { step: 'no such step' }, '2026-11-22'],
    ['in-workshop', { vehicle: inWorkshop }, {}, '2026-11-23'],
    ['stale', {}, {}, '2026-12-01'],
    ['customer-unknown', { customer: undefined }, {}, '2026-11-23'],
    ['no-consent', { consent: undefined }, {}, '2026-11-23'],
    ['refused', { consent: consentOf({ state: 'refused' }) }, {}, '2026-11-23'],
    ['sms-off', { dealer: dealerOf({ smsOff: ['maintenance-reminders'] }) }, {}, '2026-11-23'],
    ['address-suppressed', { suppression }, {}, '2026-11-23'],
    ['lapsed', {}, { step: 'lapsed', decided: decided('before', 'after') }, '2027-06-07'],
  ])('%s', (reason, change, more, date) => {
    const decision = decideReminder(item(more), facts(change), local(`${date} 09:00`))
    expect(decision).toMatchObject({ kind: 'skip', reason, step: more.step ?? 'before' })
  })

  it('held back once, the next reminder waits all the same', () => {
    for (const change of [{ consent: undefined }, { vehicle: inWorkshop }, { customer: undefined }]) {
      expect(decideReminder(item(), facts(change), now)).toMatchObject({
        kind: 'skip',
        next: { step: 'after' },
      })
    }
  })

  it('seven days late is not stale, eight are', () => {
    expect(decideReminder(item(), facts(), local('2026-11-30 09:00')).kind).toBe('send')
    expect(decideReminder(item(), facts(), local('2026-12-01 00:00'))).toMatchObject({ reason: 'stale' })
  })

  it('serviced since: the new cycle waits for its first step to come', () => {
    expect(decideReminder(item(), facts({ vehicle: serviced }), now)).toMatchObject({
      next: { cycle: serviced.visits[0]?.orderId, step: 'before', dueAt: local('2027-05-07 09:00') },
    })
  })

  it('in the lapsed pool: the vehicle says so under the version that was read, and nothing more waits', () => {
    const decision = decideReminder(
      item({ step: 'lapsed', decided: decided('before', 'after') }),
      facts(),
      local('2027-06-07 09:00'),
    )
    expect(decision).toMatchObject({ kind: 'skip', next: undefined })
    expect(decision).toHaveProperty('writes', [
      vehicleRecord.put(
        { ...vehicle, serviceStatus: 'lapsed' },
        { at: local('2027-06-07 09:00'), by: 'maintenance-reminders' },
      ),
    ])
  })
})
