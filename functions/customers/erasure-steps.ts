import { isErased, mobilesOf, type ErasedCustomer, type ErasureStep } from '../../shared/domain/customer.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { CALL_LISTS } from '../../shared/due/plans/insurance-call-lists.ts'
import { vehicleWrites } from '../../shared/due/plans/vehicle-writes.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { fieldServiceRecord } from '../../shared/store/field-service-orders.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { everOwned } from './each-of.ts'
import { campaignEraser } from './erase-campaigns.ts'
import { complaintEraser } from './erase-complaints.ts'
import { followUpEraser } from './erase-follow-ups.ts'
import { messageEraser } from './erase-messages.ts'
import { orderEraser } from './erase-orders.ts'
import { policyEraser } from './erase-policies.ts'
import { numberWrites } from './erase-numbers.ts'
import {
  asManyAsFit,
  entriesWithout,
  recordsOf,
  type ErasedPart,
  type ErasureContext,
  type ErasureTask,
} from './erasure-part.ts'
import { isOwnedOn } from './owned-by.ts'
import * as stays from './what-stays.ts'

export type Steps = Readonly<Record<ErasureStep, ErasureTask>>

/** The steps for one request. Each looks for what is left of it, so it may be asked again and again, by whomever. */
export function stepsOfErasure(): Steps {
  return {
    duplicates: eraseDuplicate,
    vehicles: releaseVehicles,
    orders: orderEraser(),
    policies: policyEraser(),
    visits: eraseVisits,
    complaints: complaintEraser(),
    followUps: followUpEraser(),
    campaigns: campaignEraser(),
    messages: messageEraser(),
    talks: eraseTalks,
    changes: eraseChanges,
  }
}

async function eraseDuplicate({ store, dealer, stamp, record }: ErasureContext): Promise<ErasedPart> {
  const { dealerId } = dealer
  const found = await store.customers.recordsByIds(dealerId, record.duplicates)
  for (const duplicate of found.values()) {
    if (isErased(duplicate)) continue
    const { customerId, version, createdAt, createdBy, updatedAt, updatedBy } = duplicate
    const erased: ErasedCustomer = {
      ...{ dealerId, customerId, version, createdAt, createdBy, updatedAt, updatedBy },
      ...{ state: 'erased', begunAt: record.begunAt, begunBy: record.begunBy, erasedAt: stamp.at },
      duplicates: [],
    }
    const numbers = await numberWrites(store, duplicate, new Set(recordsOf(record)), stamp)
    return {
      writes: [customerRecord.put(erased, stamp), ...numbers],
      erased: 1,
      mobiles: mobilesOf(duplicate),
    }
  }
  return { writes: [], erased: 0 }
}

/** More vehicles than fit into a transaction need not be worked out. */
const VEHICLES_AT_ONCE = 40

/** The vehicles stay, with what was done to them; nobody is reminded of them any more. */
async function releaseVehicles(context: ErasureContext): Promise<ErasedPart> {
  const { store, dealer, stamp, record, room } = context
  const ids = recordsOf(record)
  const owned = await everOwned(store, dealer.dealerId, ids)
  const changed = owned
    .map((before) => {
      const isTheirs = ids.includes(before.customerId)
      const wasTheirs = (on: CalendarDate) => isOwnedOn(before, ids, on)
      return { before, after: stays.releasedVehicle(before, { isTheirs, wasTheirs }) }
    })
    .filter(({ before, after }) => !saysTheSame(before, after))
    .slice(0, VEHICLES_AT_ONCE)
  const planned = await Promise.all(
    changed.map(({ before, after }) =>
      vehicleWrites(before, after, 'owner-erased', { store, dealer, stamp }),
    ),
  )
  return asManyAsFit(
    planned.map(({ writes }) => writes),
    room,
  )
}

async function eraseVisits({ store, dealer, stamp, record, room }: ErasureContext): Promise<ErasedPart> {
  const { dealerId } = dealer
  const ids = [record.customerId, ...record.duplicates] as const
  const listed = await everyPage((paging) => store.fieldService.ofCustomer(dealerId, ids, paging))
  const found = await Promise.all(
    listed.map(async ({ fieldServiceOrderId: id }) => ({
      order: await store.fieldService.byId(dealerId, id),
      entries: await store.audit.of(dealerId, fieldServiceRecord.entity, id),
    })),
  )
  return asManyAsFit(
    found.flatMap(({ order, entries }) => {
      const bare = order && stays.erasedVisit(order, stamp)
      return [
        ...(order === undefined || bare === undefined || saysTheSame(order, bare)
          ? []
          : [[fieldServiceRecord.put(bare, stamp)]]),
        ...entries
          .filter(stays.saysSomething)
          .map((entry) => [auditRecord.put(stays.erasedEntry(entry), stamp)]),
      ]
    }),
    room,
  )
}

/** What specialists noted of calls; that there was a call and what came of it stays. */
async function eraseTalks(context: ErasureContext): Promise<ErasedPart> {
  const { store, dealer, stamp, record, room } = context
  const { dealerId } = dealer
  const ids = recordsOf(record)
  const owned = await everOwned(store, dealerId, ids)
  const theirs = owned.filter(({ customerId }) => ids.includes(customerId))
  const timers = await store.dueItems.bySubjects(
    dealerId,
    CALL_LISTS,
    theirs.map(({ vehicleId }) => `vehicle#${vehicleId}`),
  )
  return asManyAsFit(
    [
      ...[...timers.values()]
        .filter(({ note }) => note !== undefined)
        .map((timer) => [dueItemRecord.put(stays.withoutNote(timer), stamp)]),
      ...(await wordlessEntries(context, owned, callEntryRecord.entity)),
    ],
    room,
  )
}

async function eraseChanges(context: ErasureContext): Promise<ErasedPart> {
  const { store, dealer, stamp, record, room } = context
  const ids = recordsOf(record)
  const entries = await Promise.all(
    ids.map((id) => store.audit.of(dealer.dealerId, customerRecord.entity, id)),
  )
  const owned = await everOwned(store, dealer.dealerId, ids)
  return asManyAsFit(
    [
      ...entries
        .flat()
        .filter(stays.saysSomething)
        .map((entry) => [auditRecord.put(stays.erasedEntry(entry), stamp)]),
      ...(await wordlessEntries(context, owned, vehicleRecord.entity)),
    ],
    room,
  )
}

/** Entries about vehicles without somebody's own words from the time in which they were the person's. */
async function wordlessEntries(
  { store, dealer, stamp, record }: ErasureContext,
  vehicles: readonly Vehicle[],
  kind: string,
): Promise<Write[][]> {
  const ids = recordsOf(record)
  const found = await Promise.all(
    vehicles.map(async (vehicle) => {
      const entries = await store.audit.of(dealer.dealerId, kind, vehicle.vehicleId)
      const isDropped = stays.wordsOf(stays.ownWords, (on) => isOwnedOn(vehicle, ids, on), dealer.zone)
      return entriesWithout(entries, isDropped, stamp)
    }),
  )
  return found.flat()
}
