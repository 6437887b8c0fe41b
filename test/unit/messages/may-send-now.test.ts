import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maySendNow, type SendFacts } from '../../../functions/messages/may-send-now.ts'
import type { CampaignVehicle } from '../../../shared/domain/campaign.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { addMinutes, timeIn } from '../../../shared/domain/time.ts'
import {
  consentOf,
  coverOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  local,
  messageRowOf,
  mobileOf,
  policyIdOf,
  repairOrderOf,
  staffOf,
  vehicleOf,
  visitOf,
} from '../../support/builders.ts'
import { morning, staffMailOf } from './delivering.ts'
import { campaignOf, campaignVehicleOf } from '../../support/campaign-builders.ts'

const sms: Message = { ...messageRowOf('anna'), deliveryId: 'dlv_aaaaaaaaaaaaaaaaaaaa' }
const mail: Message = { ...staffMailOf('lily'), deliveryId: 'dlv_aaaaaaaaaaaaaaaaaaaa' }

const facts: SendFacts = {
  dealer: dealerOf(),
  vehicle: vehicleOf('anna', { soldOn: day('2026-06-07') }),
  order: undefined,
  staff: undefined,
  manufacturer: undefined,
  customer: customerOf('anna'),
  consent: consentOf(),
  suppression: undefined,
}

describe('a customer', () => {
  it('who agreed gets the SMS at the number of now', () => {
    expect(maySendNow(sms, facts, morning)).toEqual({ kind: 'send', address: mobileOf('anna') })
  })

  it('whose record was merged since gets it, for the vehicle under either record', () => {
    const merged = { ...facts, customer: customerOf('kept') }
    const moved = vehicleOf('anna', { soldOn: day('2026-06-07'), customerId: customerIdOf('kept') })
    const send = { kind: 'send', address: mobileOf('kept') }
    expect(maySendNow(sms, merged, morning)).toEqual(send)
    expect(maySendNow(sms, { ...merged, vehicle: moved }, morning)).toEqual(send)
    const third = { ...moved, customerId: customerIdOf('new') }
    expect(maySendNow(sms, { ...merged, vehicle: third }, morning)).toEqual({
      kind: 'suppress',
      reason: 'owner-changed',
    })
  })

  it.each<[string, Partial<SendFacts>]>([
    ['vehicle-unknown', { vehicle: undefined }],
    ['vehicle-sold', { vehicle: vehicleOf('anna', { status: 'sold' }) }],
    ['vehicle-scrapped', { vehicle: vehicleOf('anna', { status: 'scrapped' }) }],
    ['vehicle-owner_erased', { vehicle: vehicleOf('anna', { status: 'owner_erased' }) }],
    ['vehicle-moved_away', { vehicle: vehicleOf('anna', { status: 'moved_away' }) }],
    ['owner-changed', { vehicle: vehicleOf('anna', { customerId: customerIdOf('new') }) }],
    ['serviced-since', { vehicle: vehicleOf('anna', { visits: [visitOf('2026-11-22')] }) }],
    ['serviced-since', { dealer: dealerOf({ maintenancePlans: [] }) }],
    [
      'in-workshop',
      { vehicle: vehicleOf('anna', { visits: [visitOf(undefined, { receivedOn: day('2026-11-23') })] }) },
    ],
    ['customer-unknown', { customer: undefined }],
    ['sms-off', { dealer: dealerOf({ smsOff: ['maintenance-reminders'] }) }],
    ['refused', { consent: consentOf({ state: 'refused' }) }],
    ['no-consent', { consent: undefined }],
    ['address-suppressed', { suppression: { code: 'opted-out' } }],
  ])('is left alone: %s', (reason, changed) => {
    expect(maySendNow(sms, { ...facts, ...changed }, morning)).toEqual({ kind: 'suppress', reason })
  })

  it('is not told for a purpose that the product does not know any more', () => {
    expect(maySendNow({ ...sms, purpose: 'gone' }, facts, morning)).toEqual({
      kind: 'suppress',
      reason: 'purpose-unknown',
    })
  })

  it('is told of a policy only while that policy governs', () => {
    const vehicle = vehicleOf('anna', { cover: { commercial: coverOf('old', '2026-12-20') } })
    const told: Message = { ...sms, purpose: 'insurance-call-lists', cycle: policyIdOf('old') }
    expect(maySendNow(told, { ...facts, vehicle }, morning).kind).toBe('send')
    const renewed = vehicleOf('anna', { cover: { commercial: coverOf('new', '2027-12-20') } })
    expect(maySendNow(told, { ...facts, vehicle: renewed }, morning)).toEqual({
      kind: 'suppress',
      reason: 'renewed-since',
    })
  })

  describe('of a service on 2026-12-07', () => {
    // Fourteen days before it, and seven after.
    const [before, after] = ['2026-11-23', '2026-12-14']
    const verdictOn = (on: string, step: string, dealer = dealerOf()) =>
      maySendNow({ ...sms, step }, { ...facts, dealer }, local(`${on} 10:00`))
    const patient = dealerOf({ maintenance: { staleAfterDays: 60 } })

    it.each([
      ['before', before, undefined],
      ['before', '2026-11-30', undefined],
      ['before', '2026-12-01', 'stale'],
      ['before', '2027-01-02', 'stale'],
      ['after', after, undefined],
      ['after', '2026-12-21', undefined],
      ['after', '2026-12-22', 'stale'],
    ])('the reminder %s it on %s: %s', (step, on, reason) => {
      expect(verdictOn(on, step)).toMatchObject(
        reason === undefined ? { kind: 'send' } : { kind: 'suppress', reason },
      )
    })

    it('the one before it does not go beside the one after it, however late is stale', () => {
      expect(verdictOn('2026-12-13', 'before', patient).kind).toBe('send')
      expect(verdictOn(after, 'before', patient)).toEqual({ kind: 'suppress', reason: 'superseded' })
      expect(verdictOn(after, 'after', patient).kind).toBe('send')
    })

    it('the one after it goes also when the car counts as lapsed by then', () => {
      const lapsing = dealerOf({ maintenance: { lapsedAfterMonths: 1 } })
      expect(verdictOn('2026-12-16', 'after', lapsing).kind).toBe('send')
    })
  })

  it('is never disturbed outside the window, and always within a day after', () => {
    const minutes = fc.integer({ min: 0, max: 3 * 1440 })
    fc.assert(
      fc.property(minutes, (offset) => {
        const now = addMinutes(local('2026-11-23 00:00'), offset)
        const verdict = maySendNow(sms, facts, now)
        const at = verdict.kind === 'defer' ? verdict.until : now
        const time = timeIn(at, 'Asia/Shanghai')
        expect(time >= '09:00' && time < '20:00').toBe(true)
        expect(Date.parse(at) - Date.parse(now)).toBeLessThanOrEqual(13 * 3_600_000)
        if (verdict.kind === 'defer') expect(time).toBe('09:00')
        // What is deferred goes then.
        expect(maySendNow(sms, facts, at).kind).toBe('send')
      }),
    )
  })
})

describe('a member of staff', () => {
  const staff = staffOf('lily')

  it('gets the mail at any hour', () => {
    const address = staff.email
    expect(maySendNow(mail, { ...facts, staff }, local('2026-11-23 03:00'))).toEqual({
      kind: 'send',
      address,
    })
  })

  it.each<[string, Partial<SendFacts>]>([
    ['staff-left', { staff: undefined }],
    ['staff-left', { staff: staffOf('lily', { leftOn: day('2026-11-22') }) }],
    ['no-mail-address', { staff: staffOf('lily', { email: undefined }) }],
    ['address-suppressed', { staff, suppression: { code: 'invalid-address' } }],
  ])('is left alone: %s', (reason, changed) => {
    expect(maySendNow(mail, { ...facts, ...changed }, morning)).toEqual({ kind: 'suppress', reason })
  })

  it('works on the last day still', () => {
    const leaving = staffOf('lily', { leftOn: day('2026-11-23') })
    expect(maySendNow(mail, { ...facts, staff: leaving }, morning).kind).toBe('send')
  })
})

describe('a promise of delivery', () => {
  const promise = {
    at: addMinutes(morning, 60),
    number: 2,
    changes: [{ promisedAt: addMinutes(morning, 60), at: morning, by: 'test' }],
  }
  const order = repairOrderOf('promised', { status: 'in_work', deliveredOn: undefined, promise })
  const told: Message = {
    ...sms,
    purpose: 'repair-status',
    cycle: order.orderId,
    step: 'promise-2',
  }
  const standing: SendFacts = { ...facts, order, consent: undefined }

  it('goes out while it is the latest and lies ahead, without consent, also of a car that was sold', () => {
    const sold = { ...standing, vehicle: vehicleOf('anna', { status: 'sold' }) }
    for (const each of [standing, sold]) {
      expect(maySendNow(told, each, morning)).toEqual({ kind: 'send', address: mobileOf('anna') })
    }
  })

  it.each<[string, Partial<SendFacts>]>([
    ['order-unknown', { order: undefined }],
    ['order-unknown', { order: { ...order, promise: undefined } }],
    ['delivered-since', { order: { ...order, status: 'delivered' } }],
    ['cancelled-since', { order: { ...order, status: 'cancelled' } }],
    ['promise-changed-since', { order: { ...order, promise: { ...promise, number: 3 } } }],
    ['promise-passed', { order: { ...order, promise: { ...promise, at: morning } } }],
    ['owner-changed', { vehicle: vehicleOf('anna', { customerId: customerIdOf('new') }) }],
    ['refused', { consent: consentOf({ purpose: 'repair-status', state: 'refused' }) }],
    ['sms-off', { dealer: dealerOf({ smsOff: ['repair-status'] }) }],
    ['address-suppressed', { suppression: { code: 'opted-out' } }],
    ['customer-unknown', { customer: undefined }],
  ])('is not told any more: %s', (reason, changed) => {
    expect(maySendNow(told, { ...standing, ...changed }, morning)).toEqual({ kind: 'suppress', reason })
  })

  it('to who brought the car does not ask whose car it is now', () => {
    const presenter: Message = { ...told, recipient: { kind: 'presenter', id: order.orderId } }
    const sold = { ...standing, vehicle: vehicleOf('anna', { customerId: customerIdOf('new') }) }
    expect(maySendNow(presenter, sold, morning)).toMatchObject({ kind: 'send' })
  })

  it('waits for the dealer’s hours', () => {
    const late = addMinutes(morning, -120)
    const until = maySendNow(told, standing, late)
    expect(until).toMatchObject({ kind: 'defer' })
  })
})

describe('the reminder of an appointment', () => {
  const appointmentAt = local('2026-11-24 09:00')
  const order = repairOrderOf('visit', { status: 'appointment', deliveredOn: undefined, appointmentAt })
  const told: Message = {
    ...sms,
    purpose: 'appointment-reminders',
    cycle: order.orderId,
    step: appointmentAt,
  }
  const standing: SendFacts = { ...facts, order, consent: undefined }

  it('goes out while the car is expected at that time, without consent, though it is in the workshop now', () => {
    const inWorkshop = vehicleOf('anna', { visits: [visitOf(undefined, { receivedOn: day('2026-11-23') })] })
    for (const each of [standing, { ...standing, vehicle: inWorkshop }]) {
      expect(maySendNow(told, each, morning)).toEqual({ kind: 'send', address: mobileOf('anna') })
    }
  })

  it.each<[string, Partial<SendFacts>]>([
    ['order-unknown', { order: undefined }],
    ['cancelled-since', { order: { ...order, status: 'cancelled' } }],
    ['no-show', { order: { ...order, status: 'no_show' } }],
    ['arrived-since', { order: { ...order, status: 'received' } }],
    ['rescheduled-since', { order: { ...order, appointmentAt: local('2026-11-27 09:00') } }],
    ['rescheduled-since', { order: { ...order, appointmentAt: local('2026-11-24 14:00') } }],
    ['vehicle-unknown', { vehicle: undefined }],
    ['vehicle-sold', { vehicle: vehicleOf('anna', { status: 'sold' }) }],
    ['owner-changed', { vehicle: vehicleOf('anna', { customerId: customerIdOf('new') }) }],
    ['refused', { consent: consentOf({ purpose: 'appointment-reminders', state: 'refused' }) }],
    ['sms-off', { dealer: dealerOf({ smsOff: ['appointment-reminders'] }) }],
    ['address-suppressed', { suppression: { code: 'opted-out' } }],
    ['customer-unknown', { customer: undefined }],
  ])('does not go out any more: %s', (reason, changed) => {
    expect(maySendNow(told, { ...standing, ...changed }, morning)).toEqual({ kind: 'suppress', reason })
  })

  it('never goes out just before the appointment, or after it, as the dealer has set it', () => {
    const verdict = (at: string, staleWithinHours = 2) =>
      maySendNow(told, { ...standing, dealer: dealerOf({ appointments: { staleWithinHours } }) }, local(at))
    const early: Message = { ...told, step: local('2026-11-24 12:00') }
    const noon = { ...standing, order: { ...order, appointmentAt: local('2026-11-24 12:00') } }
    expect(maySendNow(early, noon, local('2026-11-24 09:59'))).toMatchObject({ kind: 'send' })
    expect(maySendNow(early, noon, local('2026-11-24 10:00'))).toEqual({ kind: 'suppress', reason: 'stale' })
    for (const hours of [0, 2]) {
      expect(verdict('2026-11-24 09:00', hours)).toEqual({ kind: 'suppress', reason: 'stale' })
      expect(verdict('2026-11-26 10:00', hours)).toEqual({ kind: 'suppress', reason: 'stale' })
    }
  })

  it('to who brings the car does not ask whose car it is now', () => {
    const presenter: Message = { ...told, recipient: { kind: 'presenter', id: order.orderId } }
    const sold = { ...standing, vehicle: vehicleOf('anna', { customerId: customerIdOf('new') }) }
    expect(maySendNow(presenter, sold, morning)).toMatchObject({ kind: 'send' })
  })

  it('waits for the dealer’s hours', () => {
    const opens = local('2026-11-23 09:00')
    expect(maySendNow(told, standing, addMinutes(opens, -60))).toEqual({ kind: 'defer', until: opens })
  })
})

describe('a recall', () => {
  const told: Message = { ...sms, purpose: 'recall-notices', messageClass: 'safety', step: 'notice' }
  const campaign = campaignOf()
  const mark = campaignVehicleOf(vehicleOf('anna').vin)
  const standing: SendFacts = { ...facts, consent: undefined, recall: { campaign, marks: [mark] } }
  const recalled = (more: Partial<CampaignVehicle>) => ({ campaign, marks: [{ ...mark, ...more }] })

  it('goes out while the work is to be done, without consent and whatever was refused', () => {
    const refused = consentOf({ purpose: 'recall-notices', state: 'refused' })
    for (const consent of [undefined, refused]) {
      expect(maySendNow(told, { ...standing, consent }, morning)).toEqual({
        kind: 'send',
        address: mobileOf('anna'),
      })
    }
  })

  it('waits for the hours in which customers may be disturbed', () => {
    expect(maySendNow(told, standing, local('2026-11-23 20:30'))).toEqual({
      kind: 'defer',
      until: local('2026-11-24 09:00'),
    })
  })

  it.each<[string, Partial<SendFacts>]>([
    ['campaign-unknown', { recall: undefined }],
    ['campaign-withdrawn', { recall: { campaign: { ...campaign, status: 'withdrawn' }, marks: [mark] } }],
    ['campaign-closed', { recall: { campaign: { ...campaign, status: 'closed' }, marks: [mark] } }],
    ['not-a-recall', { recall: { campaign: { ...campaign, kind: 'service_campaign' }, marks: [mark] } }],
    ['taken-off-list', { recall: { campaign, marks: [] } }],
    ['taken-off-list', { recall: recalled({ lists: [1] }) }],
    ['done-since', { recall: recalled({ status: 'done_here' }) }],
    ['done-since', { recall: recalled({ status: 'done_elsewhere' }) }],
    ['not-applicable', { recall: recalled({ status: 'not_applicable' }) }],
    ['vehicle-unknown', { vehicle: undefined }],
    ['vehicle-sold', { vehicle: vehicleOf('anna', { status: 'sold' }) }],
    ['owner-changed', { vehicle: vehicleOf('anna', { customerId: customerIdOf('new') }) }],
    ['sms-off', { dealer: dealerOf({ smsOff: ['recall-notices'] }) }],
    ['address-suppressed', { suppression: { code: 'opted-out' } }],
    ['customer-unknown', { customer: undefined }],
  ])('does not go out any more: %s', (reason, changed) => {
    expect(maySendNow(told, { ...standing, ...changed }, morning)).toEqual({ kind: 'suppress', reason })
  })
})
