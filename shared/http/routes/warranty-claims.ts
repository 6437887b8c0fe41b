import * as z from 'zod'
import { ClaimKind, EvidenceKind } from '../../domain/claim-kind.ts'
import { ClaimWithheld } from '../../domain/claim-withheld.ts'
import { Identifier } from '../../domain/identifier.ts'
import { OrderId, VehicleId, WarrantyClaimId } from '../../domain/ids.ts'
import { LaborHours } from '../../domain/order-lines.ts'
import { PartNumber } from '../../domain/part-price.ts'
import { line, text } from '../../domain/text.ts'
import { CalendarDate } from '../../domain/time.ts'
import {
  claimSteps,
  MOST_CLAIM_LINES,
  WarrantyClaim,
  WarrantyClaimStatus,
} from '../../domain/warranty-claim.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'
import { claimKeepers, warrantyReaders } from './warranty-roles.ts'

export const functionName = 'warranty-claims-api'

const fen = z.int().nonnegative()
/** Ten million yuan: above any car. */
const askedFen = z.int().min(0).max(1_000_000_000)

/** What is to be done next about a claim, by the dealer's settings as they are now. */
const Next = z.object({ step: z.enum(claimSteps), dueOn: CalendarDate, overdue: z.boolean() }).optional()

/** A claim as it stands in a list. */
const Summary = z.object({
  ...WarrantyClaim.pick({
    claimId: true,
    number: true,
    manufacturerNumber: true,
    kind: true,
    campaignCode: true,
    orderId: true,
    vehicleId: true,
    vin: true,
    manufacturer: true,
    rescued: true,
    status: true,
    deliveredOn: true,
    openedAt: true,
  }).shape,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  claimedFen: fen,
  next: Next,
})
export type ClaimSummary = z.input<typeof Summary>

/** Something that it lacks before it may be submitted: `evidence.photo`, `lines.2.cause`, `authorization.not-asked`. */
const Missing = z.object({ what: z.string(), line: z.int().positive().optional(), count: z.int().positive() })

const Whole = WarrantyClaim.omit({ dealerId: true, version: true, next: true }).extend({
  etag: z.string(),
  claimedFen: fen,
  next: Next,
  missing: z.array(Missing),
  /** The verbs that its state takes. */
  allowed: z.array(z.string()),
})
export type ClaimView = z.input<typeof Whole>

const BesideItsOrder = Whole.extend({
  /**
   * What its order charges the manufacturer by now, where that is not what is claimed: the order was corrected after a
   * person had worked on the claim, or the person claims something else.
   */
  orderChargesFen: fen.optional(),
})

const params = { warrantyClaimId: WarrantyClaimId }
const which = {
  state: WarrantyClaimStatus.optional(),
  kind: ClaimKind.optional(),
  /** As the dealer's settings name it. */
  manufacturer: line(100).optional(),
}

export const listClaims = defineRoute({
  method: 'GET',
  path: '/warranty-claims',
  functionName,
  roles: warrantyReaders,
  params: {},
  query: {
    ...which,
    /** Something of ours is due on this day, or was before. */
    dueBy: BookDate.optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Summary),
  refuses: ['not-found'],
  summary: {
    zh: '未结算的索赔单，最先到期的在前，等厂家处理的在后',
    en: 'Claims that are not settled, what is due first at the top, what waits for the manufacturer at the end',
  },
})

export const listDeliveredClaims = defineRoute({
  method: 'GET',
  path: '/delivered-warranty-claims',
  functionName,
  roles: warrantyReaders,
  params: {},
  query: {
    from: BookDate,
    /** Included; at most 400 days later. */
    until: BookDate,
    ...which,
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Summary),
  refuses: ['not-found'],
  summary: {
    zh: '一段时间内交车的索赔单，按交车日排序，任何状态',
    en: 'Claims on deliveries of a period, whatever their state, by the day',
  },
})

export const listWithheldClaims = defineRoute({
  method: 'GET',
  path: '/withheld-warranty-claims',
  functionName,
  roles: warrantyReaders,
  params: {},
  query: { from: BookDate, until: BookDate, ...pageQuery },
  body: noBody,
  response: pageOf(
    ClaimWithheld.pick({
      orderId: true,
      number: true,
      vehicleId: true,
      deliveredOn: true,
      reason: true,
    }),
  ),
  summary: {
    zh: '可能应索赔而未建索赔单的工单及原因',
    en: 'Orders of which somebody might expect a claim, and why there is none',
  },
})

export const listClaimsOfVehicle = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}/warranty-claims',
  functionName,
  roles: warrantyReaders,
  params: { vehicleId: VehicleId },
  query: pageQuery,
  body: noBody,
  response: pageOf(Summary),
  summary: { zh: '一辆车的索赔单，最近的在前', en: 'The claims on a vehicle, the newest first' },
})

const RiskGroup = z.object({
  step: z.enum(claimSteps),
  dueOn: CalendarDate,
  standing: z.enum(['overdue', 'today', 'later']),
  claimIds: z.array(WarrantyClaimId),
  fen,
})

export const readMoneyAtRisk = defineRoute({
  method: 'GET',
  path: '/warranty-claims/at-risk',
  functionName,
  roles: warrantyReaders,
  params: {},
  query: {},
  body: noBody,
  response: z.object({
    on: CalendarDate,
    /** By the day until which something of ours is due. */
    groups: z.array(RiskGroup),
    /** What waits for the manufacturer. */
    waiting: z.object({ claimIds: z.array(WarrantyClaimId), fen }),
    overdueFen: fen,
    totalFen: fen,
    /** False: there are more claims than one answer looks through, and the sums are of those due first. */
    isAll: z.boolean(),
  }),
  refuses: ['not-found'],
  summary: {
    zh: '在途索赔金额：按下一个期限列出',
    en: 'Money at risk: what is not settled, by the next day on which it may be lost',
  },
})

export const openClaim = defineRoute({
  method: 'POST',
  path: '/warranty-claims',
  functionName,
  roles: claimKeepers,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({ orderId: OrderId, kind: ClaimKind }),
  response: Whole,
  status: 201,
  refuses: ['not-found', 'already-exists', 'transition-refused'],
  summary: {
    zh: '手工建索赔单：善意索赔，或系统未自动建立的',
    en: 'Opens a claim by hand: goodwill, or one that a person finds owed',
  },
})

export const readClaim = defineRoute({
  method: 'GET',
  path: '/warranty-claims/{warrantyClaimId}',
  functionName,
  roles: warrantyReaders,
  params,
  query: {},
  body: noBody,
  response: BesideItsOrder,
  refuses: ['not-found'],
  summary: {
    zh: '一张索赔单，以及还缺什么、与委托书是否相符',
    en: 'One claim, what it lacks, and what its order says otherwise',
  },
})

export const listClaimChanges = defineRoute({
  method: 'GET',
  path: '/warranty-claims/{warrantyClaimId}/changes',
  functionName,
  roles: warrantyReaders,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '索赔单的修改记录', en: 'Who changed what in a claim, the latest first' },
})

const words = text(500).nullable().optional()

/** A line that is there already keeps what is not given; its number says which it is. */
const AskedLine = z.strictObject({
  line: z.int().min(1).max(MOST_CLAIM_LINES),
  operation: z
    .strictObject({ code: line(40), name: line(60), laborHours: LaborHours })
    .nullable()
    .optional(),
  part: z
    .strictObject({ partNumber: PartNumber, name: line(60), quantity: z.int().min(1).max(999) })
    .nullable()
    .optional(),
  complaint: words,
  cause: words,
  correction: words,
  /** Owed of a line that is new. */
  claimedFen: askedFen.optional(),
})

const verb = {
  method: 'POST',
  functionName,
  roles: claimKeepers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: Whole,
  refuses: ['transition-refused'],
} as const

const Reason = z.strictObject({ reason: text(300) })

export const changeClaim = defineRoute({
  ...verb,
  method: 'PATCH',
  path: '/warranty-claims/{warrantyClaimId}',
  idempotent: false,
  body: z.strictObject({
    manufacturer: line(100).optional(),
    campaignCode: line(40).nullable().optional(),
    rescued: z.boolean().optional(),
    odometerKm: z.int().min(0).max(9_999_999).optional(),
    /** Those that are put right, and new ones behind the last. */
    lines: z.array(AskedLine).min(1).max(MOST_CLAIM_LINES).optional(),
  }),
  summary: {
    zh: '修改索赔单：故障现象、原因、措施、金额等',
    en: 'Puts a claim right: complaint, cause and correction of its lines, sums, matter',
  },
})

export const recordAuthorization = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/record-authorization',
  body: z.strictObject({
    state: z.enum(['asked', 'granted', 'refused']),
    number: line(60).optional(),
    upToFen: askedFen.optional(),
  }),
  summary: {
    zh: '登记预授权：已申请、已批准、已拒绝',
    en: 'A prior authorization is asked for, granted or refused',
  },
})

export const addEvidence = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/add-evidence',
  body: z.strictObject({
    /** Old parts are told by their tag, when they are put away. */
    kind: EvidenceKind.exclude(['old_part']),
    /** Where it is kept. */
    reference: line(200),
    line: z.int().min(1).max(MOST_CLAIM_LINES).optional(),
  }),
  summary: {
    zh: '补充凭证：照片、救援报告、签字凭单、批件',
    en: 'A photo, report, voucher or approval is added',
  },
})

export const giveReason = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/give-reason',
  body: Reason,
  summary: { zh: '说明未当天上传的原因', en: 'Why a claim is not submitted in time' },
})

const incomplete = { refuses: ['transition-refused', 'claim-incomplete'] } as const
const Submission = z.strictObject({
  /** The number that the manufacturer gave it. */
  manufacturerNumber: Identifier.optional(),
})

export const submitClaim = defineRoute({
  ...verb,
  ...incomplete,
  refuses: [...incomplete.refuses, 'already-exists'],
  path: '/warranty-claims/{warrantyClaimId}/submit',
  body: Submission,
  summary: { zh: '上传；缺凭证或预授权时拒绝并列出', en: 'Submits a claim; refused with what it lacks' },
})

export const resubmitClaim = defineRoute({
  ...verb,
  ...incomplete,
  refuses: [...incomplete.refuses, 'already-exists'],
  path: '/warranty-claims/{warrantyClaimId}/resubmit',
  body: Submission,
  summary: { zh: '退回后重新上传', en: 'Submits a returned claim again; refused with what it lacks' },
})

export const takeUpClaim = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/take-up',
  body: noBody,
  summary: { zh: '厂家开始审核', en: 'The manufacturer begins to review it' },
})

export const approveClaim = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/approve',
  body: z.strictObject({
    /** Of lines that are approved for less; the others are approved whole. */
    lines: z
      .array(z.strictObject({ line: z.int().min(1).max(MOST_CLAIM_LINES), approvedFen: askedFen }))
      .max(MOST_CLAIM_LINES)
      .default([]),
    reason: text(300).optional(),
  }),
  summary: {
    zh: '厂家审核通过（可按行减少）',
    en: 'The manufacturer approves it, wholly or some lines for less',
  },
})

export const returnClaim = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/return',
  body: Reason,
  summary: { zh: '厂家退回，须补正', en: 'The manufacturer wants something put right' },
})

export const refuseClaim = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/refuse',
  body: Reason,
  summary: { zh: '厂家拒赔', en: 'The manufacturer refuses it' },
})

export const appealClaim = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/appeal',
  body: Reason,
  summary: { zh: '对拒赔提出申诉', en: 'The dealer objects to the refusal' },
})

export const withdrawClaim = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/withdraw',
  body: Reason,
  summary: { zh: '撤销索赔，须写明原因', en: 'A claim is given up, with the reason' },
})

export const withdrawSettlement = defineRoute({
  ...verb,
  path: '/warranty-claims/{warrantyClaimId}/withdraw-settlement',
  body: Reason,
  summary: { zh: '撤销结算（对账单有误）', en: 'The settlement was wrong: the money is awaited again' },
})

export const warrantyClaimRoutes = [
  listClaims,
  listDeliveredClaims,
  listWithheldClaims,
  listClaimsOfVehicle,
  readMoneyAtRisk,
  openClaim,
  readClaim,
  listClaimChanges,
  changeClaim,
  recordAuthorization,
  addEvidence,
  giveReason,
  submitClaim,
  resubmitClaim,
  takeUpClaim,
  approveClaim,
  returnClaim,
  refuseClaim,
  appealClaim,
  withdrawClaim,
  withdrawSettlement,
] as const
