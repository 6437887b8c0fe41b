import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { DealerMissing } from '../../shared/due/purpose.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import type { Store } from '../../shared/store/store.ts'

/** While an import runs no customer message is decided; a run that died holds them no longer than this. */
const HOLD_MINUTES = 30

/** The dealer whose messages this import holds from `at` on. */
export function holding(dealer: Dealer, importId: string, { at }: Stamp): Dealer {
  const own = { importId, until: addMinutes(at, HOLD_MINUTES) }
  return { ...dealer, importing: [...otherHolds(dealer, importId, { at }), own] }
}

/** What other imports hold; one that died is left out once its time is over. */
export function otherHolds(
  dealer: Dealer,
  importId: string,
  { at }: Pick<Stamp, 'at'>,
): NonNullable<Dealer['importing']> {
  return (dealer.importing ?? []).filter((hold) => hold.importId !== importId && hold.until > at)
}

/** Holds the dealer's messages from `stamp.at` on, or goes on holding them. */
export async function holdMessages(
  store: Store,
  dealerId: string,
  importId: string,
  stamp: Stamp,
): Promise<Dealer> {
  return changeDealer(store, dealerId, stamp, (dealer) => holding(dealer, importId, stamp))
}

/** Lets go of what this import holds: another that runs goes on holding. */
export async function releaseMessages(
  store: Store,
  dealerId: string,
  importId: string,
  stamp: Stamp,
): Promise<void> {
  await changeDealer(store, dealerId, stamp, (dealer) => {
    const others = otherHolds(dealer, importId, stamp)
    return { ...dealer, importing: others.length > 0 ? others : undefined }
  })
}

async function changeDealer(
  store: Store,
  dealerId: string,
  stamp: Stamp,
  change: (dealer: Dealer) => Dealer,
): Promise<Dealer> {
  for (;;) {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
    const changed = change(dealer)
    const result = await store.commit([dealerRecord.put(changed, stamp)])
    if (result.kind === 'committed') return changed
  }
}
