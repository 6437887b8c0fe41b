import { describe, expect, it } from 'vitest'
import type { Expected } from './expected.ts'
import type { Car, ChangedFact, House } from './facts.ts'
import { judge, type Accepted, type History, type Row } from './verdict.ts'

const nine = Date.parse('2027-01-08T01:00:00Z')

const carOf = (changes: ChangedFact[] = []): Car => ({
  name: 'anna',
  vehicleId: 'veh_1',
  customerId: 'cus_1',
  plate: '浙A10000',
  mobile: '+8613900000001',
  soldOn: '2026-07-22',
  consent: 'given',
  status: 'active',
  inWorkshop: false,
  policy: undefined,
  changes,
})
const specialist = { staffId: 'stf_1', email: 'e001@dealer.example', role: 'renewal_specialist' } as const
const houseWith = (car: Car): House => ({
  dealerId: 'D1',
  zone: 'Asia/Shanghai',
  reminderSweepAt: '09:00',
  smsFrom: '09:00',
  smsTo: '20:00',
  listSweepAt: '07:30',
  mailAt: '08:00',
  staff: [specialist],
  cars: [car],
})
const smsTo = (car: Car, reasons: string[] = []): Expected => ({
  kind: 'sms',
  house: houseWith(car),
  car,
  step: 'before',
  decidedAt: nine,
  reasons,
})
const mail = (plates: string[] = []): Expected => ({
  kind: 'mail',
  house: houseWith(carOf()),
  to: specialist,
  about: 'list',
  date: '2027-01-08',
  plates,
  mayHave: plates,
  must: true,
})
const smsMeaning = 'sms veh_1 before'
const mailMeaning = 'mail stf_1 list 2027-01-08'

const took = (meaning: string, more: Partial<Accepted> = {}): Accepted => ({
  meaning,
  providerId: 'from-provider',
  to: '+8613900000001',
  at: nine,
  resent: false,
  plates: [],
  cars: more.plates?.length ?? 0,
  ...more,
})
const row = (meaning: string, status: string, reason?: string): Row => ({
  meaning,
  messageId: 'msg_1',
  status,
  reason,
  providerId: undefined,
  resolvedByReceipt: false,
})
const historyOf = (more: Partial<History>): History => ({
  accepted: [],
  rows: [],
  decided: new Map(),
  waiting: [],
  doubtful: new Set(),
  spokenOf: new Set(),
  refused: new Set(),
  deadAddresses: new Set(),
  clocksOff: 0,
  ...more,
})
const kindsOf = (expected: Expected[], more: Partial<History>) =>
  judge(expected, historyOf(more)).findings.map(({ kind }) => kind)

describe('of an SMS that had to go out, the judge says', () => {
  const expected = [smsTo(carOf())]

  it('nothing, when it went out once and the ledger knows', () => {
    expect(kindsOf(expected, { accepted: [took(smsMeaning)], rows: [row(smsMeaning, 'sent')] })).toEqual([])
  })
  it('lost, when nobody has ever heard of it', () => {
    expect(kindsOf(expected, {})).toEqual(['lost'])
  })
  it('lost, when the ledger calls it sent and no provider took it', () => {
    expect(kindsOf(expected, { rows: [row(smsMeaning, 'sent')] })).toEqual(['lost'])
  })
  it('lost, when it was suppressed for a reason that is not so', () => {
    expect(kindsOf(expected, { rows: [row(smsMeaning, 'suppressed', 'refused')] })).toEqual(['lost'])
  })
  it('lost, when it was given up although no provider refused it', () => {
    expect(kindsOf(expected, { rows: [row(smsMeaning, 'failed', 'provider-unavailable')] })).toEqual(['lost'])
  })
  it('doubled, when it went out twice, whatever the ledger says', () => {
    const accepted = [took(smsMeaning), took(smsMeaning, { to: '+8613700000001' })]
    expect(kindsOf(expected, { accepted, rows: [row(smsMeaning, 'sent')] })).toEqual(['doubled'])
  })
  it('stuck, when it is still planned', () => {
    expect(kindsOf(expected, { rows: [row(smsMeaning, 'planned')] })).toEqual(['stuck'])
  })
  it('stuck, when something waits though its time has passed', () => {
    const accepted = [took(smsMeaning)]
    const rows = [row(smsMeaning, 'sent')]
    expect(kindsOf(expected, { accepted, rows, waiting: ['delivery dlv_1 (sending)'] })).toEqual(['stuck'])
  })
  it('unexplained, when it is held and no fault came near it; nothing, when one did', () => {
    const rows = [row(smsMeaning, 'held', 'in-doubt')]
    expect(kindsOf(expected, { rows })).toEqual(['unexplained'])
    expect(kindsOf(expected, { rows, doubtful: new Set([smsMeaning]) })).toEqual([])
  })
  it('unexplained, when its receipt has come and the ledger still only calls it sent', () => {
    const accepted = [took(smsMeaning)]
    const spokenOf = new Set([smsMeaning])
    expect(kindsOf(expected, { accepted, spokenOf, rows: [row(smsMeaning, 'sent')] })).toEqual([
      'unexplained',
    ])
    expect(kindsOf(expected, { accepted, spokenOf, rows: [row(smsMeaning, 'delivered')] })).toEqual([])
  })
  it('unexplained, when it went out and the ledger calls it suppressed', () => {
    const accepted = [took(smsMeaning)]
    expect(kindsOf(expected, { accepted, rows: [row(smsMeaning, 'suppressed', 'refused')] })).toEqual([
      'unexplained',
    ])
  })
})

describe('of whom and when an SMS reached, the judge says', () => {
  const expected = [smsTo(carOf())]
  const rows = [row(smsMeaning, 'sent')]
  const kinds = (more: Partial<Accepted>, history: Partial<History> = {}) =>
    kindsOf(expected, { accepted: [took(smsMeaning, more)], rows, ...history })

  it('unexplained, when it went to a number that was never theirs', () => {
    expect(kinds({ to: '+8613000000000' })).toEqual(['unexplained'])
  })
  it('unexplained, when it went out before the window opened or when it had closed', () => {
    expect(kinds({ at: nine - 1 })).toEqual(['unexplained'])
    expect(kinds({ at: nine + 11 * 3_600_000 - 1 })).toEqual([])
    expect(kinds({ at: nine + 11 * 3_600_000 })).toEqual(['unexplained'])
  })
  it('nothing, when by the clock of a worker that was wrong it was within the window', () => {
    expect(kinds({ at: nine - 60_000 }, { clocksOff: 60_000 })).toEqual([])
    expect(kinds({ at: nine - 61_000 }, { clocksOff: 1_000 })).toEqual(['unexplained'])
  })
  it('unexplained, when its row has the receipt of another message, or of none', () => {
    const others = [took(smsMeaning), took('sms veh_2 before', { providerId: 'of-another' })]
    const both = [...expected, smsTo({ ...carOf(), vehicleId: 'veh_2' })]
    const known = (providerId: string) => [
      { ...row(smsMeaning, 'sent'), providerId },
      { ...row('sms veh_2 before', 'sent'), providerId: 'of-another' },
    ]
    expect(kindsOf(both, { accepted: others, rows: known('from-provider') })).toEqual([])
    expect(kindsOf(both, { accepted: others, rows: known('of-another') })).toEqual(['unexplained'])
    expect(kindsOf(both, { accepted: others, rows: known('of-nobody') })).toEqual(['unexplained'])
  })
  it('nothing, when it was withheld because the provider had said that nothing arrives there', () => {
    const withheld = [row(smsMeaning, 'suppressed', 'address-suppressed')]
    expect(kindsOf(expected, { rows: withheld })).toEqual(['lost'])
    expect(kindsOf(expected, { rows: withheld, deadAddresses: new Set(['+8613900000001']) })).toEqual([])
  })
})

describe('of facts that change, the judge says', () => {
  const change = (more: Partial<ChangedFact>): ChangedFact => ({
    kind: 'refused',
    at: nine - 60_000,
    inFlight: false,
    ...more,
  })
  const rows = [row(smsMeaning, 'sent')]

  it('unexplained, when the customer had refused before it went out', () => {
    const expected = [smsTo(carOf([change({})]), ['refused'])]
    expect(kindsOf(expected, { accepted: [took(smsMeaning)], rows })).toEqual(['unexplained'])
  })
  it('nothing, when the refusal came afterwards or while it was on its way', () => {
    for (const each of [change({ at: nine + 60_000 }), change({ inFlight: true })]) {
      const expected = [smsTo(carOf([each]), ['refused'])]
      expect(kindsOf(expected, { accepted: [took(smsMeaning)], rows })).toEqual([])
    }
  })
  it('unexplained, when it went to the number that was given up', () => {
    const expected = [smsTo(carOf([change({ kind: 'new-number', mobile: '+8613700000001' })]))]
    expect(kindsOf(expected, { accepted: [took(smsMeaning)], rows })).toEqual(['unexplained'])
    const accepted = [took(smsMeaning, { to: '+8613700000001' })]
    expect(kindsOf(expected, { accepted, rows })).toEqual([])
  })
})

describe('of what nobody is told, the judge says', () => {
  const expected: Expected[] = [
    {
      kind: 'nothing',
      house: houseWith(carOf()),
      car: carOf(),
      step: 'before',
      decidedAt: nine,
      reason: 'refused',
    },
  ]
  it('lost, when it is not put down, or for another reason', () => {
    expect(kindsOf(expected, {})).toEqual(['lost'])
    expect(kindsOf(expected, { decided: new Map([[smsMeaning, 'stale']]) })).toEqual(['lost'])
    expect(kindsOf(expected, { decided: new Map([[smsMeaning, 'refused']]) })).toEqual([])
  })
  it('nothing, when a change that plans the car anew came while the sweep was at it', () => {
    const meanwhile = (kind: ChangedFact['kind'], inFlight: boolean): Expected[] => [
      {
        kind: 'nothing',
        house: houseWith(carOf()),
        car: carOf([{ kind, at: nine, inFlight }]),
        step: 'before',
        decidedAt: nine,
        reason: 'refused',
      },
    ]
    expect(kindsOf(meanwhile('sold', true), {})).toEqual([])
    expect(kindsOf(meanwhile('sold', false), {})).toEqual(['lost'])
    expect(kindsOf(meanwhile('came-in', true), {})).toEqual(['lost'])
  })
  it('unexplained, when it went out all the same', () => {
    const decided = new Map([[smsMeaning, 'refused']])
    expect(kindsOf(expected, { decided, accepted: [took(smsMeaning)] })).toEqual(['unexplained'])
  })
  it('unexplained, when somebody was told whom nobody expected', () => {
    expect(kindsOf([], { accepted: [took('sms veh_2 before')] })).toEqual(['unexplained'])
  })
})

describe('of a staff mail, the judge says', () => {
  const rows = [row(mailMeaning, 'sent')]
  const doubtful = new Set([mailMeaning])
  const twice = [took(mailMeaning), took(mailMeaning, { resent: true })]

  it('nothing, when it came a second time, marked, after a doubt', () => {
    expect(kindsOf([mail()], { accepted: twice, rows, doubtful })).toEqual([])
  })
  it('doubled, when the second one is not marked, or there was no doubt, or there is a third', () => {
    const unmarked = [took(mailMeaning), took(mailMeaning)]
    expect(kindsOf([mail()], { accepted: unmarked, rows, doubtful })).toEqual(['doubled'])
    expect(kindsOf([mail()], { accepted: twice, rows })).toEqual(['doubled'])
    const thrice = [...twice, took(mailMeaning, { resent: true })]
    expect(kindsOf([mail()], { accepted: thrice, rows, doubtful })).toEqual(['doubled'])
  })
  it('lost, when a car is missing from the list', () => {
    const accepted = [took(mailMeaning, { plates: ['浙A10000'] })]
    expect(kindsOf([mail(['浙A10000', '浙A10001'])], { accepted, rows })).toEqual(['lost'])
    expect(kindsOf([mail(['浙A10000'])], { accepted, rows })).toEqual([])
  })
  it('unexplained, when it names a car that is not on the list, or speaks of another number of cars', () => {
    const more = [took(mailMeaning, { plates: ['浙A10000', '浙A10001'] })]
    expect(kindsOf([mail(['浙A10000'])], { accepted: more, rows })).toEqual(['unexplained'])
    const miscounted = [took(mailMeaning, { plates: ['浙A10000'], cars: 2 })]
    expect(kindsOf([mail(['浙A10000'])], { accepted: miscounted, rows })).toEqual(['unexplained'])
  })
  it('unexplained, when it went out before the dealer’s hour', () => {
    expect(kindsOf([mail()], { accepted: [took(mailMeaning, { at: nine - 3_600_001 })], rows })).toEqual([
      'unexplained',
    ])
  })
})
