import { describe, expect, it } from 'vitest'
import { mayContact, type ContactFacts } from '../../../shared/domain/may-contact.ts'
import { customerOf, dealerOf } from '../../support/builders.ts'

const facts: ContactFacts = {
  customer: customerOf('anna'),
  consent: { state: 'given' },
  suppression: undefined,
}

describe('whether a customer may get an SMS', () => {
  it('yes, with the consent of the number’s holder', () => {
    expect(mayContact('maintenance-reminders', dealerOf(), facts)).toEqual({
      allowed: true,
      mobile: customerOf('anna').mobile,
    })
  })

  it.each<[string, Partial<ContactFacts>, boolean]>([
    ['customer-unknown', { customer: undefined }, false],
    ['sms-off', {}, true],
    ['refused', { consent: { state: 'refused' } }, false],
    ['no-consent', { consent: undefined }, false],
    ['address-suppressed', { suppression: { code: 'invalid-number' } }, false],
    // A refusal is told as such, whatever else stands against it.
    ['refused', { consent: { state: 'refused' }, suppression: { code: 'opted-out' } }, false],
  ])('no: %s', (reason, change, off) => {
    const dealer = dealerOf(off ? { smsOff: ['maintenance-reminders'] } : {})
    expect(mayContact('maintenance-reminders', dealer, { ...facts, ...change })).toEqual({
      allowed: false,
      reason,
    })
  })

  it('a purpose that is switched off switches off no other', () => {
    const dealer = dealerOf({ smsOff: ['insurance-call-lists'] })
    expect(mayContact('maintenance-reminders', dealer, facts).allowed).toBe(true)
  })
})
