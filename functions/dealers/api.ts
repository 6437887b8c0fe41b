import type { Dealer } from '../../shared/domain/dealer.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  changeDealer,
  changeSettings,
  listDealerChanges,
  readDealer,
  readReplan,
  readSettings,
  readSettingsHelp,
  startReplan,
  type SettingsPatch,
} from '../../shared/http/routes/dealers.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { FieldsInvalid, NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import type { Paging } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'
import { dealerView, replanView, settingsView } from './dealer-view.ts'
import { askForReplan, changeDealerRecord } from './save-dealer.ts'
import { settingsAfter } from './settings-after.ts'
import { settingsHelp } from './settings-help.ts'

export interface DealersDependencies {
  readonly store: Store
  readonly clock: Clock
  /** The zones in which jobs run. */
  readonly zones: readonly string[]
}

/** What answers the routes of the dealer and its settings. */
export function dealersApi({ store, clock, zones }: DealersDependencies): Implementation[] {
  const dealerOf = async ({ dealerId }: Caller): Promise<Dealer> => {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new NotFound()
    return dealer
  }
  return [
    implement(readDealer, async ({ caller }) => {
      const dealer = await dealerOf(caller)
      return { body: dealerView(dealer), version: dealer.version }
    }),
    implement(changeDealer, async ({ caller, body, version }) => {
      if (body.zone !== undefined && !zones.includes(body.zone)) {
        throw new FieldsInvalid([{ path: 'body.zone', reason: 'not-a-choice' }])
      }
      const which = { dealerId: caller.dealerId, version, action: 'changed' }
      const stamp = stampOf(caller, clock.now())
      const { dealer } = await changeDealerRecord(store, which, stamp, (known) => ({ ...known, ...body }))
      return { body: dealerView(dealer), version: dealer.version }
    }),
    implement(readSettings, async ({ caller }) => {
      const [dealer, replan] = await Promise.all([dealerOf(caller), store.replans.ofDealer(caller.dealerId)])
      return { body: settingsView(dealer, replan), version: dealer.version }
    }),
    implement(changeSettings, async ({ caller, body, version }) => {
      refuseClerkOthers(caller, body)
      const which = { dealerId: caller.dealerId, version, action: 'settings-changed' }
      const stamp = stampOf(caller, clock.now())
      const { dealer, replan } = await changeDealerRecord(store, which, stamp, (known) => ({
        ...known,
        settings: settingsAfter(known.settings, body),
      }))
      return { body: settingsView(dealer, replan), version: dealer.version }
    }),
    implement(readSettingsHelp, () => Promise.resolve({ body: { settings: settingsHelp() } })),
    implement(readReplan, async ({ caller }) => {
      const [, replan] = await Promise.all([dealerOf(caller), store.replans.ofDealer(caller.dealerId)])
      return { body: replanView(replan) }
    }),
    implement(startReplan, async ({ caller, remember }) => {
      const stamp = stampOf(caller, clock.now())
      const replan = await askForReplan(store, caller.dealerId, stamp, (asked) =>
        remember({ body: replanView(asked) }),
      )
      return { body: replanView(replan) }
    }),
    implement(listDealerChanges, async ({ caller, query }) => {
      const { dealerId } = await dealerOf(caller)
      const scope = { dealerId, list: listDealerChanges.path, filter: {} }
      const ask = (paging: Paging) => store.audit.newestOf(dealerId, dealerRecord.entity, dealerId, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
  ]
}

/** The information clerk keeps the manufacturers' addresses, and sets nothing else. */
function refuseClerkOthers({ roles }: Caller, patch: SettingsPatch): void {
  const isManager = roles.some((role) => role === 'service_manager' || role === 'general_manager')
  if (!isManager && Object.keys(patch).some((section) => section !== 'manufacturers')) {
    throw new NotAllowed('role-not-allowed')
  }
}
