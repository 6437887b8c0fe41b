import type { Dealer } from '../../shared/domain/dealer.ts'
import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { followUpWrites } from '../../shared/due/plans/follow-up-writes.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { Answer } from '../../shared/http/respond.ts'
import { followUpCallers, type ToldFollowUp } from '../../shared/http/routes/follow-up-calls.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import type { CallStore } from '../../shared/store/call-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { toldView } from './call-view.ts'
import type { PlannedCall } from './save-reached.ts'

export interface FollowUpDependencies {
  readonly store: CallStore
  readonly clock: Clock
}

/** What a step is worked out on, read anew for each attempt. */
export interface CallContext {
  readonly store: CallStore
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/** A request of a route that says what came of a call. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly followUpCallId: string }
  readonly version: number
  readonly remember: (answer: Answer<ToldFollowUp>) => Write[]
}

/** Takes down what came of a call, with all that follows from it, in one transaction. */
export function changeCall({ store, clock }: FollowUpDependencies) {
  return async (
    { caller, params: { followUpCallId }, version, remember }: ChangeCall,
    action: string,
    change: (call: FollowUpCall, context: CallContext) => PlannedCall | Promise<PlannedCall>,
  ): Promise<Answer<ToldFollowUp>> => {
    const { dealerId } = caller
    const stamp = stampOf(caller, clock.now())
    const { answer } = await untilCommitted(store, async () => {
      const [dealer, known] = await Promise.all([
        store.dealers.byId(dealerId),
        store.followUpCalls.byId(dealerId, followUpCallId),
      ])
      if (dealer === undefined) throw new NotFound()
      if (known !== undefined) refuseOthers(caller, known)
      const before = asSeen(known, version)
      const context = { store, dealer, stamp }
      const planned = await change(before, context)
      const { record, writes } = await followUpWrites({ action, before, after: planned.call }, context)
      const told = { body: toldView(record), version: record.version }
      return { answer: told, writes: [...writes, ...planned.writes, ...remember(told)] }
    })
    return answer
  }
}

const callers: ReadonlySet<RoleCode> = new Set(followUpCallers)

/** Who calls new owners alone has no say in other calls. */
function refuseOthers({ roles }: Caller, { kind }: FollowUpCall): void {
  if (kind !== 'new_owner' && !roles.some((role) => callers.has(role))) {
    throw new NotAllowed('role-not-allowed')
  }
}
