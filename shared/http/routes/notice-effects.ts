import * as z from 'zod'
import { noticeEffectMachine } from '../../domain/notice-effect-machine.ts'
import { NoticeEffect } from '../../domain/notice-effect.ts'
import { verbsOf } from '../../domain/machine.ts'
import { PartPrice } from '../../domain/part-price.ts'
import { ProposedPrice } from '../../domain/proposed-price.ts'
import { line } from '../../domain/text.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'
import { everybody } from './duties.ts'
import { params } from './notices.ts'

export const functionName = 'notice-effects-api'

const sentence = { zh: z.string(), en: z.string() }

/** What of an effect's way is a person's to go. */
export const EffectVerb = z
  .enum(verbsOf(noticeEffectMachine))
  .extract(['accept', 'decline', 'retry', 'withdraw'])

/** A price of a list beside the one that counts. */
const Price = ProposedPrice.extend({
  /** What counts on the day from which the list counts, or today where it names none; absent: nobody has known one. */
  known: PartPrice.shape.limits.element.pick({ limitFen: true, fromOn: true, confirmed: true }).optional(),
})
const Prices = pageOf(Price)
export type ProposedPricesView = z.input<typeof Prices>

const Effect = z.object({
  ...NoticeEffect.omit({ dealerId: true, version: true, failures: true, dueAt: true }).shape,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  /** How many facts of the list its present state has gone through. */
  done: NoticeEffect.shape.done,
  faults: z.array(NoticeEffect.shape.faults.element.extend(sentence)),
  failed: NoticeEffect.shape.failed.unwrap().extend(sentence).optional(),
  /** The beginning of a price list, each price beside the one that counts. */
  prices: Prices.optional(),
  /** The verbs that its state takes from people. */
  allowed: z.array(EffectVerb),
})
export type NoticeEffectView = z.input<typeof Effect>

export const readEffect = defineRoute({
  method: 'GET',
  path: '/notices/{noticeId}/effect',
  functionName,
  roles: everybody,
  params,
  query: {},
  body: noBody,
  response: Effect,
  refuses: ['not-your-notice'],
  summary: {
    zh: '通知的落实情况：到哪一步、列有多少、采用和未采用多少、哪些读不出，以及生成的订货日、结算单、限价',
    en: 'What a notice brings: how far it is, how much is listed, taken and left, and what it has made of days, statements and prices',
  },
})

export const listProposedPrices = defineRoute({
  method: 'GET',
  path: '/notices/{noticeId}/effect/prices',
  functionName,
  roles: everybody,
  params,
  query: { cursor: z.string().min(1).max(1000).optional() },
  body: noBody,
  response: Prices,
  refuses: ['not-your-notice'],
  summary: {
    zh: '通知带来的限价，新旧对照，按清单顺序',
    en: 'The price limits that a notice brings, each beside the one that counts, in the order of the list',
  },
})

export const listEffectChanges = defineRoute({
  method: 'GET',
  path: '/notices/{noticeId}/effect/changes',
  functionName,
  roles: everybody,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  refuses: ['not-your-notice'],
  summary: { zh: '谁确认、拒绝、重试或撤回过', en: 'Who said yes or no, had it tried again or took it back' },
})

const verb = {
  functionName,
  method: 'POST',
  roles: everybody,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: Effect,
  refuses: ['not-your-notice', 'transition-refused', 'no-staff-record'],
} as const

const reason = z.strictObject({ reason: line(500) })

export const acceptEffect = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/effect/accept',
  body: z.strictObject({
    /** The first day on which it counts; absent: as the notice says. */
    fromOn: BookDate.optional(),
  }),
  summary: {
    zh: '确认：限价自通知所说或所填日期起生效；通知没有写日期的须填',
    en: 'Says yes: the limits count from the day that the notice names, or that is given; one must be where it names none',
  },
})

export const declineEffect = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/effect/decline',
  body: reason,
  summary: { zh: '拒绝，写明原因：什么也不改', en: 'Says no, with the reason: nothing changes' },
})

export const retryEffect = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/effect/retry',
  body: noBody,
  summary: { zh: '落实失败的重试', en: 'Has what failed tried again' },
})

export const withdrawEffect = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/effect/withdraw',
  body: reason,
  summary: {
    zh: '撤回，写明原因：已生效的订货日、限价和尚未确认的结算单一并撤销',
    en: 'Takes it back, with the reason: ordering days, limits, and statements that nobody has accepted go with it',
  },
})

export const noticeEffectRoutes: readonly Route[] = [
  readEffect,
  listProposedPrices,
  listEffectChanges,
  acceptEffect,
  declineEffect,
  retryEffect,
  withdrawEffect,
]
