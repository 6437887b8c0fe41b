import type { WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import { warrantySettingsOf } from '../../shared/domain/warranty/warranty-settings.ts'
import { newClaim, numberWrite } from '../../shared/due/plans/claim-of-order.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/warranty-claims.ts'
import { NotFound, Refused } from '../../shared/runtime/errors.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
import { claimIdOf, claimWithheldRecord } from '../../shared/store/warranty-claims.ts'
import * as steps from './claim-steps.ts'
import { claimView } from './claim-view.ts'
import { contextOf, type Context, type WarrantyDependencies } from './context.ts'
import { claimWrites } from './save-claim.ts'

/** A call of a route that changes one claim. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly warrantyClaimId: string }
  readonly version: number
  readonly remember: (answer: Answer<routes.ClaimView>) => Write[]
}

/** Answers what opens and changes claims. */
export function claimRoutes(dependencies: WarrantyDependencies): Implementation[] {
  const { store } = dependencies
  const answer = (claim: WarrantyClaim, { dealer, today }: Context): Answer<routes.ClaimView> => ({
    body: claimView(claim, dealer, today),
    version: claim.version,
  })
  const changed = async (
    { caller, params: { warrantyClaimId }, version, remember }: ChangeCall,
    action: string,
    change: (claim: WarrantyClaim, context: Context) => WarrantyClaim,
  ) => {
    const context = await contextOf(dependencies, caller)
    const { record } = await untilCommitted(store, async () => {
      const before = asSeen(await store.warrantyClaims.byId(caller.dealerId, warrantyClaimId), version)
      const saved = await claimWrites(action, before, change(before, context), context)
      return { record: saved.record, writes: [...saved.writes, ...remember(answer(saved.record, context))] }
    })
    return answer(record, context)
  }

  return [
    implement(routes.openClaim, async ({ caller, body: { orderId, kind }, remember }) => {
      const context = await contextOf(dependencies, caller)
      const { dealer, stamp } = context
      const { dealerId } = dealer
      const { record } = await untilCommitted(store, async () => {
        const [order, known, withheld] = await Promise.all([
          store.orders.byId(dealerId, orderId),
          store.warrantyClaims.byId(dealerId, claimIdOf(dealerId, orderId, kind)),
          store.warrantyClaims.withheldOf(dealerId, [orderId]),
        ])
        if (order === undefined) throw new NotFound()
        if (known !== undefined) throw new Refused('already-exists', { existing: known.claimId })
        if (order.status !== 'delivered') throw new Refused('transition-refused', { allowed: [] })
        const vehicle = await vehicleOfOrder(store, dealerId, order.vehicleId)
        if (vehicle === undefined) throw new NotFound()
        const claim = newClaim(order, kind, { dealer, vehicle, stamp })
        const saved = await claimWrites('opened', undefined, claim, context)
        // A person has looked at what was withheld.
        const gone = [...withheld.values()].map((each) => claimWithheldRecord.remove(each))
        const remembered = remember(answer(saved.record, context))
        const own = [...saved.writes, numberWrite(claim, stamp), ...gone]
        return { record: saved.record, writes: [...own, ...remembered] }
      })
      return answer(record, context)
    }),
    implement(routes.changeClaim, (call) =>
      changed(call, 'changed', (claim) => steps.changed(claim, call.body)),
    ),
    implement(routes.recordAuthorization, (call) =>
      changed(call, `authorization-${call.body.state}`, (claim, { stamp }) =>
        steps.authorized(claim, call.body, stamp),
      ),
    ),
    implement(routes.addEvidence, (call) =>
      changed(call, 'evidence-added', (claim, { stamp }) => steps.withEvidence(claim, call.body, stamp)),
    ),
    implement(routes.giveReason, (call) =>
      changed(call, 'reason-given', (claim, { stamp }) => steps.delayed(claim, call.body.reason, stamp)),
    ),
    implement(routes.submitClaim, (call) =>
      changed(call, 'submitted', (claim, { dealer, stamp }) =>
        steps.submitted(
          claim,
          'submit',
          call.body.manufacturerNumber,
          warrantySettingsOf(dealer.settings),
          stamp,
        ),
      ),
    ),
    implement(routes.resubmitClaim, (call) =>
      changed(call, 'resubmitted', (claim, { dealer, stamp }) =>
        steps.submitted(
          claim,
          'resubmit',
          call.body.manufacturerNumber,
          warrantySettingsOf(dealer.settings),
          stamp,
        ),
      ),
    ),
    implement(routes.takeUpClaim, (call) => changed(call, 'taken-up', steps.takenUp)),
    implement(routes.approveClaim, (call) =>
      changed(call, 'approved', (claim, { stamp }) => steps.approved(claim, call.body, stamp)),
    ),
    implement(routes.returnClaim, (call) =>
      changed(call, 'returned', (claim, { stamp }) =>
        steps.answered(claim, 'returned', call.body.reason, stamp),
      ),
    ),
    implement(routes.refuseClaim, (call) =>
      changed(call, 'refused', (claim, { stamp }) =>
        steps.answered(claim, 'refused', call.body.reason, stamp),
      ),
    ),
    implement(routes.appealClaim, (call) =>
      changed(call, 'appealed', (claim, { stamp }) => steps.appealed(claim, call.body.reason, stamp)),
    ),
    implement(routes.withdrawClaim, (call) =>
      changed(call, 'withdrawn', (claim, { stamp }) => steps.withdrawn(claim, call.body.reason, stamp)),
    ),
    implement(routes.withdrawSettlement, (call) =>
      changed(call, 'settlement-withdrawn', (claim, { stamp }) =>
        steps.unsettled(claim, call.body.reason, stamp),
      ),
    ),
  ]
}
