import * as z from 'zod'
import { CampaignVehicle } from '../../domain/campaign.ts'
import { Complaint } from '../../domain/complaint.ts'
import { ErasureStep, erasureSteps } from '../../domain/customer.ts'
import { FieldServiceOrder } from '../../domain/field-service-order.ts'
import { FollowUpCall } from '../../domain/follow-up-call.ts'
import { CustomerId, MessageId, VehicleId } from '../../domain/ids.ts'
import { Message } from '../../domain/message.ts'
import { RepairOrder } from '../../domain/order.ts'
import { Policy } from '../../domain/policy.ts'
import { Instant } from '../../domain/time.ts'
import { Vehicle } from '../../domain/vehicle.ts'
import { ChangeView } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { Contact } from './contacts.ts'
import { ActiveCustomer, customerParams, CustomerBody } from './customers.ts'

const functionName = 'customers-api'
/** Who answers for the department; a copy is also handed out at the desk. */
const erasers = ['service_manager', 'general_manager'] as const
const exporters = ['front_desk_supervisor', ...erasers] as const

/** The parts of an export that are lists, in the order in which they find room. */
export const exportedLists = [
  'records',
  'contacts',
  'vehicles',
  'formerVehicles',
  'policies',
  'messages',
  'calls',
  'visits',
  'complaints',
  'followUps',
  'campaigns',
  'orders',
  'changes',
] as const

const ToldMessage = z.object({
  messageId: MessageId,
  ...Message.pick({
    purpose: true,
    channel: true,
    subject: true,
    text: true,
    status: true,
    reason: true,
    address: true,
    sentAt: true,
    heard: true,
    createdAt: true,
  }).shape,
})

const PersonalData = z.object({
  exportedAt: Instant,
  customer: ActiveCustomer,
  /** The person's other records, which were merged into this one. */
  records: z.array(CustomerBody),
  /** What was said to each of the person's numbers. */
  contacts: z.array(Contact),
  /** Without those who had them before. */
  vehicles: z.array(Vehicle.omit({ formerOwners: true })),
  /** Once the person's, by now somebody else's: only which ones. */
  formerVehicles: z.array(Vehicle.pick({ vehicleId: true, vin: true, brand: true, model: true })),
  policies: z.array(Policy),
  /** What the person was told, or was not. */
  messages: z.array(ToldMessage),
  /** What came of calls about the vehicles' insurance, while they were the person's; so too policies and orders. */
  calls: z.array(z.object({ vehicleId: VehicleId, ...ChangeView.shape })),
  visits: z.array(FieldServiceOrder),
  complaints: z.array(Complaint),
  /** What the person said when called after a visit. */
  followUps: z.array(FollowUpCall),
  /** What recalls and service campaigns say of the vehicles. */
  campaigns: z.array(CampaignVehicle),
  orders: z.array(RepairOrder),
  /** Who changed what in the person's records. */
  changes: z.array(ChangeView),
  /** Of a list that does not fit into one answer: how many are left out, the oldest. They are read record by record. */
  leftOut: z.partialRecord(z.enum(exportedLists), z.int().positive()),
})
export type PersonalDataView = z.input<typeof PersonalData>

export const exportCustomer = defineRoute({
  method: 'GET',
  path: '/customers/{customerId}/export',
  functionName,
  roles: exporters,
  params: customerParams,
  query: {},
  body: noBody,
  response: PersonalData,
  refuses: ['customer-merged', 'customer-erased'],
  summary: {
    zh: '导出本系统保存的该客户全部个人信息（个人信息保护法第四十五条）',
    en: 'All that is held about a person, to be handed to that person (Personal Information Protection Law, Art. 45)',
  },
})

const Erasure = z.object({
  customerId: CustomerId,
  /** `erasing`: the same request, with the new ETag, goes on. */
  state: z.enum(['erasing', 'erased']),
  etag: z.string(),
  /** What is being erased. */
  step: ErasureStep.optional(),
  steps: z.array(ErasureStep),
  begunAt: Instant,
  erasedAt: Instant.optional(),
  /** Records that this request erased, by step. */
  erased: z.partialRecord(ErasureStep, z.int().nonnegative()),
  /** Messages that are on their way at this moment: erased once they have arrived or failed, some minutes later. */
  beingSent: z.int().nonnegative(),
})
export type ErasureView = z.input<typeof Erasure>
export const allErasureSteps: ErasureView['steps'] = [...erasureSteps]

export const eraseCustomer = defineRoute({
  method: 'POST',
  path: '/customers/{customerId}/erase',
  functionName,
  roles: erasers,
  ifMatch: true,
  params: customerParams,
  query: {},
  body: noBody,
  response: Erasure,
  refuses: ['customer-merged'],
  summary: {
    zh: '应本人要求删除其个人信息（个人信息保护法第四十七条）：不可撤销；未完成时再次提交即继续',
    en: 'Erases a person on request (Personal Information Protection Law, Art. 47): for good; the same request goes on',
  },
})

export const customerDataRoutes = [exportCustomer, eraseCustomer] as const
