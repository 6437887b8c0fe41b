import { daysBetween } from '../../shared/domain/time.ts'
import type { WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import { claimDaysOf } from '../../shared/domain/warranty/claim-days.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/warranty-claims.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { Place } from '../../shared/store/read.ts'
import { warrantyClaimRecord } from '../../shared/store/warranty-claims.ts'
import { claimSummary, claimView, orderChargesFen } from './claim-view.ts'
import { checkPeriod, contextOf, type Context, type WarrantyDependencies } from './context.ts'
import { moneyAtRisk } from './money-at-risk.ts'

/** Above what any dealer has open; beyond it the answer says that it is not all. */
const MOST_OPEN = 2_000
const AT_ONCE = 200

/** Answers what can be asked of claims. */
export function claimLists(dependencies: WarrantyDependencies): Implementation[] {
  const { store } = dependencies
  const summaryIn =
    ({ dealer, today }: Context) =>
    (claim: WarrantyClaim) =>
      claimSummary(claim, dealer, today)

  return [
    implement(routes.listClaims, async ({ caller, query: { limit, cursor, ...filter } }) => {
      const { dealerId } = caller
      const context = await contextOf(dependencies, caller)
      const { state: status, ...which } = filter
      const body = await paged(
        { dealerId, list: routes.listClaims.path, filter },
        { limit, cursor },
        (paging) => store.warrantyClaims.open(dealerId, { status, ...which }, paging),
        summaryIn(context),
      )
      return { body }
    }),
    implement(routes.listDeliveredClaims, async ({ caller, query: { limit, cursor, ...filter } }) => {
      const { dealerId } = caller
      checkPeriod(filter, daysBetween)
      const context = await contextOf(dependencies, caller)
      const { state: status, ...which } = filter
      const body = await paged(
        { dealerId, list: routes.listDeliveredClaims.path, filter },
        { limit, cursor },
        (paging) => store.warrantyClaims.delivered(dealerId, { status, ...which }, paging),
        summaryIn(context),
      )
      return { body }
    }),
    implement(
      routes.listWithheldClaims,
      async ({ caller: { dealerId }, query: { limit, cursor, ...filter } }) => {
        checkPeriod(filter, daysBetween)
        const body = await paged(
          { dealerId, list: routes.listWithheldClaims.path, filter },
          { limit, cursor },
          (paging) => store.warrantyClaims.withheldSince(dealerId, { ...filter, ...paging }),
          (withheld) => withheld,
        )
        return { body }
      },
    ),
    implement(routes.listClaimsOfVehicle, async ({ caller, params: { vehicleId }, query }) => {
      const { dealerId } = caller
      const [context, vehicle] = await Promise.all([
        contextOf(dependencies, caller),
        store.vehicles.byId(dealerId, vehicleId),
      ])
      if (vehicle === undefined) throw new NotFound()
      const ids = [vehicle.vehicleId, ...vehicle.absorbed]
      const body = await paged(
        { dealerId, list: routes.listClaimsOfVehicle.path, filter: { vehicleId } },
        query,
        (paging) => store.warrantyClaims.ofVehicle(dealerId, ids, paging),
        summaryIn(context),
      )
      return { body }
    }),
    implement(routes.readMoneyAtRisk, async ({ caller }) => {
      const { dealer, today } = await contextOf(dependencies, caller)
      const { claims, isAll } = await everyOpen(dependencies, dealer.dealerId)
      const { groups, waiting, ...sums } = moneyAtRisk(claims, claimDaysOf(dealer.settings), {
        today,
        zone: dealer.zone,
      })
      return {
        body: {
          on: today,
          groups: groups.map((group) => ({ ...group, claimIds: [...group.claimIds] })),
          waiting: { ...waiting, claimIds: [...waiting.claimIds] },
          ...sums,
          isAll,
        },
      }
    }),
    implement(routes.readClaim, async ({ caller, params: { warrantyClaimId } }) => {
      const [{ dealer, today }, claim] = await Promise.all([
        contextOf(dependencies, caller),
        store.warrantyClaims.byId(caller.dealerId, warrantyClaimId),
      ])
      if (claim === undefined) throw new NotFound()
      const order = await store.orders.byId(caller.dealerId, claim.orderId)
      const body = { ...claimView(claim, dealer, today), orderChargesFen: orderChargesFen(claim, order) }
      return { body, version: claim.version }
    }),
    implement(
      routes.listClaimChanges,
      async ({ caller: { dealerId }, params: { warrantyClaimId }, query }) => {
        if ((await store.warrantyClaims.byId(dealerId, warrantyClaimId)) === undefined) throw new NotFound()
        const body = await paged(
          { dealerId, list: routes.listClaimChanges.path, filter: { warrantyClaimId } },
          query,
          (paging) => store.audit.newestOf(dealerId, warrantyClaimRecord.entity, warrantyClaimId, paging),
          changeView,
        )
        return { body }
      },
    ),
  ]
}

/** What is not settled, what is due first in front. */
async function everyOpen(
  { store }: WarrantyDependencies,
  dealerId: string,
): Promise<{ readonly claims: readonly WarrantyClaim[]; readonly isAll: boolean }> {
  const claims: WarrantyClaim[] = []
  let after: Place | undefined
  do {
    const page = await store.warrantyClaims.open(dealerId, {}, { limit: AT_ONCE, after })
    claims.push(...page.items)
    after = page.next
  } while (after !== undefined && claims.length < MOST_OPEN)
  return { claims, isAll: after === undefined }
}
