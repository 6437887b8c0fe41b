import type { Dealer } from '../../shared/domain/dealer.ts'
import { verbsFrom } from '../../shared/domain/machine.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import type { StatutoryRequest } from '../../shared/domain/statutory-request.ts'
import { statutoryRequestMachine } from '../../shared/domain/statutory-request-machine.ts'
import { customerClocks } from '../../shared/domain/warranty/customer-clocks.ts'
import { isCalendarKnown } from '../../shared/domain/working-days.ts'
import { requestTimerWrites } from '../../shared/due/plans/request-timers.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { changed as recordChanged, changeRecord } from '../../shared/http/change-record.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { paged } from '../../shared/http/paged.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/warranty.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import { requestIdOf, statutoryRequestRecord } from '../../shared/store/statutory-requests.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { contextOf, vehicleOfVin, type WarrantyDependencies } from './context.ts'

function requestView(request: StatutoryRequest): routes.StatutoryRequestView {
  const { askedOn, answerBy, doneBy } = request
  const years = [...new Set([askedOn, answerBy, doneBy].map((day) => Number(day.slice(0, 4))))]
  return {
    ...request,
    etag: etagOf(request.version),
    yearsWithoutCalendar: years.filter((year) => !isCalendarKnown(year)),
    allowed: verbsFrom(statutoryRequestMachine, request.status),
  }
}

const answer = (request: StatutoryRequest): Answer<routes.StatutoryRequestView> => ({
  body: requestView(request),
  version: request.version,
})

/** A call of a route that changes one request. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly statutoryRequestId: string }
  readonly version: number
  readonly remember: (answer: Answer<routes.StatutoryRequestView>) => Write[]
}

type Verb = keyof typeof statutoryRequestMachine.transitions

/** Answers what customers ask for under the law, and what they are told. */
export function statutoryRoutes(dependencies: WarrantyDependencies): Implementation[] {
  const { store } = dependencies
  const changed = async (
    { caller, params: { statutoryRequestId: id }, version, remember }: ChangeCall,
    verb: Verb,
    action: string,
    told: (request: StatutoryRequest, stamp: Stamp) => Partial<StatutoryRequest>,
  ) => {
    const { dealer, stamp } = await contextOf(dependencies, caller)
    const read = () => store.statutoryRequests.byId(dealer.dealerId, id)
    const request = await changeRecord(
      store,
      { kind: statutoryRequestRecord, id, version, read },
      { action, stamp },
      (before) => ({
        ...before,
        status: stateAfter(statutoryRequestMachine, before.status, verb),
        ...told(before, stamp),
      }),
      async (after, before) => [
        ...(await requestTimerWrites(before, after, { store, dealer, stamp })),
        ...remember(answer(after)),
      ],
    )
    return answer(request)
  }
  const told = (agreed: boolean, reason?: string) => (request: StatutoryRequest, stamp: Stamp) => ({
    answers: [...request.answers, { agreed, reason, ...stamp }],
  })

  return [
    implement(routes.askStatutory, async ({ caller, params: { vin }, body, remember }) => {
      const context = await contextOf(dependencies, caller)
      const { dealer, stamp, today } = context
      const { askedOn = today, ...asked } = body
      if (askedOn > today) throw new FieldsInvalid([{ path: 'body.askedOn', reason: 'too-far-ahead' }])
      const clocks = clocksOf(askedOn, dealer)
      const { record } = await untilCommitted(store, async () => {
        const vehicle = await vehicleOfVin(context, vin)
        const requestId = requestIdOf(dealer.dealerId, vehicle.vehicleId, askedOn)
        if ((await store.statutoryRequests.byId(dealer.dealerId, requestId)) !== undefined) {
          throw new Refused('already-exists', { existing: requestId })
        }
        const after: StatutoryRequest = {
          ...unwritten(stamp),
          ...clocks,
          ...asked,
          dealerId: dealer.dealerId,
          requestId,
          vehicleId: vehicle.vehicleId,
          vin: vehicle.vin,
          askedOn,
          status: 'asked',
          answers: [],
        }
        const change = { id: requestId, action: 'asked', before: undefined, after }
        const saved = recordChanged(statutoryRequestRecord, change, stamp)
        const timers = await requestTimerWrites(undefined, after, { store, dealer, stamp })
        return { ...saved, writes: [...saved.writes, ...timers, ...remember(answer(saved.record))] }
      })
      return answer(record)
    }),
    implement(routes.listStatutoryRequests, async ({ caller, params: { vin }, query }) => {
      const context = await contextOf(dependencies, caller)
      const { vehicleId, absorbed } = await vehicleOfVin(context, vin)
      const { dealerId } = context.dealer
      const body = await paged(
        { dealerId, list: routes.listStatutoryRequests.path, filter: { vin } },
        query,
        (paging) => store.statutoryRequests.ofVehicle(dealerId, [vehicleId, ...absorbed], paging),
        requestView,
      )
      return { body }
    }),
    implement(routes.agreeStatutory, (call) => changed(call, 'agree', 'agreed', told(true))),
    implement(routes.declineStatutory, (call) =>
      changed(call, 'decline', 'declined', told(false, call.body.reason)),
    ),
    implement(routes.completeStatutory, (call) =>
      changed(call, 'complete', 'completed', (_, { at }) => ({ completedAt: at })),
    ),
    implement(routes.withdrawStatutory, (call) =>
      changed(call, 'withdraw', 'withdrawn', (_, { at }) => ({ withdrawnAt: at })),
    ),
  ]
}

/** @throws Refused where nobody can say by when */
function clocksOf(askedOn: StatutoryRequest['askedOn'], { settings }: Dealer) {
  const clocks = customerClocks(askedOn, settings.workingDayOverrides)
  if (!clocks.known) throw new Refused('customer-clocks-unknown')
  const { answerBy, doneBy, article, source } = clocks
  return { answerBy, doneBy, article, source }
}
