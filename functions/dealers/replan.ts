import { isImporting, type Dealer } from '../../shared/domain/dealer.ts'
import { subjectId } from '../../shared/domain/due-item.ts'
import type { PurposeName } from '../../shared/domain/purpose.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Replan } from '../../shared/domain/replan.ts'
import { leavingOutDamaged } from '../../shared/due/leave-out-damaged.ts'
import { APPOINTMENTS } from '../../shared/due/plans/appointment-reminders.ts'
import { CALL_LISTS } from '../../shared/due/plans/insurance-call-lists.ts'
import { MAINTENANCE } from '../../shared/due/plans/maintenance-reminders.ts'
import { REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { Place } from '../../shared/store/read.ts'
import { replanRecord } from '../../shared/store/replans.ts'
import type { Store } from '../../shared/store/store.ts'
import { replanAppointments } from './replan-appointments.ts'
import { replanDuties } from './replan-duties.ts'
import { replanVehicles } from './replan-vehicles.ts'

const lines = {
  walked: {
    code: 'REPLAN_WALKED',
    sentence: 'what waits for a dealer’s vehicles, appointments and duties followed changed settings',
  },
  waits: { code: 'REPLAN_WAITS', sentence: 'an import is half in: its dealer’s vehicles are walked later' },
  restarted: {
    code: 'REPLAN_RESTARTED',
    sentence: 'settings were changed again during the walk: it begins anew',
  },
  failed: { code: 'REPLAN_FAILED', sentence: 'a dealer’s vehicles could not be walked to the end' },
} as const satisfies Record<string, LogLine>

export const REPLAN = 'replan'

/** Whose dates hang on settings, in the order in which they are walked. */
const walked: readonly [PurposeName, ...PurposeName[]] = [
  MAINTENANCE,
  CALL_LISTS,
  APPOINTMENTS,
  REPORT_DEADLINES,
]

/** A walk from its beginning, in the place of one that may be there. */
export function replanFrom(known: Replan | undefined, dealerId: string, stamp: Stamp): Replan {
  const created = known ?? { version: 0, createdAt: stamp.at, createdBy: stamp.by }
  const { version, createdAt, createdBy } = created
  return {
    dealerId,
    requestedAt: stamp.at,
    purpose: walked[0],
    looked: 0,
    moved: 0,
    version,
    createdAt,
    createdBy,
    updatedAt: stamp.at,
    updatedBy: stamp.by,
  }
}

/** All that one vehicle writes, its own record among it, times this stays below a transaction's hundred. */
const VEHICLES_AT_ONCE = 14
/** An appointment writes its due item alone; a batched read holds a hundred keys. */
const APPOINTMENTS_AT_ONCE = 90

/** Left for a page's reads and writes, and for those of the place behind it. */
const MOST_PAGE_MS = 20_000

export interface ReplanDependencies {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Milliseconds that are left to this run. */
  readonly remaining: () => number
}

/** Some dealers' vehicles were not walked to the end: the next run goes on behind the last page that was. */
export class ReplansFailed extends Error {
  override readonly name = 'ReplansFailed'
}

/**
 * Walks the vehicles of each dealer whose settings have changed, page by page; after each page the place is kept, so a
 * run that ends early is gone on with by the next. Twice at once does no harm: each page is written against what was
 * read, and what has moved already moves no more.
 */
export async function replanDealers(dependencies: ReplanDependencies): Promise<{ finished: number }> {
  const { store, log, remaining } = dependencies
  let finished = 0
  let failed = 0
  for (const { dealerId } of await store.replans.pending()) {
    if (remaining() < MOST_PAGE_MS) break
    try {
      if (await walkDealer(dealerId, dependencies)) finished += 1
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new ReplansFailed(`${String(failed)} dealers`)
  return { finished }
}

/** True when the walk has come to its end. */
async function walkDealer(dealerId: string, dependencies: ReplanDependencies): Promise<boolean> {
  const { store, clock, log, remaining } = dependencies
  for (;;) {
    // Both anew for each page: settings may be changed, or an import begin, in the middle of a walk.
    const [dealer, replan] = await Promise.all([
      store.dealers.byId(dealerId),
      store.replans.ofDealer(dealerId),
    ])
    if (dealer === undefined || replan?.purpose === undefined) return false
    const stamp = { at: clock.now(), by: REPLAN }
    if (isImporting(dealer, stamp.at)) {
      log.info(lines.waits, { dealerId })
      return false
    }
    if (remaining() < MOST_PAGE_MS) return false
    const after = await walkPage(dealer, { ...replan, purpose: replan.purpose }, dependencies, stamp)
    if ((await store.commit([replanRecord.put(after, stamp)])).kind === 'conflict') {
      log.info(lines.restarted, { dealerId })
      continue
    }
    if (after.purpose === undefined) {
      log.info(lines.walked, { dealerId, looked: after.looked, moved: after.moved })
      return true
    }
  }
}

async function walkPage(
  dealer: Dealer,
  replan: Replan & { readonly purpose: PurposeName },
  { store, log }: Pick<ReplanDependencies, 'store' | 'log'>,
  stamp: Stamp,
): Promise<Replan> {
  const { dealerId } = dealer
  const { purpose, place } = replan
  if (purpose === REPORT_DEADLINES) {
    const { looked, moved } = await leavingOutDamaged(log, { dealerId, kind: 'replan' }, (onDamaged) =>
      replanDuties({ store, dealer, stamp, onDamaged }),
    )
    return afterPage(replan, { looked, moved, next: undefined }, stamp)
  }
  const limit = purpose === APPOINTMENTS ? APPOINTMENTS_AT_ONCE : VEHICLES_AT_ONCE
  const page = await store.dueItems.ofPurpose(dealerId, purpose, { limit, after: place })
  if (purpose === APPOINTMENTS) {
    const moved = await replanAppointments(page.items, { store, dealer, stamp })
    return afterPage(replan, { looked: page.items.length, moved, next: page.next }, stamp)
  }
  const vehicleIds = page.items.map(({ subject }) => subjectId(subject))
  const moved = await replanVehicles(vehicleIds, { store, dealer, stamp })
  return afterPage(replan, { looked: vehicleIds.length, moved, next: page.next }, stamp)
}

/** The walk behind a page: at the page that follows, at the next purpose, or over. */
function afterPage(
  replan: Replan & { readonly purpose: PurposeName },
  page: { readonly looked: number; readonly moved: number; readonly next: Place | undefined },
  stamp: Stamp,
): Replan {
  const { purpose } = replan
  const counted: Replan = {
    ...replan,
    looked: replan.looked + page.looked,
    moved: replan.moved + page.moved,
  }
  if (page.next !== undefined) return { ...counted, place: page.next }
  const next = walked[walked.indexOf(purpose) + 1]
  return {
    ...counted,
    purpose: next,
    place: undefined,
    ...(next === undefined ? { finishedAt: stamp.at } : {}),
  }
}
