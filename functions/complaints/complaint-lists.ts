import { addMinutes } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/complaints.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { complaintRecord } from '../../shared/store/complaints.ts'
import type { ComplaintsDependencies } from './api.ts'
import { complaintSummary, complaintView } from './complaint-view.ts'

/** A longer period would have more keys than one request can look through. */
const MOST_DAYS = 400

/** Answers what can be asked of complaints. */
export function complaintLists({ store, clock }: ComplaintsDependencies): Implementation[] {
  return [
    implement(routes.listComplaints, async ({ caller: { dealerId }, query }) => {
      const { state: status, owner: ownerId } = query
      const now = clock.now()
      const body = await paged(
        { dealerId, list: routes.listComplaints.path, filter: { state: status, owner: ownerId } },
        query,
        (paging) => store.complaints.open(dealerId, { status, ownerId }, paging),
        (complaint) => complaintSummary(complaint, now),
      )
      return { body }
    }),
    implement(routes.listFiledComplaints, async ({ caller: { dealerId }, query }) => {
      const { limit, cursor, ...filter } = query
      const { from, until, state: status, owner: ownerId, matter } = filter
      if (until <= from) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-small' }])
      if (until > addMinutes(from, MOST_DAYS * 24 * 60))
        throw new FieldsInvalid([{ path: 'query.until', reason: 'too-large' }])
      const now = clock.now()
      const body = await paged(
        { dealerId, list: routes.listFiledComplaints.path, filter },
        { limit, cursor },
        (paging) => store.complaints.filed(dealerId, { from, until, status, ownerId, matter }, paging),
        (complaint) => complaintSummary(complaint, now),
      )
      return { body }
    }),
    implement(
      routes.listComplaintsOfCustomer,
      async ({ caller: { dealerId }, params: { customerId }, query }) => {
        const customer = await store.customers.byId(dealerId, customerId)
        if (customer === undefined) throw new NotFound()
        const ids = [customer.customerId, ...customer.mergedFrom.map((other) => other.customerId)]
        const now = clock.now()
        const body = await paged(
          { dealerId, list: routes.listComplaintsOfCustomer.path, filter: { customerId } },
          query,
          (paging) => store.complaints.ofCustomer(dealerId, ids, paging),
          (complaint) => complaintSummary(complaint, now),
        )
        return { body }
      },
    ),
    implement(
      routes.listComplaintsOfVehicle,
      async ({ caller: { dealerId }, params: { vehicleId }, query }) => {
        const vehicle = await store.vehicles.byId(dealerId, vehicleId)
        if (vehicle === undefined) throw new NotFound()
        const now = clock.now()
        const body = await paged(
          { dealerId, list: routes.listComplaintsOfVehicle.path, filter: { vehicleId } },
          query,
          (paging) => store.complaints.ofVehicle(dealerId, [vehicleId, ...vehicle.absorbed], paging),
          (complaint) => complaintSummary(complaint, now),
        )
        return { body }
      },
    ),
    implement(routes.readComplaint, async ({ caller: { dealerId }, params: { complaintId } }) => {
      const complaint = await store.complaints.byId(dealerId, complaintId)
      if (complaint === undefined) throw new NotFound()
      return { body: complaintView(complaint, clock.now()), version: complaint.version }
    }),
    implement(
      routes.listComplaintChanges,
      async ({ caller: { dealerId }, params: { complaintId }, query }) => {
        if ((await store.complaints.byId(dealerId, complaintId)) === undefined) throw new NotFound()
        const body = await paged(
          { dealerId, list: routes.listComplaintChanges.path, filter: { complaintId } },
          query,
          (paging) => store.audit.newestOf(dealerId, complaintRecord.entity, complaintId, paging),
          changeView,
        )
        return { body }
      },
    ),
  ]
}
