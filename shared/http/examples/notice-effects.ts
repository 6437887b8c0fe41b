import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import * as routes from '../routes/notice-effects.ts'

const at = (text: string) => Instant.parse(text)
const day = (text: string) => CalendarDate.parse(text)
const supervisor = 'stf_kqlnibu3txvyaquiavi5'
const readAt = at('2026-11-23T00:20:00.000Z')
const actedAt = at('2026-11-23T02:10:00.000Z')

const prices: routes.ProposedPricesView = {
  items: [
    {
      partNumber: '1234567-A01',
      name: '机油滤清器',
      limitFen: 8600,
      file: '客户限价.csv',
      row: 2,
      known: { limitFen: 8200, fromOn: day('2026-01-01'), confirmed: true },
    },
    { partNumber: '1234567-B02', limitFen: 12_900, file: '客户限价.csv', row: 3 },
  ],
}

const proposed: routes.NoticeEffectView = {
  noticeId: 'ntc_kqlnibu3txvyaquiavi5',
  kind: 'parts_price',
  status: 'proposed',
  etag: '"2"',
  found: 2,
  applied: 0,
  skipped: 0,
  done: 0,
  faults: [
    {
      code: 'price-invalid',
      file: '客户限价.csv',
      row: 4,
      column: '限价',
      zh: '价格无法识别',
      en: 'The price cannot be read',
    },
  ],
  moreFaults: 0,
  fromOn: day('2026-12-01'),
  statementIds: [],
  campaignIds: [],
  dates: [],
  prices,
  allowed: ['accept', 'decline', 'withdraw'],
  createdAt: at('2026-11-23T00:15:00.000Z'),
  createdBy: 'manufacturer-notices',
  updatedAt: readAt,
  updatedBy: 'notice-effects',
}

const decided = { at: actedAt, by: supervisor } as const
const acted = { etag: '"3"', updatedAt: actedAt, updatedBy: supervisor } as const

export const noticeEffectExamples = [
  example(routes.readEffect, { response: proposed }),
  example(routes.listProposedPrices, { response: prices }),
  example(routes.listEffectChanges, {
    response: {
      items: [
        {
          at: actedAt,
          by: supervisor,
          action: 'accepted',
          before: { status: 'proposed' },
          after: { status: 'applying' },
        },
      ],
    },
  }),
  example(routes.acceptEffect, {
    body: { fromOn: day('2026-12-01') },
    response: { ...proposed, ...acted, status: 'applying', decided, allowed: ['withdraw'] },
  }),
  example(routes.declineEffect, {
    body: { reason: '与厂家系统不一致，已电话核实' },
    response: {
      ...proposed,
      ...acted,
      status: 'declined',
      decided: { ...decided, reason: '与厂家系统不一致，已电话核实' },
      allowed: ['withdraw'],
    },
  }),
  example(routes.retryEffect, {
    response: {
      ...proposed,
      ...acted,
      status: 'owed',
      found: 0,
      faults: [],
      fromOn: undefined,
      allowed: ['withdraw'],
    },
  }),
  example(routes.withdrawEffect, {
    body: { reason: '厂家来电：清单有误' },
    response: {
      ...proposed,
      ...acted,
      status: 'withdrawing',
      decided: { ...decided, reason: '厂家来电：清单有误' },
      allowed: [],
    },
  }),
]
