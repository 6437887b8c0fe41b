import { roles } from '../../shared/domain/role-names.ts'
import { rolesOf, type Staff } from '../../shared/domain/staff.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { whoWorksFor } from '../../shared/domain/who-holds.ts'
import { openOrdersOf } from '../../shared/due/hand-on-orders.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { holderView } from '../../shared/http/holder.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  listStaff,
  listStaffChanges,
  readRoles,
  readStaff,
  readWork,
} from '../../shared/http/routes/staff.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import type { Paging } from '../../shared/store/read.ts'
import { staffRecord } from '../../shared/store/staff.ts'
import type { StaffRecords } from '../../shared/store/staff-records.ts'
import { changeRoutes } from './change-routes.ts'
import { filingRoutes } from './filing-routes.ts'
import { maySee } from './may-change.ts'
import { staffPage, StaffPlace } from './staff-page.ts'
import { roleHolders, staffView } from './staff-view.ts'

export interface StaffDependencies {
  readonly store: StaffRecords
  readonly clock: Clock
  readonly log: Log
}

/** What answers the routes of staff. */
export function staffApi(dependencies: StaffDependencies): Implementation[] {
  return [...readRoutes(dependencies), ...changeRoutes(dependencies), ...filingRoutes(dependencies)]
}

function readRoutes({ store, clock }: StaffDependencies): Implementation[] {
  const everybody = async ({ dealerId }: Caller): Promise<{ staff: Staff[]; today: CalendarDate }> => {
    const [dealer, staff] = await Promise.all([store.dealers.byId(dealerId), store.staff.ofDealer(dealerId)])
    if (dealer === undefined) throw new NotFound()
    return { staff, today: dateIn(clock.now(), dealer.zone) }
  }
  return [
    implement(listStaff, async ({ caller, query: { role, employed, limit, cursor } }) => {
      const { staff, today } = await everybody(caller)
      const scope = { dealerId: caller.dealerId, list: listStaff.path, filter: { role, employed } }
      const after = cursor === undefined ? undefined : placeOf(scope, cursor, StaffPlace)
      const { items, next } = staffPage(staff, { role, employed, today }, { limit, after })
      return {
        body: {
          items: items.map((each) => staffView(each, caller, today)),
          next: next && cursorFor(scope, next),
        },
      }
    }),
    implement(readStaff, async ({ caller, params: { staffId } }) => {
      const { staff, today } = await everybody(caller)
      const person = staff.find((each) => each.staffId === staffId)
      if (person === undefined) throw new NotFound()
      return { body: staffView(person, caller, today), version: person.version }
    }),
    implement(readWork, async ({ caller, params: { staffId } }) => {
      const { staff, today } = await everybody(caller)
      const person = staff.find((each) => each.staffId === staffId)
      if (person === undefined) throw new NotFound()
      if (!maySee(caller, person)) throw new NotAllowed('not-your-staff')
      const [entries, orders] = await Promise.all([
        store.callLists.of(caller.dealerId, staffId),
        countOrders(store, caller.dealerId, staffId),
      ])
      const workedOnBy = whoWorksFor(person, staff, today)
      const others = staff.filter((each) => each.staffId !== staffId)
      return {
        body: {
          staffId,
          on: today,
          callEntries: entries.length,
          ...orders,
          workedOnBy: workedOnBy && holderView(workedOnBy),
          withoutThem: rolesOf(person).map((role) => roleHolders(role, others, today)),
        },
      }
    }),
    implement(readRoles, async ({ caller, query }) => {
      const { staff, today } = await everybody(caller)
      const on = query.on ?? today
      return { body: { on, roles: roles.map(({ code }) => roleHolders(code, staff, on)) } }
    }),
    implement(listStaffChanges, async ({ caller: { dealerId }, params: { staffId }, query }) => {
      if ((await store.staff.byId(dealerId, staffId)) === undefined) throw new NotFound()
      const scope = { dealerId, list: listStaffChanges.path, filter: { staffId } }
      const ask = (paging: Paging) => store.audit.newestOf(dealerId, staffRecord.entity, staffId, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
  ]
}

async function countOrders(
  store: StaffRecords,
  dealerId: string,
  staffId: string,
): Promise<{ repairOrders: number; fieldServiceOrders: number; complaints: number }> {
  const count = { 'repair-order': 0, 'field-service': 0, complaint: 0 }
  for await (const page of openOrdersOf(store, dealerId, staffId)) {
    for (const { kind } of page) count[kind] += 1
  }
  return {
    repairOrders: count['repair-order'],
    fieldServiceOrders: count['field-service'],
    complaints: count.complaint,
  }
}
