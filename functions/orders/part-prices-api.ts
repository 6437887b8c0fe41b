import { limitsWith, type PartPrice } from '../../shared/domain/part-price.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changed } from '../../shared/http/change-record.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { asSeenIfKnown } from '../../shared/http/etag.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  listPartPriceChanges,
  listUnconfirmedPrices,
  readPartPrice,
  setPartPrice,
} from '../../shared/http/routes/part-prices.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { partPriceRecord } from '../../shared/store/part-prices.ts'
import type { Paging } from '../../shared/store/read.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { partPriceView } from './order-view.ts'
import type { OrdersDependencies } from './steps.ts'

/** Answers what parts cost. */
export function partPricesApi({ store, clock }: OrdersDependencies): Implementation[] {
  const dealerOf = async (dealerId: string) => {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new NotFound()
    return dealer
  }
  return [
    implement(readPartPrice, async ({ caller: { dealerId }, params: { partNumber } }) => {
      const [dealer, price] = await Promise.all([
        dealerOf(dealerId),
        store.partPrices.byNumber(dealerId, partNumber),
      ])
      if (price === undefined) throw new NotFound()
      return { body: partPriceView(price, dateIn(clock.now(), dealer.zone)), version: price.version }
    }),
    implement(listUnconfirmedPrices, async ({ caller: { dealerId }, query }) => {
      const dealer = await dealerOf(dealerId)
      const today = dateIn(clock.now(), dealer.zone)
      const body = await paged(
        { dealerId, list: listUnconfirmedPrices.path, filter: {} },
        query,
        (paging) => store.partPrices.unconfirmed(dealerId, paging),
        (price) => partPriceView(price, today),
      )
      return { body }
    }),
    implement(setPartPrice, async ({ caller, version, params: { partNumber }, body }) => {
      const { dealerId } = caller
      const { name, ...limit } = body
      const stamp = stampOf(caller, clock.now())
      const dealer = await dealerOf(dealerId)
      const today = dateIn(stamp.at, dealer.zone)
      const { record: price } = await untilCommitted(store, async () => {
        const before = asSeenIfKnown(await store.partPrices.byNumber(dealerId, partNumber), version)
        const after: PartPrice = {
          ...(before ?? { ...unwritten(stamp), dealerId, partNumber }),
          ...(name === undefined ? {} : { name }),
          limits: limitsWith(before?.limits ?? [], limit, today, stamp),
        }
        return changed(partPriceRecord, { id: partNumber, action: 'limit-set', before, after }, stamp)
      })
      return { body: partPriceView(price, today), version: price.version }
    }),
    implement(listPartPriceChanges, async ({ caller: { dealerId }, params: { partNumber }, query }) => {
      if ((await store.partPrices.byNumber(dealerId, partNumber)) === undefined) throw new NotFound()
      const scope = { dealerId, list: listPartPriceChanges.path, filter: { partNumber } }
      const ask = (paging: Paging) =>
        store.audit.newestOf(dealerId, partPriceRecord.entity, partNumber, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
  ]
}
