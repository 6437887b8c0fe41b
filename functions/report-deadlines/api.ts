import * as z from 'zod'
import { isOn } from '../../shared/domain/duty.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changeView } from '../../shared/http/changes.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { paged } from '../../shared/http/paged.ts'
import { listDuties, listDutyChanges, readCatalogue, readDuty } from '../../shared/http/routes/duties.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import { dutyRecord } from '../../shared/store/duties.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import type { Paging } from '../../shared/store/read.ts'
import { calendarRoute } from './calendar-route.ts'
import { dutyCatalogue } from './catalogue.ts'
import { changeRoutes } from './change-routes.ts'
import { deadlineReads } from './deadline-routes.ts'
import { deadlineVerbs } from './deadline-verb-routes.ts'
import { catalogueView, dutyView } from './duty-view.ts'
import { onTimeRoute } from './on-time-route.ts'
import { feedRoutes } from './feed-routes.ts'
import { pageOfSmall } from './page-of-small.ts'

export interface DutiesDependencies {
  readonly store: DutyStore
  readonly clock: Clock
  readonly log: Log
  /** A secret that nobody can guess, 24 bytes in base64url. */
  readonly newSecret: () => string
}

/** What answers the routes of duties, their calendar, its feeds and their deadlines. */
export function dutiesApi(dependencies: DutiesDependencies): Implementation[] {
  return [
    ...readRoutes(dependencies),
    ...changeRoutes(dependencies),
    calendarRoute(dependencies),
    ...feedRoutes(dependencies),
    ...deadlineReads(dependencies),
    ...deadlineVerbs(dependencies),
    onTimeRoute(dependencies),
  ]
}

function readRoutes({ store }: DutiesDependencies): Implementation[] {
  return [
    implement(readCatalogue, async ({ caller: { dealerId } }) => ({
      body: catalogueView(dutyCatalogue, await store.duties.ofDealer(dealerId)),
    })),
    implement(listDuties, async ({ caller: { dealerId }, query: { role, on, limit, cursor } }) => {
      const scope = { dealerId, list: listDuties.path, filter: { role, on } }
      const after = cursor === undefined ? undefined : placeOf(scope, cursor, z.string())
      const duties = (await store.duties.ofDealer(dealerId))
        .filter((duty) => role === undefined || duty.role === role)
        .filter((duty) => on === 'all' || isOn(duty) === (on === 'yes'))
      const { items, next } = pageOfSmall(duties, ({ code }) => code, { limit, after })
      return { body: { items: items.map(dutyView), next: next && cursorFor(scope, next) } }
    }),
    implement(readDuty, async ({ caller: { dealerId }, params: { code } }) => {
      const duty = await store.duties.byCode(dealerId, code)
      if (duty === undefined) throw new NotFound()
      return { body: dutyView(duty), version: duty.version }
    }),
    implement(listDutyChanges, async ({ caller: { dealerId }, params: { code }, query }) => {
      if ((await store.duties.byCode(dealerId, code)) === undefined) throw new NotFound()
      const scope = { dealerId, list: listDutyChanges.path, filter: { code } }
      const ask = (paging: Paging) => store.audit.newestOf(dealerId, dutyRecord.entity, code, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
  ]
}
