import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Replan } from '../../shared/domain/replan.ts'
import { changed } from '../../shared/http/change-record.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import { replanRecord } from '../../shared/store/replans.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { replanFrom } from './replan.ts'
import { movesWhatWaits, settingsFaults } from './settings-after.ts'

/** An audit entry holds the settings twice, and an item of the table holds 400 KB. */
const MOST_SETTINGS_BYTES = 120 * 1024

export interface SavedDealer {
  readonly dealer: Dealer
  readonly replan: Replan | undefined
}

/**
 * Changes the dealer in the version that the caller has seen. Where days that were planned before are others now, the
 * walk that moves them is asked for in the same transaction: it can be neither forgotten nor early.
 * @throws NotFound, Stale, FieldsInvalid, Contested
 */
export async function changeDealerRecord(
  store: Store,
  { dealerId, version, action }: { dealerId: string; version: number; action: string },
  stamp: Stamp,
  change: (dealer: Dealer) => Dealer,
): Promise<SavedDealer> {
  const { saved } = await untilCommitted(store, async () => {
    const [known, walk] = await Promise.all([store.dealers.byId(dealerId), store.replans.ofDealer(dealerId)])
    const before = asSeen(known, version)
    const after = change(before)
    if (Buffer.byteLength(JSON.stringify(after.settings)) > MOST_SETTINGS_BYTES) {
      throw new FieldsInvalid([{ path: 'body', reason: 'too-large' }])
    }
    const faults = after.settings === before.settings ? [] : settingsFaults(after.settings)
    if (faults.length > 0) throw new FieldsInvalid(faults)
    const { record, writes } = changed(dealerRecord, { id: dealerId, action, before, after }, stamp)
    const replan = movesWhatWaits(before, after) ? replanFrom(walk, dealerId, stamp) : undefined
    return {
      saved: { dealer: record, replan: replan ?? walk },
      writes: [...writes, ...(replan === undefined ? [] : [replanRecord.put(replan, stamp)])],
    }
  })
  return saved
}

/** @throws NotFound, Contested */
export async function askForReplan(
  store: Store,
  dealerId: string,
  stamp: Stamp,
  also: (replan: Replan) => readonly Write[],
): Promise<Replan> {
  const { replan } = await untilCommitted(store, async () => {
    const [dealer, walk] = await Promise.all([store.dealers.byId(dealerId), store.replans.ofDealer(dealerId)])
    if (dealer === undefined) throw new NotFound()
    const asked = replanFrom(walk, dealerId, stamp)
    return { replan: asked, writes: [replanRecord.put(asked, stamp), ...also(asked)] }
  })
  return replan
}
