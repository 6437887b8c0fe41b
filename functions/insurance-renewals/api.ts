import { dateIn } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { readCallList, recordCallOutcome } from '../../shared/http/routes/insurance-renewals.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import type { Store } from '../../shared/store/store.ts'
import { listView } from './list-view.ts'
import type { TalkRecord } from './record-outcome.ts'
import { saveOutcome } from './save-outcome.ts'
import { whoseList } from './whose-list.ts'

/** What answers the routes of the renewal calls. */
export function renewalApi(dependencies: { store: Store; clock: Clock; log: Log }): Implementation[] {
  const { store, clock } = dependencies
  return [
    implement(readCallList, async ({ caller, query }) => {
      const staffId = whoseList(caller, query.staffId)
      const [dealer, staff] = await Promise.all([
        store.dealers.byId(caller.dealerId),
        store.staff.byId(caller.dealerId, staffId),
      ])
      if (dealer === undefined || staff === undefined) throw new NotFound()
      return { body: await listView(dependencies, dealer, staffId, dateIn(clock.now(), dealer.zone)) }
    }),
    implement(recordCallOutcome, async ({ caller, params, query, body, version, remember }) => {
      const { dealerId } = caller
      const { vehicleId } = params
      const staffId = whoseList(caller, query.staffId)
      const answer = ({ entry, nextContactAt }: TalkRecord) => ({
        body: { vehicleId, outcome: body.outcome, onList: entry !== undefined, nextContactAt },
        version: entry && entry.version + 1,
      })
      const talk = { dealerId, staffId, vehicleId, version, outcome: body }
      const stamp = stampOf(caller, clock.now())
      return answer(await saveOutcome(store, talk, stamp, (record) => remember(answer(record))))
    }),
  ]
}
