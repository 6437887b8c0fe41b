import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimLines } from '../../../shared/domain/warranty/claim-lines.ts'
import { chargedTo, claimableFen, deservesClaim } from '../../../shared/domain/warranty/deserves-claim.ts'
import { evidenceMissing } from '../../../functions/warranty/evidence-missing.ts'
import { moneyAtRisk } from '../../../functions/warranty/money-at-risk.ts'
import { needsAuthorization } from '../../../functions/warranty/needs-authorization.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { RepairKind, RepairOrderStatus } from '../../../shared/domain/order.ts'
import { Payer } from '../../../shared/domain/order-lines.ts'
import {
  MOST_CLAIM_LINES,
  WarrantyClaimStatus,
  type WarrantyClaim,
} from '../../../shared/domain/warranty-claim.ts'
import { ClaimDeadlines, defaultClaimDeadlines } from '../../../shared/domain/warranty/claim-days.ts'
import { claimDeadline } from '../../../shared/domain/warranty/claim-deadline.ts'
import {
  AuthorizationRule,
  EvidenceRule,
  defaultAuthorizationRules,
  defaultEvidenceRules,
} from '../../../shared/domain/warranty/claim-settings.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { day, instant, local, repairOrderOf, stampAt } from '../../support/builders.ts'
import { claimOf, laborOf, lineOf, partOf } from './claim-facts.ts'

const today = day('2026-11-23')
const zone = 'Asia/Shanghai'
const paid = (more: Partial<RepairOrder> = {}) =>
  repairOrderOf('one', {
    kind: 'warranty',
    settlement: 'manufacturer',
    receivedOn: day('2026-11-01'),
    deliveredOn: day('2026-11-20'),
    ...more,
  })

describe('which orders open a claim', () => {
  it.each([
    ['2026-11-23', true, undefined],
    ['2026-11-01', true, undefined],
    ['2026-10-01', true, undefined],
    ['2026-09-30', false, 'history'],
    ['2026-11-24', false, 'delivered-in-future'],
  ])('settled by the manufacturer, delivered on %s, seen on 23 November: %s %s', (on, deserved, reason) => {
    const verdict = deservesClaim(paid({ receivedOn: day('2026-09-01'), deliveredOn: day(on) }), today)
    expect(verdict).toMatchObject(deserved ? { deserved } : { deserved, reason })
  })

  it('the previous month of January is December', () => {
    const january = day('2027-01-31')
    expect(deservesClaim(paid({ deliveredOn: day('2026-12-01') }), january).deserved).toBe(true)
    expect(deservesClaim(paid({ deliveredOn: day('2026-11-30') }), january)).toEqual({
      deserved: false,
      reason: 'history',
    })
  })

  it.each<[Partial<RepairOrder>, object]>([
    [{}, { kind: 'warranty', amountFen: 30_000, because: 'manufacturer-pays' }],
    [{ kind: 'repair' }, { kind: 'warranty' }],
    [{ kind: 'maintenance' }, { kind: 'free_service', because: 'manufacturer-pays' }],
    [{ kind: 'first_service' }, { kind: 'free_service', because: 'free-first-service' }],
    // Nobody is charged: the manufacturer pays its flat sum.
    [
      { kind: 'first_service', settlement: 'customer', laborFen: 0, partsFen: 0, totalFen: 0 },
      { kind: 'free_service', amountFen: 0, because: 'free-first-service' },
    ],
    [{ kind: 'first_service', settlement: 'customer' }, { reason: 'customer-pays' }],
    [{ settlement: 'customer' }, { reason: 'customer-pays' }],
    [{ settlement: 'insurer' }, { reason: 'insurer-pays' }],
    [{ kind: 'accident' }, { reason: 'accident' }],
    [{ laborFen: 0, partsFen: 0, totalFen: 0 }, { reason: 'nothing-charged' }],
    [{ status: 'invoiced', deliveredOn: undefined }, { reason: 'not-delivered' }],
    [{ status: 'in_work', deliveredOn: undefined }, { reason: 'not-delivered' }],
    [{ status: 'cancelled', deliveredOn: undefined }, { reason: 'came-to-nothing' }],
    [{ status: 'no_show', deliveredOn: undefined }, { reason: 'came-to-nothing' }],
    // The customer pays the rest: what the manufacturer pays is claimed.
    [
      {
        settlement: 'customer',
        labor: [laborOf(5_000), laborOf(10_000, 'customer')],
        parts: [partOf(2_000)],
        laborFen: 15_000,
        partsFen: 2_000,
        totalFen: 17_000,
      },
      { kind: 'warranty', amountFen: 7_000 },
    ],
    // A service that the customer pays, and a part that failed: what the manufacturer pays is no free service.
    [
      {
        kind: 'maintenance',
        settlement: 'customer',
        labor: [laborOf(10_000, 'customer')],
        parts: [partOf(2_000)],
        laborFen: 10_000,
        partsFen: 2_000,
        totalFen: 12_000,
      },
      { kind: 'warranty', amountFen: 2_000 },
    ],
    // A first one is free, whatever the customer buys besides.
    [
      {
        kind: 'first_service',
        settlement: 'customer',
        labor: [laborOf(10_000)],
        parts: [partOf(2_000, 'customer')],
        laborFen: 10_000,
        partsFen: 2_000,
        totalFen: 12_000,
      },
      { kind: 'free_service', amountFen: 10_000 },
    ],
  ])('%j: %j', (more, expected) => {
    expect(deservesClaim(paid(more), today)).toMatchObject(expected)
  })

  it('those of a campaign do, whoever is said to pay', () => {
    expect(deservesClaim(paid({ settlement: 'customer', campaignCode: 'SC2026-07' }), today)).toEqual({
      deserved: true,
      kind: 'campaign',
      amountFen: 0,
      because: 'campaign',
    })
  })

  it('an invoice says who pays what, whatever the lines said before', () => {
    const invoice = {
      charges: [{ payer: 'manufacturer' as const, laborFen: 1, partsFen: 2, totalFen: 3 }],
      totalFen: 3,
      ...stampAt(instant('2026-11-20T04:00:00.000Z')),
    }
    expect(chargedTo(paid({ invoice }), 'manufacturer')).toBe(3)
    expect(chargedTo(paid({ invoice }), 'customer')).toBe(0)
  })

  const anyOrder: fc.Arbitrary<RepairOrder> = fc
    .record({
      kind: fc.constantFrom(...RepairKind.options),
      status: fc.constantFrom(...RepairOrderStatus.options),
      settlement: fc.constantFrom(...Payer.options),
      labor: fc.array(fc.tuple(fc.nat(9_000), fc.constantFrom(...Payer.options)), { maxLength: 90 }),
      parts: fc.array(fc.tuple(fc.nat(9_000), fc.constantFrom(...Payer.options)), { maxLength: 9 }),
      brought: fc.nat(5_000),
    })
    .map(({ labor, parts, brought, ...more }) => {
      const laborFen = labor.reduce((sum, [amount]) => sum + amount, 0)
      const partsFen = parts.reduce((sum, [amount]) => sum + amount, 0)
      return paid({
        ...more,
        labor: labor.map(([amount, payer]) => laborOf(amount, payer)),
        parts: parts.map(([amount, payer]) => partOf(amount, payer)),
        laborFen,
        partsFen,
        totalFen: laborFen + partsFen + brought,
      })
    })

  it('what all payers are charged is what the order comes to', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const charged = Payer.options.reduce((sum, payer) => sum + chargedTo(order, payer), 0)
        expect(charged).toBe(order.totalFen)
      }),
    )
  })

  it('the lines of a claim come to what the order charges the manufacturer, and are never too many', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const lines = claimLines(order)
        expect(lines.reduce((sum, { claimedFen }) => sum + claimedFen, 0)).toBe(
          chargedTo(order, 'manufacturer'),
        )
        expect(claimableFen(order)).toBe(chargedTo(order, 'manufacturer'))
        expect(lines.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1))
        expect(lines.length).toBeGreaterThan(0)
        expect(lines.length).toBeLessThanOrEqual(MOST_CLAIM_LINES)
      }),
    )
  })

  it('the last line stands for the rest where there are more than a claim may have', () => {
    const labor = Array.from({ length: MOST_CLAIM_LINES + 5 }, () => laborOf(100))
    const laborFen = labor.length * 100
    const lines = claimLines(paid({ labor, laborFen, partsFen: 0, totalFen: laborFen }))
    expect(lines).toHaveLength(MOST_CLAIM_LINES)
    expect(lines.at(-2)).toMatchObject({ operation: { code: 'A100' }, claimedFen: 100 })
    expect(lines.at(-1)).toEqual({ line: MOST_CLAIM_LINES, claimedFen: 600 })
  })

  it('lines bring the operation, the part and what the customer complained of', () => {
    const order = paid({
      labor: [laborOf(5_000), laborOf(9_000, 'customer')],
      parts: [partOf(2_000)],
      laborFen: 14_000,
      partsFen: 2_000,
      totalFen: 16_000,
      settlement: 'customer',
      intake: { complaint: '行驶异响', ...stampAt(instant('2026-11-01T02:00:00.000Z')) },
    })
    expect(claimLines(order)).toEqual([
      {
        line: 1,
        complaint: '行驶异响',
        operation: { code: 'A100', name: '更换轴承', laborHours: 1 },
        claimedFen: 5_000,
      },
      {
        line: 2,
        complaint: '行驶异响',
        part: { partNumber: 'P-1000', name: '轴承', quantity: 1 },
        claimedFen: 2_000,
      },
    ])
  })
})

describe('a prior authorization', () => {
  const part = (partNumber: string) => ({ partNumber, name: '总成', quantity: 1 })
  const rule = (more: Partial<AuthorizationRule>) =>
    AuthorizationRule.parse({ manufacturer: '长城', kinds: ['warranty'], source: '索赔手册', ...more })

  it.each([
    [299_999, false],
    [300_000, true],
  ])('of %i fen by default is asked for: %s', (fen, needed) => {
    const claim = claimOf('a', { lines: [lineOf(1, fen - 100), lineOf(2, 100)] })
    expect(needsAuthorization(claim, defaultAuthorizationRules).needed).toBe(needed)
  })

  it('is always asked for goodwill', () => {
    const claim = claimOf('a', { kind: 'goodwill', lines: [lineOf(1, 1)] })
    expect(needsAuthorization(claim, defaultAuthorizationRules).needed).toBe(true)
  })

  it('is asked for parts and operations of the manufacturer’s list, and names the lines', () => {
    const rules = [rule({ partPrefixes: ['ENG-'], operationPrefixes: ['B'] })]
    const operation = { code: 'B200', name: '更换总成', laborHours: 8 }
    const lines = [lineOf(1, 1), lineOf(2, 1, { part: part('ENG-77') }), lineOf(3, 1, { operation })]
    expect(needsAuthorization(claimOf('a', { lines }), rules)).toEqual({
      needed: true,
      because: [
        { because: 'part', line: 2, source: '索赔手册' },
        { because: 'operation', line: 3, source: '索赔手册' },
      ],
      standing: 'not-asked',
    })
    expect(needsAuthorization(claimOf('a', { lines, manufacturer: '长安福特' }), rules).needed).toBe(false)
    expect(needsAuthorization(claimOf('a', { lines, kind: 'free_service' }), rules).needed).toBe(false)
  })

  it.each([
    [undefined, 'not-asked'],
    [{ state: 'asked' }, 'asked'],
    [{ state: 'refused' }, 'refused'],
    [{ state: 'granted' }, 'granted'],
    [{ state: 'granted', upToFen: 400_000 }, 'granted'],
    [{ state: 'granted', upToFen: 399_999 }, 'granted-for-less'],
  ] as const)('%j of a claim of 400,000 fen stands as %s', (given, standing) => {
    const stamp = stampAt(instant('2026-11-20T04:00:00.000Z'))
    const authorization = given === undefined ? undefined : { ...given, ...stamp }
    const claim = claimOf('a', { lines: [lineOf(1, 400_000)], authorization })
    expect(needsAuthorization(claim, defaultAuthorizationRules)).toMatchObject({ standing })
  })

  it('a rule that asks for nothing is none', () => {
    expect(AuthorizationRule.safeParse({ manufacturer: '*', kinds: ['warranty'], source: 'x' }).success).toBe(
      false,
    )
  })
})

describe('what a claim lacks', () => {
  const rules = { evidence: defaultEvidenceRules, authorization: defaultAuthorizationRules }
  const lacks = (claim: WarrantyClaim) =>
    evidenceMissing(claim, rules).map((each) =>
      'line' in each && each.line !== undefined ? `${each.what}@${String(each.line)}` : each.what,
    )
  const proof = (kind: WarrantyClaim['evidence'][number]['kind'], line?: number) => ({
    kind,
    line,
    reference: 'nas/1.jpg',
    ...stampAt(instant('2026-11-20T04:00:00.000Z')),
  })
  const part = { partNumber: 'P-1', name: '轴承', quantity: 1 }

  it.each<[string, Partial<WarrantyClaim>, string[]]>([
    ['a repair', {}, ['photo']],
    ['a repair with its photo', { evidence: [proof('photo')] }, []],
    ['a car that was fetched', { rescued: true, evidence: [proof('photo')] }, ['rescue_report']],
    [
      'two parts, one tagged',
      {
        lines: [lineOf(1, 1, { part }), lineOf(2, 1, { part })],
        evidence: [proof('photo'), proof('old_part', 1)],
      },
      ['old_part@2'],
    ],
    [
      'a line without words',
      { lines: [lineOf(1, 1, { cause: ' ', correction: undefined })], evidence: [proof('photo')] },
      ['cause@1', 'correction@1'],
    ],
    [
      'a free service: no fault, no words',
      { kind: 'free_service', lines: [{ line: 1, claimedFen: 1 }] },
      ['signed_voucher'],
    ],
    ['a free service with its voucher', { kind: 'free_service', evidence: [proof('signed_voucher')] }, []],
    ['a campaign', { kind: 'campaign' }, ['photo', 'signed_voucher']],
    ['a large sum', { lines: [lineOf(1, 300_000)], evidence: [proof('photo')] }, ['authorization']],
    ['goodwill', { kind: 'goodwill', evidence: [proof('photo')] }, ['approval', 'authorization']],
  ])('%s: %j', (_, more, expected) => {
    expect(lacks(claimOf('a', more))).toEqual(expected)
  })

  it('says how many more', () => {
    const rule = EvidenceRule.parse({ ...defaultEvidenceRules[0], atLeast: 3 })
    const claim = claimOf('a', { evidence: [proof('photo')] })
    expect(evidenceMissing(claim, { evidence: [rule], authorization: [] })).toMatchObject([
      { what: 'photo', count: 2 },
    ])
  })

  it('more evidence never makes more missing', () => {
    const anyProof = fc
      .tuple(
        fc.constantFrom('photo', 'rescue_report', 'signed_voucher', 'old_part', 'approval'),
        fc.constantFrom(1, 2, undefined),
      )
      .map(([kind, line]) => proof(kind, line))
    const anyClaim = fc
      .record({
        kind: fc.constantFrom('warranty', 'free_service', 'campaign', 'goodwill'),
        rescued: fc.boolean(),
        evidence: fc.array(anyProof, { maxLength: 5 }),
      })
      .map((more) => claimOf('a', { ...more, lines: [lineOf(1, 5, { part }), lineOf(2, 5, { part })] }))
    fc.assert(
      fc.property(anyClaim, anyProof, (claim, one) => {
        const after = lacks({ ...claim, evidence: [...claim.evidence, one] })
        expect(lacks(claim)).toEqual(expect.arrayContaining(after))
      }),
    )
  })

  it('by default is asked for by well-formed rules', () => {
    expect(defaultEvidenceRules.map((rule) => EvidenceRule.parse(rule))).toEqual(defaultEvidenceRules)
    expect(defaultAuthorizationRules.map((rule) => AuthorizationRule.parse(rule))).toEqual(
      defaultAuthorizationRules,
    )
    expect(ClaimDeadlines.parse(defaultClaimDeadlines)).toEqual(defaultClaimDeadlines)
  })
})

describe('the money at risk', () => {
  const answered = (verdict: 'returned' | 'refused', at: string) => ({
    status: verdict,
    answers: [{ verdict, at: local(at), by: 'test' }],
  })

  it.each<[string, Partial<WarrantyClaim>, object | undefined]>([
    ['opened on the day of the delivery', {}, { step: 'submit', dueOn: '2026-11-20' }],
    ['opened after it', { openedAt: local('2026-11-23 00:10') }, { step: 'submit', dueOn: '2026-11-23' }],
    ['returned', answered('returned', '2026-11-21 09:00'), { step: 'resubmit', dueOn: '2026-11-28' }],
    ['refused', answered('refused', '2026-11-21 23:59'), { step: 'appeal', dueOn: '2026-12-06' }],
    ['approved', { status: 'approved' }, undefined],
    ['settled', { status: 'settled' }, undefined],
  ])('%s: %j is due next', (_, more, expected) => {
    expect(claimDeadline(claimOf('a', more), defaultClaimDeadlines, zone)).toEqual(expected)
  })

  it('is gathered by what is due when, the nearest first, and what waits stands apart', () => {
    const claims = [
      claimOf('late', { lines: [lineOf(1, 100)] }),
      claimOf('late-too', { lines: [lineOf(1, 10), lineOf(2, 5)] }),
      claimOf('now', { deliveredOn: today, openedAt: local('2026-11-23 10:00'), lines: [lineOf(1, 1_000)] }),
      claimOf('later', { ...answered('returned', '2026-11-22 09:00'), lines: [lineOf(1, 10_000)] }),
      claimOf('cut', { status: 'approved', lines: [lineOf(1, 900, { approvedFen: 700 })] }),
      claimOf('done', { status: 'settled', lines: [lineOf(1, 77)] }),
      claimOf('gone', { status: 'withdrawn', lines: [lineOf(1, 77)] }),
    ]
    const risk = moneyAtRisk(claims, defaultClaimDeadlines, { today, zone })
    expect(risk.groups.map(({ claimIds, ...group }) => [group, claimIds.length])).toEqual([
      [{ step: 'submit', dueOn: '2026-11-20', standing: 'overdue', fen: 115 }, 2],
      [{ step: 'submit', dueOn: '2026-11-23', standing: 'today', fen: 1_000 }, 1],
      [{ step: 'resubmit', dueOn: '2026-11-29', standing: 'later', fen: 10_000 }, 1],
    ])
    expect(risk).toMatchObject({ waiting: { fen: 700 }, overdueFen: 115, totalFen: 11_815 })
  })

  it('counts each unsettled claim once, to the fen', () => {
    const anyClaim = fc
      .record({
        status: fc.constantFrom(...WarrantyClaimStatus.options),
        fens: fc.array(fc.nat(10_000), { minLength: 1, maxLength: 4 }),
        after: fc.nat(40),
        name: fc.uuid(),
      })
      .map(({ status, fens, after, name }) =>
        claimOf(name, {
          status,
          deliveredOn: addDays(day('2026-10-15'), after),
          lines: fens.map((fen, index) => lineOf(index + 1, fen)),
        }),
      )
    fc.assert(
      fc.property(fc.array(anyClaim, { maxLength: 12 }), (claims) => {
        const risk = moneyAtRisk(claims, defaultClaimDeadlines, { today, zone })
        const grouped = risk.groups.reduce((sum, { fen }) => sum + fen, risk.waiting.fen)
        expect(grouped).toBe(risk.totalFen)
        const ids = [...risk.groups.flatMap(({ claimIds }) => claimIds), ...risk.waiting.claimIds]
        const unsettled = claims.filter(({ status }) => status !== 'settled' && status !== 'withdrawn')
        expect(ids.toSorted()).toEqual(unsettled.map(({ claimId }) => claimId).toSorted())
      }),
    )
  })
})
