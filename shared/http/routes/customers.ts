import * as z from 'zod'
import { Customer, Gender } from '../../domain/customer.ts'
import { CustomerId, VehicleId } from '../../domain/ids.ts'
import { Identifier } from '../../domain/identifier.ts'
import { Mobile, WrittenMobile } from '../../domain/mobile.ts'
import { line, text } from '../../domain/text.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { ServiceStatus, VehicleStatus } from '../../domain/vehicle.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'customers-api'

const managers = ['service_manager', 'general_manager'] as const
/** Who takes customers in, at the desk or by telephone, and keeps their records right. */
export const customerWriters = [
  'front_desk_supervisor',
  'service_advisor',
  'advisor_assistant',
  'customer_service_rep',
  'follow_up_caller',
  'information_clerk',
  'field_service_specialist',
  'renewal_specialist',
  'insurance_manager',
  ...managers,
] as const
/** Whoever talks to customers, or works on what was agreed with them. */
export const customerReaders = [
  ...customerWriters,
  'warranty_clerk',
  'insurance_specialist',
  'insurance_clerk',
  'insurance_claims_clerk',
  'insurance_assistant',
] as const
/** Who answers for the records being right. */
const keepers = ['front_desk_supervisor', 'information_clerk', ...managers] as const

export const customerParams = { customerId: CustomerId }

const { number, name, earlierMobiles, mergedFrom } = Customer.shape

const known = {
  customerId: CustomerId,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  number,
  name,
  mobile: Mobile,
  address: z.string().optional(),
  gender: Gender.optional(),
  birthday: CalendarDate.optional(),
  remark: z.string().optional(),
  /** The numbers before this one, oldest first. */
  earlierMobiles: earlierMobiles.unwrap(),
  /** Records of the same person that were merged into this one. */
  mergedFrom: mergedFrom.unwrap(),
  createdAt: Instant,
  createdBy: z.string(),
  updatedAt: Instant,
  updatedBy: z.string(),
}

export const ActiveCustomer = z.object({ state: z.literal('active'), ...known })
export type ActiveCustomerView = z.input<typeof ActiveCustomer>

/** What stands under a customer's id: the customer, or what became of the record. */
export const CustomerBody = z.discriminatedUnion('state', [
  ActiveCustomer,
  z.object({
    state: z.literal('merged'),
    ...known,
    /** The record that counts. */
    mergedInto: CustomerId,
  }),
  z.object({
    state: z.enum(['erasing', 'erased']),
    customerId: CustomerId,
    etag: z.string(),
    begunAt: Instant,
    begunBy: z.string(),
    erasedAt: Instant.optional(),
  }),
])
export type CustomerView = z.input<typeof CustomerBody>

/** As imports take them, so that nothing can be typed in that an export could not bring. */
const told = {
  name: line(100),
  mobile: WrittenMobile,
  address: text(200),
  gender: Gender,
  birthday: BookDate,
  remark: text(500),
}

export const createCustomer = defineRoute({
  method: 'POST',
  path: '/customers',
  functionName,
  roles: customerWriters,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({
    /** Without one the customer gets a number of ours. */
    number: Identifier.optional(),
    name: told.name,
    mobile: told.mobile,
    address: told.address.optional(),
    gender: told.gender.optional(),
    birthday: told.birthday.optional(),
    remark: told.remark.optional(),
  }),
  response: ActiveCustomer,
  status: 201,
  refuses: ['not-found', 'already-exists'],
  summary: { zh: '新建客户', en: 'Takes in a customer' },
})

export const findCustomers = defineRoute({
  method: 'GET',
  path: '/customers',
  functionName,
  roles: customerReaders,
  params: {},
  query: {
    mobile: WrittenMobile.optional(),
    /** The beginning of it. */
    name: line(50).optional(),
    number: Identifier.optional(),
    ...pageQuery,
  },
  body: noBody,
  /** `former`: the customer had this mobile once, or another record of the customer has it, or the number. */
  response: pageOf(ActiveCustomer.extend({ found: z.enum(['current', 'former']) })),
  summary: {
    zh: '按手机号（包括以前的）、姓名开头或客户编号查客户（三者给一）',
    en: 'Looks customers up by mobile, that of before too, the beginning of the name, or number: exactly one of them',
  },
})

export const readCustomer = defineRoute({
  method: 'GET',
  path: '/customers/{customerId}',
  functionName,
  roles: customerReaders,
  params: customerParams,
  query: {},
  body: noBody,
  response: CustomerBody,
  summary: {
    zh: '客户档案；已合并的给出现行档案，已删除的只说明已删除',
    en: 'A customer; of a merged record also where it went, of an erased one only that',
  },
})

export const changeCustomer = defineRoute({
  method: 'PATCH',
  path: '/customers/{customerId}',
  functionName,
  roles: customerWriters,
  ifMatch: true,
  idempotent: true,
  params: customerParams,
  query: {},
  body: z.strictObject({
    name: told.name.optional(),
    mobile: told.mobile.optional(),
    address: told.address.nullable().optional(),
    gender: told.gender.nullable().optional(),
    birthday: told.birthday.nullable().optional(),
    remark: told.remark.nullable().optional(),
  }),
  response: ActiveCustomer,
  refuses: ['customer-merged', 'customer-erased'],
  summary: {
    zh: '修改客户资料；换手机号时旧号留底',
    en: 'Changes a customer; a mobile that is replaced stays in the record',
  },
})

const OwnedVehicle = z.object({
  vehicleId: VehicleId,
  etag: z.string(),
  vin: z.string(),
  plate: z.string().optional(),
  brand: z.string(),
  model: z.string(),
  soldOn: CalendarDate,
  status: VehicleStatus,
  serviceStatus: ServiceStatus,
})

export const listCustomerVehicles = defineRoute({
  method: 'GET',
  path: '/customers/{customerId}/vehicles',
  functionName,
  roles: customerReaders,
  params: customerParams,
  query: pageQuery,
  body: noBody,
  response: pageOf(OwnedVehicle),
  summary: { zh: '客户名下的车辆', en: "A customer's vehicles" },
})

export const listCustomerChanges = defineRoute({
  method: 'GET',
  path: '/customers/{customerId}/changes',
  functionName,
  roles: keepers,
  params: customerParams,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '客户档案的修改记录，最新的在前', en: 'Who changed what in a customer, newest first' },
})

export const customerRoutes = [
  createCustomer,
  findCustomers,
  readCustomer,
  changeCustomer,
  listCustomerVehicles,
  listCustomerChanges,
] as const
