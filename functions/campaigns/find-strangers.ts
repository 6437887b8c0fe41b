import type { Campaign } from '../../shared/domain/campaign.ts'
import { isImporting, type Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addDays, dateIn, instantAt } from '../../shared/domain/time.ts'
import { cameIn } from '../../shared/due/plans/campaign-strangers.ts'
import { RECALL_NOTICES } from '../../shared/due/plans/recall-notices.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { RecallStore } from '../../shared/store/campaign-store.ts'
import { commitEach } from '../../shared/store/commit-each.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import type { Place } from '../../shared/store/read.ts'

const lines = {
  cameIn: {
    code: 'RECALLED_CARS_CAME_IN',
    sentence: 'VINs that nobody knew when a campaign listed them are cars of the dealer’s by now',
  },
  failed: { code: 'STRANGERS_NOT_FOUND', sentence: 'a dealer’s unknown VINs could not be looked through' },
} as const satisfies Record<string, LogLine>

/** Some dealers' unknown VINs were not looked at: the job is run again. */
export class FindFailed extends Error {
  override readonly name = 'FindFailed'
}

/** The first run of a day looks: exports come in by night. */
const UNTIL = '09:30'
/** Their cars, marks, calls and items are read together. */
const VINS_AT_ONCE = 30

/**
 * Each morning: of campaigns whose newest list is not older than calls about it are made, the VINs that were no car of the
 * dealer's and are one by now, from whichever way it came into the books.
 */
export async function findStrangers({
  store,
  clock,
  log,
}: {
  readonly store: RecallStore
  readonly clock: Clock
  readonly log: Log
}): Promise<{ readonly cameIn: number }> {
  const stamp = { at: clock.now(), by: RECALL_NOTICES }
  let total = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId, zone } = dealer
    if (stamp.at >= instantAt(dateIn(stamp.at, zone), UNTIL, zone) || isImporting(dealer, stamp.at)) continue
    try {
      let found = 0
      for (const campaign of await recentOf(store, dealer, stamp)) {
        found += await foundOf(campaign, { store, dealer, stamp })
      }
      total += found
      if (found > 0) log.info(lines.cameIn, { dealerId, cars: found })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new FindFailed(`${String(failed)} dealers whose unknown VINs were not looked at`)
  return { cameIn: total }
}

async function recentOf(
  { campaigns }: Pick<RecallStore, 'campaigns'>,
  { dealerId, zone, settings }: Dealer,
  { at }: Stamp,
): Promise<Campaign[]> {
  const since = addDays(dateIn(at, zone), -settings.recalls.callDays)
  const open = await everyPage((paging) => campaigns.inState(dealerId, 'open', paging))
  return open.filter(({ lists }) => lists.some((list) => dateIn(list.at, zone) >= since))
}

async function foundOf(
  campaign: Campaign,
  context: { readonly store: RecallStore; readonly dealer: Dealer; readonly stamp: Stamp },
): Promise<number> {
  const { store } = context
  let found = 0
  let after: Place | undefined
  do {
    const page = await store.campaigns.cars(campaign, 'unknown_here', { limit: VINS_AT_ONCE, after })
    const vins = page.items.map(({ vin }) => vin)
    const known = await store.guards.idsBehind(campaign.dealerId, 'vin', vins)
    const cars = vins.filter((vin) => known.has(vin))
    // One that somebody is just dealing with is left to them, and to tomorrow.
    if (cars.length > 0) found += await commitEach(store, await cameIn(campaign, cars, context))
    after = page.next
  } while (after !== undefined)
  return found
}
