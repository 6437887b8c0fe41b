import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import type { LedgerWarningView } from '../ledger-warning.ts'
import * as statements from '../routes/claim-statements.ts'
import * as parts from '../routes/returned-parts.ts'
import * as claims from '../routes/warranty-claims.ts'
import * as warranty from '../routes/warranty.ts'

const day = (text: string) => CalendarDate.parse(text)
const at = Instant.parse('2026-11-23T08:30:00.000Z')
const by = 'stf_kqlnibu3txvyaquiavi5'
const stamped = { at, by }
const bookkeeping = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by }
const vehicleId = 'veh_kqlnibu3txvyaquiavi5'
const orderId = 'ord_kqlnibu3txvyaquiavi5'
const claimId = 'wcl_kqlnibu3txvyaquiavi5'
const otherId = 'wcl_a2lnibu3txvyaquiavi5'
const returnedPartId = 'rtp_kqlnibu3txvyaquiavi5'
const statementId = 'cst_kqlnibu3txvyaquiavi5'
const requestId = 'srq_kqlnibu3txvyaquiavi5'
const vin = 'LGWEF4A53HF000001'

const law43 = 'SAMR Order 43 of 2021, in force since 2022-01-01'
const coverage: warranty.CoverageView = {
  vehicleId,
  vin,
  on: day('2026-11-23'),
  start: { on: day('2025-11-22'), from: 'delivery' },
  law: 'order-43',
  odometer: { atLeast: 9_000, atMost: 9_000 },
  missing: [],
  lines: [
    {
      kind: 'repair',
      code: 'repair-warranty',
      zh: '包修期',
      en: 'repair warranty',
      covered: 'yes',
      reason: 'within',
      missing: [],
      untilOn: day('2028-11-22'),
      untilKm: 60_000,
      daysLeft: 730,
      kmLeft: 51_000,
      endsFirst: 'time',
      by: [{ article: '18', source: law43, unverified: false }],
    },
  ],
}

const warning: LedgerWarningView = {
  code: 'repair-days',
  level: 'orange',
  zh: '三包有效期内累计修理21日，上限30日。依据：《家用汽车产品修理更换退货责任规定》（市场监管总局令第43号）第24条第4项、第40条',
  en: '21 days of repair in all, 30 are allowed. By SAMR Order 43, Art. 24(4), 40',
  count: 21,
  limit: 30,
  orderIds: [orderId],
  article: '24(4), 40',
  remedies: ['replace', 'return'],
  uncertain: false,
}
const note = {
  quality: true,
  problems: [{ code: 'P0301', serious: false }],
  replaced: [],
  leftOut: [],
  loanCarGiven: true,
}

const request: warranty.StatutoryRequestView = {
  requestId,
  vehicleId,
  vin,
  etag: '"1"',
  askedOn: day('2026-11-23'),
  wants: 'return',
  ground: 'repair-days',
  status: 'asked',
  answerBy: day('2026-12-07'),
  doneBy: day('2026-12-21'),
  article: '28',
  source: law43,
  answers: [],
  yearsWithoutCalendar: [],
  allowed: ['agree', 'decline', 'withdraw'],
  ...bookkeeping,
}

const summary: claims.ClaimSummary = {
  claimId,
  etag: '"1"',
  number: 'SP-RO20261123-7KQF-B',
  kind: 'warranty',
  orderId,
  vehicleId,
  vin,
  manufacturer: '长城汽车',
  rescued: false,
  status: 'opened',
  deliveredOn: day('2026-11-23'),
  openedAt: at,
  claimedFen: 51_000,
  next: { step: 'submit', dueOn: day('2026-11-23'), overdue: false },
}
const line = {
  line: 1,
  part: { partNumber: '3501110XKZ16A', name: '前制动片', quantity: 1 },
  complaint: '制动时有异响',
  claimedFen: 51_000,
}
const claim: claims.ClaimView = {
  ...summary,
  odometerKm: 9_000,
  lines: [line],
  evidence: [],
  submissions: [],
  answers: [],
  appeals: [],
  delays: [],
  missing: [
    { what: 'photo', count: 1 },
    { what: 'lines.1.cause', line: 1, count: 1 },
  ],
  allowed: ['change', 'record-authorization', 'add-evidence', 'give-reason', 'submit', 'withdraw'],
  ...bookkeeping,
}
const complete = { ...line, cause: '材料缺陷', correction: '更换' }
const photo = { kind: 'photo', reference: 'photos/2026/11/23/7KQF-1.jpg' } as const
const sent: claims.ClaimView = {
  ...claim,
  etag: '"4"',
  status: 'submitted',
  manufacturerNumber: 'GW26112300123',
  lines: [complete],
  evidence: [{ ...photo, ...stamped }],
  submissions: [stamped],
  next: undefined,
  missing: [],
  allowed: ['add-evidence', 'take-up', 'approve', 'return', 'refuse', 'withdraw'],
}
const approvedClaim: claims.ClaimView = {
  ...sent,
  etag: '"6"',
  status: 'approved',
  answers: [{ verdict: 'approved', ...stamped }],
  allowed: ['settle'],
}
const refusedClaim: claims.ClaimView = {
  ...sent,
  etag: '"6"',
  status: 'refused',
  answers: [{ verdict: 'refused', reason: '照片不清晰', ...stamped }],
  next: { step: 'appeal', dueOn: day('2026-12-08'), overdue: false },
  allowed: ['add-evidence', 'appeal', 'withdraw'],
}
const returnedClaim: claims.ClaimView = {
  ...refusedClaim,
  status: 'returned',
  answers: [{ verdict: 'returned', reason: '缺照片', ...stamped }],
  next: { step: 'resubmit', dueOn: day('2026-11-30'), overdue: false },
  allowed: ['change', 'record-authorization', 'add-evidence', 'resubmit', 'withdraw'],
}
const change = { at, by, action: 'submitted', before: { status: 'opened' }, after: { status: 'submitted' } }

const part: parts.ReturnedPartView = {
  returnedPartId,
  etag: '"1"',
  tag: 'JJ20261123-01',
  claimId,
  claimLine: 1,
  orderId,
  vehicleId,
  manufacturer: '长城汽车',
  ...line.part,
  removedOn: day('2026-11-23'),
  status: 'kept',
  place: 'A-01-3',
  keptUntil: day('2027-02-21'),
  moves: [{ place: 'A-01-3', ...stamped }],
  whereabouts: 'dealer',
  allowed: ['move', 'change', 'pack', 'deduct', 'scrap'],
  ...bookkeeping,
}
const shipment = {
  manifest: 'JJ-GW-202611',
  box: '1',
  carrier: '顺丰',
  number: 'SF1234567890',
  shippedAt: at,
}
const shipped: parts.ReturnedPartView = {
  ...part,
  etag: '"3"',
  status: 'shipped',
  place: undefined,
  shipment,
  whereabouts: 'carrier',
  allowed: ['receive', 'deduct'],
}
const received: parts.ReturnedPartView = {
  ...shipped,
  status: 'received',
  receivedAt: at,
  whereabouts: 'manufacturer',
  allowed: ['accept', 'deduct', 'send-back'],
}
const deduction = { reason: 'no_fault_found', amountFen: 51_000 } as const

const stated = { manufacturer: '长城汽车', number: 'JS202611', statedOn: day('2026-11-20') }
const statementSummary: statements.StatementSummary = {
  statementId,
  etag: '"1"',
  ...stated,
  status: 'shown',
  rows: 2,
  statementFen: 50_000,
  ...bookkeeping,
}
const statement: statements.StatementView = {
  ...statementSummary,
  reconciliation: {
    matched: [],
    differing: [
      {
        claimId,
        number: summary.number,
        expectedFen: 51_000,
        settledFen: 49_000,
        differenceFen: -2_000,
        differences: [
          { line: 1, expectedFen: 51_000, settledFen: 49_000, differenceFen: -2_000, notNamed: false },
        ],
        rows: [1],
      },
    ],
    missing: [{ claimId: otherId, number: 'SP-RO20261120-2345-S', expectedFen: 30_000 }],
    unknown: [{ row: 2, claimNumber: 'GW99', amountFen: 1_000, because: 'no-such-claim' }],
    double: [],
    totals: {
      statementFen: 50_000,
      settledFen: 49_000,
      unknownFen: 1_000,
      doubleFen: 0,
      expectedFen: 81_000,
      missingFen: 30_000,
      differenceFen: -2_000,
    },
  },
  allowed: ['accept', 'withdraw'],
}

export const warrantyExamples = [
  example(warranty.readCoverage, { response: coverage }),
  example(warranty.readLedger, {
    response: {
      vehicleId,
      vin,
      kept: true,
      ledger: {
        law: { code: 'order-43', zh: '《家用汽车产品修理更换退货责任规定》', en: 'SAMR Order 43' },
        start: { on: day('2025-11-22'), from: 'delivery' },
        untilOn: day('2027-11-22'),
        untilKm: 50_000,
        period: 'running',
        repairDays: 21,
        repairDaysLimit: 30,
        repairs: [
          {
            orderId,
            agreedOn: day('2026-11-02'),
            odometerKm: 9_000,
            days: 21,
            wholeDays: 21,
            leftOutMinutes: 0,
            open: false,
            byDates: false,
            counted: true,
            because: 'counted',
          },
        ],
        problems: [{ code: 'P0301', times: 1, orderIds: [orderId] }],
        assemblies: [],
        mainParts: [],
        seriousFaults: [],
        loanCars: [orderId],
      },
      warnings: [warning],
    },
  }),
  example(warranty.readCertificate, {
    response: {
      ...coverage,
      plate: '浙A12345',
      brand: '长城',
      model: '哈弗H6',
      manufacturer: '长城汽车',
      soldOn: day('2025-11-22'),
      household: true,
    },
  }),
  example(warranty.computeUsageFee, {
    response: {
      computed: true,
      feeFen: 540_000,
      km: 9_000,
      steps: [
        {
          zh: '使用补偿费 = 车价款（元）× 行驶里程（公里）÷ 1000 × n',
          en: 'usage fee = price (yuan) × distance (km) ÷ 1,000 × n',
        },
        {
          zh: '120,000.00 × 9 × 0.5% = 5,400.00 元',
          en: '120,000.00 × 9 × 0.5 % = 5,400.00 yuan',
        },
      ],
      article: '27',
      unverified: false,
    },
  }),
  example(warranty.noteStatutory, {
    body: note,
    response: { orderId, etag: '"13"', statutory: note, warnings: [warning] },
  }),
  example(warranty.askStatutory, { body: { wants: 'return', ground: 'repair-days' }, response: request }),
  example(warranty.listStatutoryRequests, { response: { items: [request] } }),
  example(warranty.agreeStatutory, {
    response: {
      ...request,
      etag: '"2"',
      status: 'agreed',
      answers: [{ agreed: true, ...stamped }],
      allowed: ['complete', 'withdraw'],
    },
  }),
  example(warranty.declineStatutory, {
    body: { reason: '累计修理天数未满' },
    response: {
      ...request,
      etag: '"2"',
      status: 'declined',
      answers: [{ agreed: false, reason: '累计修理天数未满', ...stamped }],
      allowed: ['agree', 'withdraw'],
    },
  }),
  example(warranty.completeStatutory, {
    response: { ...request, etag: '"3"', status: 'completed', completedAt: at, allowed: [] },
  }),
  example(warranty.withdrawStatutory, {
    response: { ...request, etag: '"2"', status: 'withdrawn', withdrawnAt: at, allowed: [] },
  }),
  example(claims.listClaims, { response: { items: [summary] } }),
  example(claims.listDeliveredClaims, { response: { items: [summary] } }),
  example(claims.listWithheldClaims, {
    response: {
      items: [
        { orderId, number: 'RO20261120-2345', vehicleId, deliveredOn: day('2026-11-20'), reason: 'accident' },
      ],
    },
  }),
  example(claims.listClaimsOfVehicle, { response: { items: [summary] } }),
  example(claims.readMoneyAtRisk, {
    response: {
      on: day('2026-11-23'),
      groups: [
        { step: 'submit', dueOn: day('2026-11-23'), standing: 'today', claimIds: [claimId], fen: 51_000 },
      ],
      waiting: { claimIds: [otherId], fen: 30_000 },
      overdueFen: 0,
      totalFen: 81_000,
      isAll: true,
    },
  }),
  example(claims.openClaim, {
    body: { orderId, kind: 'goodwill' },
    response: { ...claim, claimId: otherId, kind: 'goodwill', number: 'SP-RO20261123-7KQF-Y' },
  }),
  example(claims.readClaim, { response: claim }),
  example(claims.listClaimChanges, { response: { items: [change] } }),
  example(claims.changeClaim, {
    body: { lines: [{ line: 1, cause: '材料缺陷', correction: '更换' }] },
    response: { ...claim, etag: '"2"', lines: [complete], missing: [{ what: 'photo', count: 1 }] },
  }),
  example(claims.recordAuthorization, {
    body: { state: 'granted', number: 'YSQ-0815', upToFen: 60_000 },
    response: {
      ...claim,
      authorization: { state: 'granted', number: 'YSQ-0815', upToFen: 60_000, ...stamped },
    },
  }),
  example(claims.addEvidence, {
    body: photo,
    response: { ...claim, etag: '"3"', lines: [complete], evidence: [{ ...photo, ...stamped }], missing: [] },
  }),
  example(claims.giveReason, {
    body: { reason: '厂家系统维护' },
    response: { ...claim, delays: [{ reason: '厂家系统维护', ...stamped }] },
  }),
  example(claims.submitClaim, { body: { manufacturerNumber: 'GW26112300123' }, response: sent }),
  example(claims.resubmitClaim, { body: {}, response: sent }),
  example(claims.takeUpClaim, {
    response: { ...sent, etag: '"5"', status: 'under_review' },
  }),
  example(claims.approveClaim, {
    body: { lines: [{ line: 1, approvedFen: 50_000 }] },
    response: { ...approvedClaim, lines: [{ ...complete, approvedFen: 50_000 }] },
  }),
  example(claims.returnClaim, { body: { reason: '缺照片' }, response: returnedClaim }),
  example(claims.refuseClaim, { body: { reason: '照片不清晰' }, response: refusedClaim }),
  example(claims.appealClaim, {
    body: { reason: '照片已重新上传' },
    response: {
      ...refusedClaim,
      etag: '"7"',
      status: 'appealed',
      appeals: [{ reason: '照片已重新上传', ...stamped }],
      next: undefined,
      allowed: ['add-evidence', 'approve', 'return', 'refuse', 'withdraw'],
    },
  }),
  example(claims.withdrawClaim, {
    body: { reason: '重复提报' },
    response: {
      ...claim,
      status: 'withdrawn',
      withdrawn: { reason: '重复提报', ...stamped },
      next: undefined,
      allowed: [],
    },
  }),
  example(claims.withdrawSettlement, {
    body: { reason: '对账单有误' },
    response: { ...approvedClaim, etag: '"8"', delays: [{ reason: '对账单有误', ...stamped }] },
  }),
  example(parts.listPartsHere, { response: { items: [part] } }),
  example(parts.listRemovedParts, { response: { items: [shipped] } }),
  example(parts.keepPart, {
    body: { claimId, claimLine: 1, tag: part.tag, place: 'A-01-3' },
    response: part,
  }),
  example(parts.readPart, { response: part }),
  example(parts.listPartsOfClaim, { response: { items: [part] } }),
  example(parts.listPartChanges, {
    response: { items: [{ ...change, action: 'moved', before: { place: 'B' }, after: { place: 'A-01-3' } }] },
  }),
  example(parts.changePart, { body: { keptUntil: day('2027-03-01') }, response: { ...part, etag: '"2"' } }),
  example(parts.movePart, { body: { place: 'B-02' }, response: { ...part, etag: '"2"', place: 'B-02' } }),
  example(parts.packPart, {
    body: { manifest: shipment.manifest, box: '1' },
    response: {
      ...part,
      etag: '"2"',
      status: 'packed',
      place: undefined,
      shipment: { manifest: shipment.manifest, box: '1' },
      allowed: ['unpack', 'ship', 'deduct'],
    },
  }),
  example(parts.unpackPart, { body: { place: 'A-01-3' }, response: { ...part, etag: '"3"' } }),
  example(parts.shipPart, { body: { carrier: '顺丰', number: 'SF1234567890' }, response: shipped }),
  example(parts.receivePart, { response: received }),
  example(parts.acceptPart, {
    body: {},
    response: {
      ...received,
      status: 'accepted',
      audit: { accepted: true, ...stamped },
      allowed: ['send-back'],
    },
  }),
  example(parts.deductPart, {
    body: deduction,
    response: { ...received, status: 'deducted', deduction: { ...deduction, ...stamped }, allowed: [] },
  }),
  example(parts.sendBackPart, {
    body: { place: 'C-01' },
    response: {
      ...received,
      status: 'sent_back',
      place: 'C-01',
      sentBackAt: at,
      whereabouts: 'dealer',
      allowed: ['move', 'deduct', 'scrap'],
    },
  }),
  example(parts.scrapPart, {
    body: { reason: '保留期满' },
    response: {
      ...part,
      status: 'scrapped',
      place: undefined,
      scrapped: { reason: '保留期满', ...stamped },
      whereabouts: 'nowhere',
      allowed: [],
    },
  }),
  example(statements.takeStatement, {
    body: { ...stated, csv: '索赔单号,行号,结算金额\nGW26112300123,1,490.00\nGW99,,10.00\n' },
    response: statement,
  }),
  example(statements.listStatements, { response: { items: [statementSummary] } }),
  example(statements.readStatement, { response: statement }),
  example(statements.acceptStatement, {
    response: {
      ...statement,
      etag: '"2"',
      status: 'accepted',
      accepted: { ...stamped, claims: 1, settledFen: 49_000, left: [] },
      allowed: [],
    },
  }),
  example(statements.withdrawStatement, {
    response: { ...statement, etag: '"2"', status: 'withdrawn', allowed: [] },
  }),
]
