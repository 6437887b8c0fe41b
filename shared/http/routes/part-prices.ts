import * as z from 'zod'
import { MOST_PRICE_FEN, PartNumber, PartPrice } from '../../domain/part-price.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { line } from '../../domain/text.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'
import { pricers, readers } from './order-roles.ts'
import { functionName } from './orders.ts'

const PartPriceView = PartPrice.pick({ partNumber: true, name: true, limits: true }).extend({
  etag: z.string(),
  /** What one piece costs today, whoever the customer is; absent where no limit has begun yet. */
  today: z
    .object({
      customerFen: z.int().positive(),
      insurerFen: z.int().positive(),
      manufacturerFen: z.int().positive(),
      confirmed: z.boolean(),
    })
    .optional(),
})
export type PartPriceOnView = z.input<typeof PartPriceView>

export const readPartPrice = defineRoute({
  method: 'GET',
  path: '/part-prices/{partNumber}',
  functionName,
  roles: readers,
  params: { partNumber: PartNumber },
  query: {},
  body: noBody,
  response: PartPriceView,
  summary: {
    zh: '一个配件的限价和今天的报价，对所有客户相同',
    en: "A part's price limits, and what it costs today: the same for every customer",
  },
})

export const setPartPrice = defineRoute({
  method: 'PUT',
  path: '/part-prices/{partNumber}',
  functionName,
  roles: pricers,
  ifMatch: 'when-known',
  params: { partNumber: PartNumber },
  query: {},
  body: z.strictObject({
    limitFen: z.int().min(1).max(MOST_PRICE_FEN),
    /** The first day on which it counts. */
    fromOn: BookDate,
    /** Where it is known from: the manufacturer's list or notice. */
    source: line(40),
    name: line(60).optional(),
  }),
  response: PartPriceView,
  refuses: ['contested'],
  summary: {
    zh: '登记或确认厂家限价，自某日起生效',
    en: "Sets or confirms the manufacturer's price limit of a part, from a day on",
  },
})

export const listUnconfirmedPrices = defineRoute({
  method: 'GET',
  path: '/part-prices',
  functionName,
  roles: readers,
  params: {},
  query: pageQuery,
  body: noBody,
  response: pageOf(PartPriceView),
  refuses: ['not-found'],
  summary: {
    zh: '前台报价时填写、尚未由配件主管确认的限价',
    en: 'Parts whose price limit was named at the desk and is not confirmed yet',
  },
})

export const listPartPriceChanges = defineRoute({
  method: 'GET',
  path: '/part-prices/{partNumber}/changes',
  functionName,
  roles: [...pricers, 'general_manager'],
  params: { partNumber: PartNumber },
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: {
    zh: '一个配件限价的修改记录：由谁登记或确认',
    en: "Who named, set or confirmed a part's price limits, newest first",
  },
})

export const partPriceRoutes = [
  listUnconfirmedPrices,
  readPartPrice,
  setPartPrice,
  listPartPriceChanges,
] as const
