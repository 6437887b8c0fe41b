import type { Dealer } from '../../shared/domain/dealer.ts'
import { linesOf, type RepairOrder } from '../../shared/domain/order.ts'
import type { Lines } from '../../shared/domain/order-lines.ts'
import { MOST_LINES } from '../../shared/domain/order-papers.ts'
import { withLimit, type PartPrice } from '../../shared/domain/part-price.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import type { AskedLines } from '../../shared/http/routes/order-steps.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { partPriceRecord } from '../../shared/store/part-prices.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { quote, type NamedLimit } from './quote.ts'

/**
 * The lines at the prices of today, and the writes that keep limits which the desk has named: from then on they count
 * for every customer.
 * @throws FieldsInvalid where a limit is missing, is not the one that is known, or lines become too many
 */
export async function priceLines(
  asked: AskedLines,
  order: RepairOrder,
  { store, dealer, stamp }: { store: Pick<Store, 'partPrices'>; dealer: Dealer; stamp: Stamp },
): Promise<{ lines: Lines; writes: Write[] }> {
  const partNumbers = asked.parts.map(({ partNumber }) => partNumber)
  const prices = await store.partPrices.byNumbers(dealer.dealerId, partNumbers)
  const on = dateIn(stamp.at, dealer.zone)
  const { laborRates } = dealer.settings.repairs
  const verdict = quote(asked, { prices, on, laborRates, settlement: order.settlement, stamp })
  if (!verdict.quoted) throw new FieldsInvalid(verdict.faults)
  return {
    lines: verdict.lines,
    writes: verdict.named.flatMap((named) =>
      writesForLimit(prices.get(named.partNumber), named, dealer, stamp),
    ),
  }
}

function writesForLimit(
  before: PartPrice | undefined,
  { partNumber, name, limit }: NamedLimit,
  { dealerId }: Dealer,
  stamp: Stamp,
): Write[] {
  const after: PartPrice = {
    ...(before ?? { ...unwritten(stamp), dealerId, partNumber, name }),
    limits: withLimit(before?.limits ?? [], limit),
  }
  return changeWrites(partPriceRecord, { id: partNumber, action: 'limit-named', before, after }, stamp)
}

/** @throws FieldsInvalid where an order would have more lines than one item of the table can hold */
export function withinMostLines(order: RepairOrder): RepairOrder {
  const proposed = (order.extraWork ?? []).filter(({ decision }) => decision?.outcome !== 'agreed')
  const { labor, parts } = linesOf(order)
  const count =
    labor.length +
    parts.length +
    proposed.reduce((sum, each) => sum + each.labor.length + each.parts.length, 0)
  if (count > MOST_LINES) throw new FieldsInvalid([{ path: 'body.labor', reason: 'too-large' }])
  return order
}
