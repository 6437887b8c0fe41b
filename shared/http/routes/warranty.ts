import * as z from 'zod'
import { OrderId, StatutoryRequestId, VehicleId } from '../../domain/ids.ts'
import { InvokedGround, StatutoryRequest } from '../../domain/statutory-request.ts'
import { line, text } from '../../domain/text.ts'
import { CalendarDate } from '../../domain/time.ts'
import { WrittenVin } from '../../domain/vin.ts'
import {
  LeftOutTime,
  Replacement,
  RepairedProblem,
  StatutoryNote,
} from '../../domain/warranty/repair-fact.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { LedgerWarningBody } from '../ledger-warning.ts'
import { pageOf, pageQuery } from '../page.ts'
import { claimKeepers, noters } from './warranty-roles.ts'
import { vehicleReaders } from './vehicles.ts'

const functionName = 'warranty-api'

const params = { vin: WrittenVin }
const sentence = { zh: z.string(), en: z.string() }
const km = z.int().nonnegative()
const askedKm = z.coerce.number().int().min(0).max(9_999_999)

const CoverageSource = z.object({
  article: z.string().optional(),
  source: z.string(),
  unverified: z.boolean(),
})
const CoverageLine = z.object({
  kind: z.enum(['repair', 'replace_return', 'wear_part', 'emission_part', 'assembly', 'extra']),
  code: z.string(),
  ...sentence,
  covered: z.enum(['yes', 'no', 'unknown']),
  reason: z.enum([
    'within',
    'not-begun',
    'time-over',
    'km-over',
    'no-law-at-sale',
    'not-household',
    'facts-missing',
  ]),
  /** What would have to be known for more than “unknown”. */
  missing: z.array(z.string()),
  /** The last day, which is covered whole. */
  untilOn: CalendarDate.optional(),
  untilKm: km.optional(),
  daysLeft: z.int().optional(),
  kmLeft: z.int().optional(),
  endsFirst: z.enum(['time', 'km']).optional(),
  by: z.array(CoverageSource),
})
const Start = z.object({ on: CalendarDate, from: z.enum(['books', 'invoice', 'delivery']) })
const coverageFields = {
  vehicleId: VehicleId,
  vin: z.string(),
  on: CalendarDate,
  /** From when on the periods run; absent: nobody knows. */
  start: Start.optional(),
  law: z.enum(['order-43', 'order-150']).optional(),
  odometer: z.object({ atLeast: km, atMost: km.optional(), fault: z.string().optional() }),
  missing: z.array(z.string()),
  lines: z.array(CoverageLine),
}
const Coverage = z.object(coverageFields)
export type CoverageView = z.input<typeof Coverage>

export const readCoverage = defineRoute({
  method: 'GET',
  path: '/vehicles/{vin}/coverage',
  functionName,
  roles: vehicleReaders,
  params,
  query: {
    /** Today when it is not given. */
    on: BookDate.optional(),
    /** As it is read now; else the last reading, if it is fresh. */
    odometer: askedKm.optional(),
  },
  body: noBody,
  response: Coverage,
  summary: {
    zh: '保修查询：包修、三包、易损件、排放件等是否在保、到何时何里程、依据；资料不全时说明缺什么',
    en: 'What of a car is covered on a day, until when, how far and by which rule; what is not known is said',
  },
})

const Count = z.object({ code: z.string(), times: z.int(), orderIds: z.array(OrderId) })

const Ledger = z.object({
  vehicleId: VehicleId,
  vin: z.string(),
  kept: z.boolean(),
  /** Why there is nothing to count by. */
  reason: z.enum(['sale-date-unknown', 'no-law-at-sale', 'not-household']).optional(),
  ledger: z
    .object({
      law: z.object({ code: z.string(), ...sentence }),
      start: Start,
      untilOn: CalendarDate.optional(),
      untilKm: km.optional(),
      period: z.enum(['not-begun', 'running', 'over']),
      repairDays: z.int(),
      repairDaysLimit: z.int(),
      repairs: z.array(
        z.object({
          orderId: OrderId,
          agreedOn: CalendarDate,
          odometerKm: km.optional(),
          days: z.int(),
          wholeDays: z.int(),
          leftOutMinutes: z.int(),
          open: z.boolean(),
          byDates: z.boolean(),
          counted: z.boolean(),
          because: z.string(),
        }),
      ),
      problems: z.array(Count),
      assemblies: z.array(Count),
      mainParts: z.array(Count),
      seriousFaults: z.array(z.object({ code: z.string(), orderId: OrderId, cured: z.boolean().optional() })),
      /** The orders under which the customer has a loan car, or is paid what travelling costs. */
      loanCars: z.array(OrderId),
    })
    .optional(),
  warnings: z.array(LedgerWarningBody),
})
export type LedgerView = z.input<typeof Ledger>

export const readLedger = defineRoute({
  method: 'GET',
  path: '/vehicles/{vin}/statutory-ledger',
  functionName,
  roles: vehicleReaders,
  params,
  query: {},
  body: noBody,
  response: Ledger,
  summary: {
    zh: '三包台账：累计修理天数、同一问题、总成和主要部件更换、严重故障，以及预警和备用车',
    en: 'The statutory ledger of a car: days of repair, problems, replacements, faults, warnings, loan cars',
  },
})

export const readCertificate = defineRoute({
  method: 'GET',
  path: '/vehicles/{vin}/warranty-certificate',
  functionName,
  roles: vehicleReaders,
  params,
  query: {},
  body: noBody,
  response: z.object({
    ...coverageFields,
    plate: z.string().optional(),
    brand: z.string(),
    model: z.string(),
    manufacturer: z.string(),
    soldOn: CalendarDate,
    invoicedOn: CalendarDate.optional(),
    household: z.boolean().optional(),
  }),
  summary: {
    zh: '三包凭证要素：车辆、购车发票日期、起算日、包修期和三包有效期、易损件',
    en: 'The facts of the warranty certificate: car, invoice, start, periods, wear parts',
  },
})

export const computeUsageFee = defineRoute({
  method: 'GET',
  path: '/vehicles/{vin}/usage-fee',
  functionName,
  roles: vehicleReaders,
  params,
  query: {
    /** Of the purchase invoice. */
    priceFen: z.coerce.number().int().min(1).max(10_000_000_000),
    /** When it is not given the last reading, as long as it is fresh and contradicts no other. */
    odometer: askedKm.optional(),
    /** n of the law, in hundredths of a percent: 50 is 0.5 %. */
    n: z.coerce.number().int().min(0).max(1_000),
  },
  body: noBody,
  response: z.object({
    computed: z.boolean(),
    reason: z
      .enum([
        'coefficient-too-high',
        'coefficient-too-low',
        'sale-date-unknown',
        'no-law-at-sale',
        'not-household',
        'odometer-unknown',
        /** The last reading is older than the dealer takes for today's: it has to be told. */
        'odometer-old',
        /** What is told, or stands in the books last, contradicts the other readings. */
        'odometer-implausible',
      ])
      .optional(),
    feeFen: z.int().optional(),
    km: km.optional(),
    steps: z.array(z.object(sentence)),
    article: z.string().optional(),
    unverified: z.boolean().optional(),
  }),
  summary: {
    zh: '使用补偿费及其算式',
    en: 'What a customer pays for the use of a car that is given back, with the sum',
  },
})

const code = line(40)
/** As the record has it, within bounds, so that a code means the same in every repair. */
const Note = z.strictObject({
  ...StatutoryNote.shape,
  problems: z.array(z.strictObject({ ...RepairedProblem.shape, code })).max(10),
  replaced: z.array(z.strictObject({ ...Replacement.shape, mainPart: code.optional() })).max(20),
  leftOut: z
    .array(
      z
        .strictObject(LeftOutTime.shape)
        .refine(({ from, until }) => from < until, { path: ['until'], params: { reason: 'too-small' } }),
    )
    .max(20),
})

export const noteStatutory = defineRoute({
  method: 'POST',
  path: '/orders/{orderId}/statutory-note',
  functionName,
  roles: noters,
  ifMatch: true,
  idempotent: true,
  params: { orderId: OrderId },
  query: {},
  body: Note,
  response: z.object({
    orderId: OrderId,
    /** The order's, for the next change. */
    etag: z.string(),
    statutory: StatutoryNote,
    warnings: z.array(LedgerWarningBody),
  }),
  refuses: ['not-found'],
  summary: {
    zh: '三包记录：是否质量问题、什么问题、更换了什么、不计入的时间、备用车',
    en: 'What a repair tells the ledger: problems, replacements, time left out, loan car',
  },
})

const RequestBody = StatutoryRequest.omit({ dealerId: true, version: true }).extend({
  etag: z.string(),
  /** Years whose holidays are not known here: their days may move. */
  yearsWithoutCalendar: z.array(z.int()),
  allowed: z.array(z.string()),
})
export type StatutoryRequestView = z.input<typeof RequestBody>

export const askStatutory = defineRoute({
  method: 'POST',
  path: '/vehicles/{vin}/statutory-requests',
  functionName,
  roles: noters,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({
    /** Today when it is not given. */
    askedOn: BookDate.optional(),
    wants: z.enum(['replace', 'return']),
    ground: InvokedGround,
  }),
  response: RequestBody,
  status: 201,
  refuses: ['not-found', 'already-exists', 'customer-clocks-unknown'],
  summary: {
    zh: '登记客户的三包换车或退车要求：自动计算答复和办结期限并计时',
    en: 'A customer asks for replacement or return: the clocks of the answer and of its being done run',
  },
})

export const listStatutoryRequests = defineRoute({
  method: 'GET',
  path: '/vehicles/{vin}/statutory-requests',
  functionName,
  roles: vehicleReaders,
  params,
  query: pageQuery,
  body: noBody,
  response: pageOf(RequestBody),
  summary: { zh: '一辆车的三包换退要求', en: 'What was asked for a car under the law, the newest first' },
})

const requestVerb = {
  method: 'POST',
  functionName,
  roles: claimKeepers,
  ifMatch: true,
  idempotent: true,
  params: { statutoryRequestId: StatutoryRequestId },
  query: {},
  response: RequestBody,
  refuses: ['transition-refused'],
} as const

export const agreeStatutory = defineRoute({
  ...requestVerb,
  path: '/statutory-requests/{statutoryRequestId}/agree',
  body: noBody,
  summary: { zh: '答复客户：同意', en: 'The customer is told yes' },
})

export const declineStatutory = defineRoute({
  ...requestVerb,
  path: '/statutory-requests/{statutoryRequestId}/decline',
  body: z.strictObject({ reason: text(500) }),
  summary: { zh: '答复客户：不同意及理由', en: 'The customer is told no, and why' },
})

export const completeStatutory = defineRoute({
  ...requestVerb,
  path: '/statutory-requests/{statutoryRequestId}/complete',
  body: noBody,
  summary: { zh: '换车或退车已办结', en: 'The car is replaced, or taken back' },
})

export const withdrawStatutory = defineRoute({
  ...requestVerb,
  path: '/statutory-requests/{statutoryRequestId}/withdraw',
  body: noBody,
  summary: { zh: '客户撤回要求', en: 'The customer does not ask any more' },
})

export const warrantyRoutes = [
  readCoverage,
  readLedger,
  readCertificate,
  computeUsageFee,
  noteStatutory,
  askStatutory,
  listStatutoryRequests,
  agreeStatutory,
  declineStatutory,
  completeStatutory,
  withdrawStatutory,
] as const
