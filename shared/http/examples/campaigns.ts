import { CalendarDate, Instant } from '../../domain/time.ts'
import { checkVin } from '../../domain/vin.ts'
import { example } from '../example.ts'
import * as routes from '../routes/campaigns.ts'
import { informOfRecall } from '../routes/recall-calls.ts'

const at = Instant.parse('2026-11-23T01:20:00.000Z')
const later = Instant.parse('2026-11-30T08:00:00.000Z')
const by = 'stf_a2lnibu3txvyaquiavi5'
const campaignId = 'cpn_kqlnibu3txvyaquiavi5'
const orderId = 'ord_kqlnibu3txvyaquiavi5'
const on = CalendarDate.parse('2026-11-30')
const recorded = { createdAt: at, createdBy: 'notice-effects', updatedAt: at, updatedBy: 'notice-effects' }
const checked = checkVin('LGWEF4A53HF000001')
const vin = checked.ok ? checked.vin : 'LGWEF4A53HF000001'

const campaign = {
  campaignId,
  number: 'S2026M0117V',
  kind: 'recall',
  manufacturer: '长城汽车',
  title: '【召回】部分2023款车型安全气囊召回实施通知',
  status: 'open',
} as const

const whole = {
  ...campaign,
  etag: '"1"',
  openedAt: at,
  lists: [{ noticeId: 'ntc_kqlnibu3txvyaquiavi5', kind: campaign.kind, at, listed: 5, unknownHere: 1 }],
  counts: {
    listed: 5,
    ours: 4,
    unknownHere: 1,
    open: 3,
    doneHere: 1,
    doneElsewhere: 0,
    notApplicable: 0,
    left: 1,
    sms: 2,
    informed: 1,
  },
  allowed: ['withdraw', 'close'],
  ...recorded,
}

const open = {
  campaignId,
  vin,
  vehicleId: 'veh_kqlnibu3txvyaquiavi5',
  status: 'open',
  smsAt: later,
  etag: '"2"',
  vehicle: { plate: '浙A12345', brand: '长城', model: '哈弗H6', status: 'active' },
  ...recorded,
} as const
const allowed = ['done', 'done-elsewhere', 'not-applicable']

const ended = (status: 'done_here' | 'done_elsewhere' | 'not_applicable', more: object) => ({
  ...open,
  status,
  etag: '"3"',
  ended: { at: later, by, ...more },
  allowed: ['reopen'],
  updatedAt: later,
  updatedBy: by,
})

const call = {
  followUpCallId: 'fuc_kqlnibu3txvyaquiavi5',
  kind: 'recall',
  vehicleId: 'veh_kqlnibu3txvyaquiavi5',
  customerId: 'cus_kqlnibu3txvyaquiavi5',
  campaignId,
  since: CalendarDate.parse('2026-11-23'),
  dueOn: CalendarDate.parse('2026-11-24'),
  lastOn: CalendarDate.parse('2026-12-23'),
} as const

export const campaignExamples = [
  example(routes.listCampaigns, { response: { items: [whole] } }),
  example(routes.readCampaign, { response: whole }),
  example(routes.listCampaignCars, { response: { items: [{ ...open, allowed }] } }),
  example(routes.listCampaignChanges, {
    response: {
      items: [
        {
          at: later,
          by,
          action: 'withdrawn',
          before: { status: 'open' },
          after: { status: 'withdrawn', ended: { at: later, by, reason: '厂家更正了名单' } },
        },
      ],
    },
  }),
  example(routes.withdrawCampaign, {
    body: { reason: '厂家更正了名单' },
    response: {
      ...whole,
      status: 'withdrawn',
      etag: '"2"',
      ended: { at: later, by, reason: '厂家更正了名单' },
      allowed: ['reopen'],
    },
  }),
  example(routes.closeCampaign, {
    body: { reason: '厂家通知活动结束' },
    response: {
      ...whole,
      status: 'closed',
      etag: '"2"',
      ended: { at: later, by, reason: '厂家通知活动结束' },
      allowed: ['reopen'],
    },
  }),
  example(routes.reopenCampaign, { response: { ...whole, etag: '"3"' } }),
  example(routes.carDone, {
    body: { orderId, on, reason: '随保养更换气囊' },
    response: ended('done_here', { orderId, on, reason: '随保养更换气囊' }),
  }),
  example(routes.carDoneElsewhere, {
    body: { on, reason: '客户称在外地店已换' },
    response: ended('done_elsewhere', { on, reason: '客户称在外地店已换' }),
  }),
  example(routes.carNotApplicable, {
    body: { reason: '该车未装此批次气囊' },
    response: ended('not_applicable', { reason: '该车未装此批次气囊' }),
  }),
  example(routes.reopenCar, { response: { ...open, etag: '"4"', allowed } }),
  example(routes.readCampaignsOfCar, {
    response: { vehicleId: 'veh_kqlnibu3txvyaquiavi5', items: [{ ...open, due: true, allowed, campaign }] },
  }),
  example(informOfRecall, {
    body: { bookedOrderId: orderId, remark: '约周六上午' },
    response: {
      ...call,
      etag: '"2"',
      status: 'reached',
      attemptCount: 1,
      attempts: [{ at: later, by, outcome: 'reached', remark: '约周六上午' }],
      bookedOrderId: orderId,
      endedAt: later,
      allowed: [],
      warnings: [],
      createdAt: at,
      createdBy: 'notice-effects',
      updatedAt: later,
      updatedBy: by,
    },
  }),
]
