import * as z from 'zod'
import { LaborRate } from '../../domain/labor-rate.ts'
import { LaborHours, Payer } from '../../domain/order-lines.ts'
import { cancelReasons, ExtraWorkDecision, Principal } from '../../domain/order-papers.ts'
import { OrderId } from '../../domain/ids.ts'
import { MOST_PRICE_FEN, PartNumber } from '../../domain/part-price.ts'
import { line, text } from '../../domain/text.ts'
import { Instant } from '../../domain/time.ts'
import { defineRoute, noBody } from '../contract.ts'
import { bookers, cashiers, desk, inspectors, proposers, workshop } from './order-roles.ts'
import { ChangedOrder } from './order-views.ts'
import { functionName, receptionFields } from './orders.ts'

/** The verbs of a repair order, each as its machine declares it; the order comes back as it is afterwards. */
const step = {
  method: 'POST',
  functionName,
  ifMatch: true,
  idempotent: true,
  params: { orderId: OrderId },
  query: {},
  response: ChangedOrder,
  refuses: ['transition-refused'],
} as const

const remark = { remark: text(300).optional() }
const promisedAt = { promisedAt: Instant.optional() }

const AskedLabor = z.strictObject({
  code: line(40),
  name: line(60),
  laborHours: LaborHours,
  /** Which of the dealer's rates; not needed where there is one. */
  rate: line(20).optional(),
  /** An hour's price: owed only where the dealer has set no rates. */
  rateFen: LaborRate.shape.rateFen.optional(),
  payer: Payer.optional(),
})

const AskedPart = z.strictObject({
  partNumber: PartNumber,
  name: line(60),
  quantity: z.int().min(1).max(999),
  payer: Payer.optional(),
  /** Only of a part whose limit is not known yet: what it is, and where that is known from. */
  priceLimit: z.strictObject({ limitFen: z.int().min(1).max(MOST_PRICE_FEN), source: line(40) }).optional(),
})

/** Labour and parts, apart. No prices: those follow from the part and the day. */
export const AskedLines = z.strictObject({
  labor: z.array(AskedLabor).max(40),
  parts: z.array(AskedPart).max(40),
})
export type AskedLines = z.infer<typeof AskedLines>

export const rescheduleOrder = defineRoute({
  ...step,
  path: '/orders/{orderId}/reschedule',
  roles: bookers,
  body: z.strictObject({ appointmentAt: Instant }),
  summary: { zh: '改约', en: 'Agrees another time for an appointment' },
})

export const receiveOrder = defineRoute({
  ...step,
  path: '/orders/{orderId}/receive',
  roles: desk,
  body: z.strictObject(receptionFields),
  summary: { zh: '接车：问诊、环车检查', en: 'Takes the car in: interview and walk-around inspection' },
})

export const orderNoShow = defineRoute({
  ...step,
  path: '/orders/{orderId}/no-show',
  roles: bookers,
  body: noBody,
  refuses: [...step.refuses, 'appointment-ahead'],
  summary: { zh: '客户未到店', en: 'The customer of an appointment did not come' },
})

export const estimateOrder = defineRoute({
  ...step,
  path: '/orders/{orderId}/estimate',
  roles: desk,
  body: AskedLines,
  summary: {
    zh: '报价：工时和配件分开；配件价由厂家限价决定',
    en: "Quotes labour and parts, apart; a part's price follows from the manufacturer's limit",
  },
})

export const authorizeOrder = defineRoute({
  ...step,
  path: '/orders/{orderId}/authorize',
  roles: desk,
  body: z.strictObject({ reference: line(100), signedBy: Principal, ...promisedAt }),
  summary: { zh: '客户签任务委托书', en: 'The customer has signed the quote' },
})

export const startWork = defineRoute({
  ...step,
  path: '/orders/{orderId}/start-work',
  roles: workshop,
  body: noBody,
  summary: { zh: '开工', en: 'Work begins' },
})

export const proposeExtraWork = defineRoute({
  ...step,
  path: '/orders/{orderId}/propose-extra-work',
  roles: proposers,
  body: AskedLines.extend({ reason: text(300) }).refine(
    ({ labor, parts }) => labor.length + parts.length > 0,
    { path: ['labor'], params: { reason: 'required' } },
  ),
  summary: { zh: '提出增项，等客户答复', en: 'Proposes extra work; the order waits for the customer' },
})

const Decision = z.strictObject({
  extraWorkId: z.string().regex(/^x[1-9]\d?$/),
  decidedBy: ExtraWorkDecision.shape.decidedBy,
  how: ExtraWorkDecision.shape.how,
  /** When they said it; now, if it is not said. */
  decidedAt: Instant.optional(),
  reference: line(100).optional(),
})

export const agreeExtraWork = defineRoute({
  ...step,
  path: '/orders/{orderId}/agree-extra-work',
  roles: desk,
  body: Decision.extend(promisedAt),
  summary: { zh: '同意增项：何人、如何、何时', en: 'Extra work is agreed to: by whom, how and when' },
})

export const refuseExtraWork = defineRoute({
  ...step,
  path: '/orders/{orderId}/refuse-extra-work',
  roles: desk,
  body: Decision,
  summary: { zh: '拒绝增项：何人、如何、何时', en: 'Extra work is refused: by whom, how and when' },
})

export const finishWork = defineRoute({
  ...step,
  path: '/orders/{orderId}/finish-work',
  roles: workshop,
  body: noBody,
  summary: { zh: '完工送检', en: 'Work is done and goes to the quality check' },
})

export const passQualityCheck = defineRoute({
  ...step,
  path: '/orders/{orderId}/pass-quality-check',
  roles: inspectors,
  body: z.strictObject(remark),
  summary: { zh: '质检合格', en: 'The quality check found nothing wrong' },
})

export const failQualityCheck = defineRoute({
  ...step,
  path: '/orders/{orderId}/fail-quality-check',
  roles: inspectors,
  body: z.strictObject({ remark: text(300) }),
  summary: { zh: '质检不合格，返回维修', en: 'Something must be done again' },
})

export const invoiceOrder = defineRoute({
  ...step,
  path: '/orders/{orderId}/invoice',
  roles: cashiers,
  body: z.strictObject({ reference: line(100).optional() }),
  summary: {
    zh: '结算：客户、保险公司、厂家各付多少',
    en: 'Makes the invoice: what customer, insurer and manufacturer owe',
  },
})

export const withdrawInvoice = defineRoute({
  ...step,
  path: '/orders/{orderId}/withdraw-invoice',
  roles: cashiers,
  body: noBody,
  summary: { zh: '撤销结算', en: 'Takes the invoice back: it was wrong' },
})

export const deliverOrder = defineRoute({
  ...step,
  path: '/orders/{orderId}/deliver',
  roles: desk,
  body: noBody,
  summary: { zh: '交车', en: 'The customer has the car back' },
})

export const promiseDelivery = defineRoute({
  ...step,
  path: '/orders/{orderId}/promise',
  roles: [...desk, 'workshop_supervisor', 'workshop_dispatcher'],
  body: z.strictObject({ promisedAt: Instant, reason: line(100).optional() }),
  summary: {
    zh: '约定或更改交车时间，并短信告知客户',
    en: 'Promises when the car will be ready, and tells the customer by SMS',
  },
})

export const cancelOrder = defineRoute({
  ...step,
  path: '/orders/{orderId}/cancel',
  roles: bookers,
  body: z
    .strictObject({ reason: z.enum(cancelReasons), ...remark })
    .refine((body) => body.reason !== 'other' || body.remark !== undefined, {
      path: ['remark'],
      params: { reason: 'required' },
    }),
  summary: { zh: '取消（开工之前）', en: 'Cancels an order before work has begun' },
})

/** In the order in which an order takes them. */
export const orderSteps = [
  rescheduleOrder,
  receiveOrder,
  orderNoShow,
  estimateOrder,
  authorizeOrder,
  startWork,
  proposeExtraWork,
  agreeExtraWork,
  refuseExtraWork,
  finishWork,
  passQualityCheck,
  failQualityCheck,
  invoiceOrder,
  withdrawInvoice,
  deliverOrder,
  promiseDelivery,
  cancelOrder,
] as const
