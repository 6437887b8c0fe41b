import { beforeEach, describe, expect, it } from 'vitest'
import { mayContact } from '../../../shared/domain/may-contact.ts'
import { readConsents, recordConsent } from '../../../shared/http/routes/contacts.ts'
import { smsFactsOf } from '../../../shared/due/contact-facts.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import {
  consentOf,
  contactPointOf,
  customerIdOf,
  customerOf,
  dealerOf,
  local,
  mobileOf,
  staffIdOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { advisor, stranger } from './customer-accounts.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const anna = { mobile: mobileOf('anna') }
const word = { purpose: 'maintenance-reminders', channel: 'sms', source: '前台' } as const

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna')),
    ...puts(contactPointRecord, contactPointOf(anna.mobile)),
  )
})

const say = (state: 'given' | 'refused' | 'withdrawn', more: object = {}, params = anna) =>
  api.as(advisor)(recordConsent, { params, body: { ...word, state, ...more } })
const verdict = async () => {
  const facts = await smsFactsOf(api.store, 'D001', 'maintenance-reminders', [customerIdOf('anna')])
  const found = mayContact('maintenance-reminders', dealerOf(), facts.get(customerIdOf('anna'))!)
  return found.allowed ? 'allowed' : found.reason
}

describe('POST /contacts/{mobile}/consents', () => {
  it('a refusal at the desk binds from then on, and only the customer’s own word undoes it', async () => {
    expect(await verdict()).toBe('allowed')
    await say('refused')
    expect(await verdict()).toBe('refused')
    await say('withdrawn')
    expect(await verdict()).toBe('refused')
    await say('given', { source: '电话' })
    expect(await verdict()).toBe('allowed')
    await say('withdrawn')
    expect(await verdict()).toBe('no-consent')
  })

  it('tells the whole history: each word, where it comes from, when it was said and who wrote it down', async () => {
    const reply = await say('refused', { saidOn: '2026-11-20' })
    expect(reply).toMatchObject({
      ok: true,
      body: {
        mobile: anna.mobile,
        consents: [
          {
            state: 'refused',
            history: [
              { state: 'given', source: 'import' },
              {
                state: 'refused',
                source: '前台',
                at: local('2026-11-23 10:00'),
                saidOn: '2026-11-20',
                by: staffIdOf('A1'),
              },
            ],
          },
        ],
      },
    })
    const read = await api.as(advisor)(readConsents, { params: { mobile: anna.mobile.slice(3) } })
    expect(read).toMatchObject({ ok: true, body: reply.ok ? reply.body : {} })
  })

  it('is about one purpose, and leaves the others', async () => {
    await say('refused', { purpose: 'insurance-call-lists' })
    expect(await verdict()).toBe('allowed')
  })

  it('takes the first word of a number that nobody has heard of, and of one alone', async () => {
    const fresh = { mobile: '139 0013 9000' }
    expect(await api.as(advisor)(readConsents, { params: fresh })).toMatchObject({ status: 404 })
    expect(await say('given', {}, fresh)).toMatchObject({ ok: true, body: { mobile: '+8613900139000' } })
    expect(await api.as(advisor)(readConsents, { params: fresh })).toMatchObject({ ok: true })
  })

  it('is written once under one key', async () => {
    const given = {
      params: anna,
      body: { ...word, state: 'refused' as const },
      idempotencyKey: 'key-12345678',
    }
    const first = await api.as(advisor)(recordConsent, given)
    expect(await api.as(advisor)(recordConsent, given)).toEqual(first)
    const read = await api.as(advisor)(readConsents, { params: anna })
    expect(read.ok && read.body.consents[0]!.history).toHaveLength(2)
  })

  it('is written behind the word of somebody else who was faster', async () => {
    let other = true
    api.table.onCommit = () => {
      if (other) {
        const known = api.table.all().find(({ pk }) => pk === `D001#contact#${anna.mobile}`)!
        api.table.put({ ...known, consents: [consentOf({ state: 'refused' })], version: 2 })
      }
      other = false
      return undefined
    }
    const reply = await say('withdrawn')
    expect(reply).toMatchObject({ ok: true, body: { consents: [{ state: 'refused' }] } })
  })

  it('keeps two hundred words, the last ones', async () => {
    const history = Array.from({ length: 200 }, (_, index) => ({
      state: 'given' as const,
      source: `word ${String(index)}`,
      at: local('2026-01-01 10:00'),
    }))
    const known = contactPointOf('+8613900139000', { consents: [consentOf({ history })] })
    await save(api.store, ...puts(contactPointRecord, known))
    const reply = await say('refused', {}, { mobile: '+8613900139000' })
    const kept = reply.ok ? reply.body.consents[0]!.history.map(({ source }) => source) : []
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([200, 'word 1', '前台'])
  })

  it.each([
    ['params.mobile', { mobile: '0571-88880000' }, {}, 'wrong-format'],
    ['body.source', anna, { source: 'Import 2026' }, 'invalid'],
    ['body.saidOn', anna, { saidOn: '2026-11-24' }, 'too-far-ahead'],
    ['body.channel', anna, { channel: 'mail' }, 'not-a-choice'],
    ['body.purpose', anna, { purpose: 'anything' }, 'not-a-choice'],
  ])('refuses a %s that cannot be', async (path, params, more, reason) => {
    const before = api.table.all()
    const reply = await api.as(advisor)(recordConsent, {
      params,
      body: { ...word, state: 'given', ...more } as never,
    })
    expect(reply).toMatchObject({ status: 422, problem: { errors: [{ path, reason }] } })
    expect(api.table.all()).toEqual(before)
  })

  it('is each dealer’s own', async () => {
    expect(await api.as(stranger)(readConsents, { params: anna })).toMatchObject({ status: 404 })
    await api.as(stranger)(recordConsent, { params: anna, body: { ...word, state: 'refused' } })
    expect(await verdict()).toBe('allowed')
  })
})
