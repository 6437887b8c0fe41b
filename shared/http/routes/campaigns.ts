import * as z from 'zod'
import { Campaign, CampaignStatus, CampaignVehicle, CampaignVehicleStatus } from '../../domain/campaign.ts'
import { CampaignId, OrderId, VehicleId } from '../../domain/ids.ts'
import { text } from '../../domain/text.ts'
import { VehicleStatus } from '../../domain/vehicle.ts'
import { WrittenVin } from '../../domain/vin.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'campaigns-api'

/** Who answers for lists being right. */
const keepers = ['information_clerk', 'service_manager', 'general_manager'] as const
/** Who hears or sees that a car is done, or needs nothing. */
const writers = [
  'service_advisor',
  'front_desk_supervisor',
  'customer_service_rep',
  'follow_up_caller',
  'workshop_supervisor',
  'technical_supervisor',
  'warranty_clerk',
  'field_service_specialist',
  ...keepers,
] as const
const readers = [
  ...writers,
  'advisor_assistant',
  'workshop_dispatcher',
  'team_leader',
  'quality_inspector',
  'parts_supervisor',
  'parts_planner',
  'data_analyst',
] as const

const count = z.int().nonnegative()

const Counts = z.object({
  /** VINs on the lists that count. */
  listed: count,
  /** Of them the dealer's cars, former ones among them. */
  ours: count,
  unknownHere: count,
  open: count,
  doneHere: count,
  doneElsewhere: count,
  notApplicable: count,
  /** Of the open ones: sold, scrapped or moved away, so that nobody is told. */
  left: count,
  /** For which an SMS was written; what became of it the ledger says. */
  sms: count,
  /** Whose owner a caller has told. */
  informed: count,
})

const CampaignBody = Campaign.omit({ dealerId: true, version: true }).extend({
  etag: z.string(),
  /** As the index shows them, which may be a little late. */
  counts: Counts,
  /** The verbs that it takes as it is. */
  allowed: z.array(z.string()),
})
export type CampaignView = z.input<typeof CampaignBody>

const CarBody = CampaignVehicle.omit({
  dealerId: true,
  version: true,
  lists: true,
  unknownThen: true,
}).extend({
  /** For the `If-Match` of a verb. */
  etag: z.string(),
  /** The car as it is now, where it is one of the dealer's. */
  vehicle: z
    .object({ plate: z.string().optional(), brand: z.string(), model: z.string(), status: VehicleStatus })
    .optional(),
  allowed: z.array(z.string()),
})
export type CampaignCarView = z.input<typeof CarBody>

const OfCar = z.object({
  ...CarBody.shape,
  /** The work is still to be done: the recall stands, and nobody has said that it is done. */
  due: z.boolean(),
  campaign: Campaign.pick({
    campaignId: true,
    number: true,
    kind: true,
    manufacturer: true,
    title: true,
    status: true,
  }),
})

const CampaignsOfCar = z.object({
  vehicleId: VehicleId.optional(),
  /** What is still to be done stands in front. */
  items: z.array(OfCar),
})
export type CampaignsOfCarView = z.input<typeof CampaignsOfCar>

export const listCampaigns = defineRoute({
  method: 'GET',
  path: '/campaigns',
  functionName,
  roles: readers,
  params: {},
  query: {
    ...pageQuery,
    limit: z.coerce.number().int().min(1).max(50).default(20),
    state: CampaignStatus.default('open'),
  },
  body: noBody,
  response: pageOf(CampaignBody),
  summary: {
    zh: '召回与服务活动，默认进行中的；附本店车辆、已完成、已通知等数量',
    en: 'Recalls and service campaigns, those that are open unless asked otherwise, with how far each has come',
  },
})

const params = { campaignId: CampaignId }

export const readCampaign = defineRoute({
  method: 'GET',
  path: '/campaigns/{campaignId}',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: CampaignBody,
  summary: { zh: '一项召回或服务活动', en: 'One recall or service campaign' },
})

export const listCampaignCars = defineRoute({
  method: 'GET',
  path: '/campaigns/{campaignId}/vehicles',
  functionName,
  roles: readers,
  params,
  query: {
    ...pageQuery,
    /** `unknown_here`: VINs on the list that are no car of the dealer's. */
    state: CampaignVehicleStatus.or(z.literal('unknown_here')).default('open'),
  },
  body: noBody,
  response: pageOf(CarBody),
  summary: {
    zh: '某活动的车辆，按状态：待实施、本店已完成、他店已完成、不适用、非本店车辆',
    en: 'Cars of a campaign in a state: open, done here, done elsewhere, not applicable, unknown here',
  },
})

export const listCampaignChanges = defineRoute({
  method: 'GET',
  path: '/campaigns/{campaignId}/changes',
  functionName,
  roles: keepers,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '某活动的修改记录', en: 'Who changed what in a campaign' },
})

const verb = {
  method: 'POST',
  functionName,
  roles: keepers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: CampaignBody,
  refuses: ['transition-refused'],
} as const

const reason = text(500)

export const withdrawCampaign = defineRoute({
  ...verb,
  path: '/campaigns/{campaignId}/withdraw',
  body: z.strictObject({ reason }),
  summary: {
    zh: '撤回活动（名单有误）：等待中的短信和电话不再进行',
    en: 'The list was wrong: SMS and calls that wait are not made any more',
  },
})

export const closeCampaign = defineRoute({
  ...verb,
  path: '/campaigns/{campaignId}/close',
  body: z.strictObject({ reason }),
  summary: { zh: '结束活动', en: 'The campaign is over' },
})

export const reopenCampaign = defineRoute({
  ...verb,
  path: '/campaigns/{campaignId}/reopen',
  body: noBody,
  summary: { zh: '重新打开活动', en: 'It goes on after all' },
})

const carParams = { campaignId: CampaignId, vin: WrittenVin }
const carVerb = { ...verb, roles: writers, params: carParams, response: CarBody } as const

export const carDone = defineRoute({
  ...carVerb,
  path: '/campaigns/{campaignId}/vehicles/{vin}/done',
  body: z
    .strictObject({
      /** The order under which it was done, where it does not name the campaign itself. */
      orderId: OrderId.optional(),
      on: BookDate.optional(),
      reason: reason.optional(),
    })
    .refine((body) => body.orderId !== undefined || body.reason !== undefined, {
      path: ['orderId'],
      params: { reason: 'one-of-several' },
    }),
  summary: {
    zh: '本店已完成（工单未写活动代码时）：附工单或原因',
    en: 'Done here by an order that does not name the campaign, or by what somebody says',
  },
})

export const carDoneElsewhere = defineRoute({
  ...carVerb,
  path: '/campaigns/{campaignId}/vehicles/{vin}/done-elsewhere',
  body: z.strictObject({ on: BookDate.optional(), reason: reason.optional() }),
  summary: { zh: '他店已完成', en: 'Another dealer has done it' },
})

export const carNotApplicable = defineRoute({
  ...carVerb,
  path: '/campaigns/{campaignId}/vehicles/{vin}/not-applicable',
  body: z.strictObject({ reason }),
  summary: { zh: '该车不适用', en: 'The car needs nothing' },
})

export const reopenCar = defineRoute({
  ...carVerb,
  path: '/campaigns/{campaignId}/vehicles/{vin}/reopen',
  body: noBody,
  summary: { zh: '该车重新待实施', en: 'It is to be done after all' },
})

export const readCampaignsOfCar = defineRoute({
  method: 'GET',
  path: '/vehicles/{vin}/campaigns',
  functionName,
  roles: readers,
  params: { vin: WrittenVin },
  query: {},
  body: noBody,
  response: CampaignsOfCar,
  summary: {
    zh: '接车：该车架号（含曾用的）涉及的召回与服务活动，待实施的在前',
    en: 'At reception: what campaigns say of a VIN, former ones too, with what is still to be done in front',
  },
})

export const campaignRoutes: readonly Route[] = [
  listCampaigns,
  readCampaign,
  listCampaignCars,
  listCampaignChanges,
  withdrawCampaign,
  closeCampaign,
  reopenCampaign,
  carDone,
  carDoneElsewhere,
  carNotApplicable,
  reopenCar,
  readCampaignsOfCar,
]
