import * as z from 'zod'
import { ExportSaid } from './export-said.ts'
import { CustomerId, DealerId, VehicleId } from './ids.ts'
import { Mobile } from './mobile.ts'
import { recordFields, unwritten, type Stamp } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

export const Gender = z.enum(['male', 'female'])

/** Numbers beyond these say nothing of a person any more. */
const MOST_EARLIER_MOBILES = 10
/** A person is seldom in the books twice; who is more often than this was imported wrongly, not met again and again. */
export const MOST_MERGED = 20
/** What a merge has moved must fit into the record that may take it back. */
export const MOST_MOVED_VEHICLES = 300

/** A number that the customer had before, and who recorded the next one. */
const EarlierMobile = z.object({
  mobile: Mobile,
  from: Instant,
  until: Instant,
  changedBy: z.string(),
})

const fields = {
  dealerId: DealerId,
  customerId: CustomerId,
  /** The number in the dealer's own books (客户编号). It never changes: exports name the customer by it. */
  number: z.string(),
  name: z.string().min(1),
  mobile: Mobile,
  address: z.string().optional(),
  gender: Gender.optional(),
  birthday: CalendarDate.optional(),
  remark: z.string().optional(),
  /** Oldest first. */
  earlierMobiles: z.array(EarlierMobile).max(MOST_EARLIER_MOBILES).default([]),
  /** The same person's other records, whose numbers mean this one now. */
  mergedFrom: z
    .array(z.object({ customerId: CustomerId, number: z.string() }))
    .max(MOST_MERGED)
    .default([]),
  exportSaid: ExportSaid.optional(),
  ...recordFields,
}

/** Somebody whom the department deals with. */
export const Customer = z.object({ state: z.literal('active').default('active'), ...fields })
export type Customer = z.infer<typeof Customer>

/** A record that turned out to be a customer's second one: it stays as it was, and changes no more. */
export const MergedCustomer = z.object({
  state: z.literal('merged'),
  ...fields,
  mergedInto: CustomerId,
  /** The vehicles that went over: what taking the merge back returns. */
  movedVehicles: z.array(VehicleId).max(MOST_MOVED_VEHICLES),
})
export type MergedCustomer = z.infer<typeof MergedCustomer>

/** What is erased one after the other, each in as many transactions as it needs. */
export const erasureSteps = [
  'duplicates',
  'vehicles',
  'orders',
  'policies',
  'visits',
  'complaints',
  'followUps',
  'campaigns',
  'messages',
  'talks',
  'changes',
] as const
export const ErasureStep = z.enum(erasureSteps)
export type ErasureStep = z.infer<typeof ErasureStep>

const MOST_ERASED_MOBILES = (MOST_EARLIER_MOBILES + 1) * (MOST_MERGED + 1)

/**
 * Who a person was is not known any more (Personal Information Protection Law, Art. 47): what is left says that, and
 * keeps the id that vehicles and repair records name. While the erasure is under way it also holds what finds the rest.
 */
export const ErasedCustomer = z.object({
  state: z.enum(['erasing', 'erased']),
  dealerId: DealerId,
  customerId: CustomerId,
  begunAt: Instant,
  begunBy: z.string(),
  erasedAt: Instant.optional(),
  /** What is being erased; undefined: nothing is left. */
  step: ErasureStep.optional(),
  /** The numbers under which messages are still to be looked for. */
  mobiles: z.array(Mobile).max(MOST_ERASED_MOBILES).optional(),
  /** The same person's other records. */
  duplicates: z.array(CustomerId).max(MOST_MERGED),
  ...recordFields,
})
export type ErasedCustomer = z.infer<typeof ErasedCustomer>

/** Everything that may stand in a customer's place. */
export const CustomerRecord = z.discriminatedUnion('state', [Customer, MergedCustomer, ErasedCustomer])
export type CustomerRecord = z.infer<typeof CustomerRecord>

export function isErased(record: CustomerRecord | undefined): record is ErasedCustomer {
  return record?.state === 'erasing' || record?.state === 'erased'
}

/** What is told of a customer that is new. */
export type CustomerFields = Pick<
  Customer,
  'dealerId' | 'customerId' | 'number' | 'name' | 'mobile' | 'address' | 'gender' | 'birthday' | 'remark'
>

export function newCustomer(told: CustomerFields, stamp: Stamp): Customer {
  return { ...unwritten(stamp), state: 'active', earlierMobiles: [], mergedFrom: [], ...told }
}

/** Every number that the records hold of this person, the one of now first. */
export function mobilesOf({ mobile, earlierMobiles }: Pick<Customer, 'mobile' | 'earlierMobiles'>): Mobile[] {
  return [...new Set([mobile, ...earlierMobiles.map((earlier) => earlier.mobile)])]
}

/** The customer under this number from now on; the one before stays known, with who changed it. */
export function withMobile(customer: Customer, mobile: Mobile, { at, by }: Stamp): Customer {
  if (mobile === customer.mobile) return customer
  const { earlierMobiles, createdAt } = customer
  const from = earlierMobiles.at(-1)?.until ?? createdAt
  const earlier = { mobile: customer.mobile, from, until: at, changedBy: by }
  return { ...customer, mobile, earlierMobiles: [...earlierMobiles, earlier].slice(-MOST_EARLIER_MOBILES) }
}

/** Names are compared by so many characters; what is longer is no name that anybody types. */
const COMPARED_CHARACTERS = 50

/** A name as it is looked up: width and case differ from keyboard to keyboard. */
export function nameKey(name: string): string {
  const characters = Array.from(name.normalize('NFKC').trim().toLowerCase())
  return characters.slice(0, COMPARED_CHARACTERS).join('')
}
