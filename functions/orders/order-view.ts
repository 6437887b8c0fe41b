import type { Dealer } from '../../shared/domain/dealer.ts'
import { verbsFrom } from '../../shared/domain/machine.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import { limitOn, type PartPrice } from '../../shared/domain/part-price.ts'
import { repairOrderMachine } from '../../shared/domain/repair-order-machine.ts'
import { dateIn, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { ledgerWarningView } from '../../shared/http/ledger-warning.ts'
import type {
  ChangedOrderView,
  OrderSummaryView,
  WholeOrderView,
} from '../../shared/http/routes/order-views.ts'
import type { PartPriceOnView } from '../../shared/http/routes/part-prices.ts'
import { daysInShop } from './days-in-shop.ts'
import { unitPriceFen } from './quote.ts'
import type { SavedOrder, WarningCode } from './save-order.ts'

export function orderSummary(order: RepairOrder, { zone }: Dealer, now: Instant): OrderSummaryView {
  return {
    ...order,
    etag: etagOf(order.version),
    promisedAt: order.promise?.at,
    reworkOf: order.rework?.orderId,
    daysInShop: daysInShop(order, now, dateIn(now, zone)),
  }
}

export function orderView(order: RepairOrder, { zone }: Dealer, now: Instant): WholeOrderView {
  return {
    ...order,
    etag: etagOf(order.version),
    daysInShop: daysInShop(order, now, dateIn(now, zone)),
    allowed: verbsFrom(repairOrderMachine, order.status),
  }
}

/** An order as a request leaves it, with what is odd about that and who is told of it. */
export function changedView(
  { order, warnings, told, followUp, claim, ledgerWarnings }: SavedOrder,
  dealer: Dealer,
  now: Instant,
): ChangedOrderView {
  return {
    ...orderView(order, dealer, now),
    warnings: warnings.map((code) => ({ code, ...warningWords[code] })),
    told,
    followUp,
    claim,
    ledgerWarnings: ledgerWarnings?.map(ledgerWarningView),
  }
}

const warningWords: Readonly<Record<WarningCode, { readonly zh: string; readonly en: string }>> = {
  'odometer-set-aside': {
    zh: '里程比以前的读数小，或大得不合理：已登记，但不用来推算下次保养，请核对',
    en: 'The odometer is below an earlier reading or absurdly high: kept, but no service is counted from it; check it',
  },
  'limit-unconfirmed': {
    zh: '有配件的限价由前台填写：请配件主管确认',
    en: 'A price limit was named at the desk: the parts supervisor must confirm it',
  },
  'rework-suggested': {
    zh: '可能是返修：同一车辆近期有同样的维修，如不是请更改',
    en: 'It may be rework: the car was here for the same matter not long ago; say so if it is not',
  },
}

/** A part's limits, and what one piece costs on a day: the same for every customer. */
export function partPriceView(price: PartPrice, on: CalendarDate): PartPriceOnView {
  const limit = limitOn(price, on)
  return {
    ...price,
    etag: etagOf(price.version),
    today: limit && {
      customerFen: unitPriceFen('customer', limit.limitFen),
      insurerFen: unitPriceFen('insurer', limit.limitFen),
      manufacturerFen: unitPriceFen('manufacturer', limit.limitFen),
      confirmed: limit.confirmed,
    },
  }
}
