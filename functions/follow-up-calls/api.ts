import { addMinutes, dateIn } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/follow-up-calls.ts'
import { informOfRecall } from '../../shared/http/routes/recall-calls.ts'
import { readNewOwnerList, welcomeNewOwner } from '../../shared/http/routes/new-owner-calls.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { followUpCallIdOf, followUpCallRecord } from '../../shared/store/follow-up-calls.ts'
import { attempted, notAnswered, welcomed } from './call-steps.ts'
import { callSummary, callView } from './call-view.ts'
import { changeCall, type FollowUpDependencies } from './change-call.ts'
import { dayList } from './day-list.ts'
import { newOwnerList } from './new-owner-list.ts'
import { refused } from './refuse-all.ts'
import { told } from './save-informed.ts'
import { heardBackOf, reached } from './save-reached.ts'

/** A longer period would have more keys than one request can look through. */
const MOST_DAYS = 400

/** What answers the routes of follow-up calls. */
export function followUpApi(dependencies: FollowUpDependencies): Implementation[] {
  const { store } = dependencies
  const changed = changeCall(dependencies)
  const callOf = async (dealerId: string, followUpCallId: string) => {
    const call = await store.followUpCalls.byId(dealerId, followUpCallId)
    if (call === undefined) throw new NotFound()
    return call
  }
  return [
    ...listRoutes(dependencies),
    implement(routes.readFollowUp, async ({ caller: { dealerId }, params: { followUpCallId } }) => {
      const call = await callOf(dealerId, followUpCallId)
      return { body: callView(call), version: call.version }
    }),
    implement(routes.readFollowUpOfOrder, async ({ caller: { dealerId }, params: { orderId } }) => {
      const call = await callOf(dealerId, followUpCallIdOf(dealerId, orderId))
      return { body: callView(call), version: call.version }
    }),
    implement(routes.reachFollowUp, (call) =>
      changed(call, 'reached', (before, context) => reached(before, call.body, context)),
    ),
    implement(routes.hearBackFollowUp, (call) =>
      changed(call, 'heard-back', (before, context) => heardBackOf(before, call.body, context)),
    ),
    implement(welcomeNewOwner, (call) =>
      changed(call, 'welcomed', (before, context) => ({
        call: welcomed(before, call.body, context),
        writes: [],
      })),
    ),
    implement(informOfRecall, (call) =>
      changed(call, 'informed', (before, context) => told(before, call.body, context)),
    ),
    implement(routes.noAnswerFollowUp, (call) =>
      changed(call, 'not-answered', (before, context) => ({
        call: notAnswered(before, call.body.remark, context),
        writes: [],
      })),
    ),
    implement(routes.refuseFollowUp, (call) =>
      changed(call, 'refused', (before, context) => refused(before, call.body, context)),
    ),
    implement(routes.wrongNumberFollowUp, (call) =>
      changed(call, 'wrong-number', (before, context) => ({
        call: attempted(before, 'wrong-number', call.body.remark, context),
        writes: [],
      })),
    ),
    implement(
      routes.listFollowUpChanges,
      async ({ caller: { dealerId }, params: { followUpCallId }, query }) => {
        await callOf(dealerId, followUpCallId)
        const body = await paged(
          { dealerId, list: routes.listFollowUpChanges.path, filter: { followUpCallId } },
          query,
          (paging) => store.audit.newestOf(dealerId, followUpCallRecord.entity, followUpCallId, paging),
          changeView,
        )
        return { body }
      },
    ),
  ]
}

function listRoutes({ store, clock }: FollowUpDependencies): Implementation[] {
  return [
    implement(routes.readFollowUpList, async ({ caller: { dealerId }, query: { on, limit } }) => {
      const dealer = await store.dealers.byId(dealerId)
      if (dealer === undefined) throw new NotFound()
      const now = clock.now()
      return { body: await dayList(store, dealer, { on: on ?? dateIn(now, dealer.zone), now, limit }) }
    }),
    implement(readNewOwnerList, async ({ caller: { dealerId }, query: { limit } }) => {
      const dealer = await store.dealers.byId(dealerId)
      if (dealer === undefined) throw new NotFound()
      return { body: await newOwnerList(store, dealer, { now: clock.now(), limit }) }
    }),
    implement(routes.listEndedFollowUps, async ({ caller: { dealerId }, query }) => {
      const { limit, cursor, ...filter } = query
      const { from, until, state: status } = filter
      if (until <= from) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-small' }])
      if (until > addMinutes(from, MOST_DAYS * 24 * 60))
        throw new FieldsInvalid([{ path: 'query.until', reason: 'too-large' }])
      const body = await paged(
        { dealerId, list: routes.listEndedFollowUps.path, filter },
        { limit, cursor },
        (paging) => store.followUpCalls.ended(dealerId, { from, until, status }, paging),
        callSummary,
      )
      return { body }
    }),
    implement(
      routes.listFollowUpsOfVehicle,
      async ({ caller: { dealerId }, params: { vehicleId }, query }) => {
        const vehicle = await store.vehicles.byId(dealerId, vehicleId)
        if (vehicle === undefined) throw new NotFound()
        const body = await paged(
          { dealerId, list: routes.listFollowUpsOfVehicle.path, filter: { vehicleId } },
          query,
          (paging) => store.followUpCalls.ofVehicle(dealerId, [vehicleId, ...vehicle.absorbed], paging),
          callSummary,
        )
        return { body }
      },
    ),
  ]
}
