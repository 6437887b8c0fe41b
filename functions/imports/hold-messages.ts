import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { DealerMissing } from '../../shared/due/purpose.ts'
import { NotFound, Refused } from '../../shared/runtime/errors.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import type { ImportStore } from './import-store.ts'
import type { Write } from '../../shared/store/table-client.ts'

/** While an import runs no customer message is decided; a run that died holds them no longer than this. */
const HOLD_MINUTES = 30

/** The dealer whose messages this import holds from `at` on. */
function holding(dealer: Dealer, importId: string, { at }: Stamp): Dealer {
  const own = { importId, until: addMinutes(at, HOLD_MINUTES) }
  return { ...dealer, importing: [...otherHolds(dealer, importId, { at }), own] }
}

/** What other imports hold; one that died is left out once its time is over. */
function otherHolds(
  dealer: Dealer,
  importId: string,
  { at }: Pick<Stamp, 'at'>,
): NonNullable<Dealer['importing']> {
  return (dealer.importing ?? []).filter((hold) => hold.importId !== importId && hold.until > at)
}

/**
 * The hold of an import that is about to change records, for the transaction that says so: two imports contend for it.
 * @throws NotFound, Refused `import-under-way`
 */
export async function holdWrite(
  store: Pick<ImportStore, 'dealers'>,
  { dealerId, importId }: { readonly dealerId: string; readonly importId: string },
  stamp: Stamp,
): Promise<Write> {
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new NotFound()
  const [other] = otherHolds(dealer, importId, stamp)
  if (other !== undefined) throw new Refused('import-under-way', { existing: other.importId })
  return dealerRecord.put(holding(dealer, importId, stamp), stamp)
}

/** Holds the dealer's messages from `stamp.at` on, or goes on holding them. */
export async function holdMessages(
  store: ImportStore,
  dealerId: string,
  importId: string,
  stamp: Stamp,
): Promise<Dealer> {
  return changeDealer(store, dealerId, stamp, (dealer) => holding(dealer, importId, stamp))
}

/** Lets go of what this import holds: another that runs goes on holding. */
export async function releaseMessages(
  store: ImportStore,
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
  store: ImportStore,
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
