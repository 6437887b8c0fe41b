import type { Dealer } from '../../shared/domain/dealer.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import type { DropStore } from '../../shared/store/drop-store.ts'
import type { Files } from '../../shared/store/files.ts'
import { bulletinPeriods, isStillTold, type BulletinPeriod } from './bulletin-periods.ts'
import type { Bulletin } from './bulletins.ts'

/** Periods in the trend, the one that is told among them. */
const PERIODS_SHOWN = 6

export interface BulletinDependencies {
  readonly store: DropStore
  readonly files: Pick<Files, 'write'>
  readonly clock: Clock
  readonly log: Log
}

/** Some dealers' bulletins were not written: the job is run again, and writes only those. */
export class BulletinsFailed extends Error {
  override readonly name = 'BulletinsFailed'
}

/** On the 5th, 15th and 25th, or as soon after as there is somebody to do it: each dealer's bulletin. */
export async function sendBulletins(
  bulletin: Bulletin,
  dependencies: BulletinDependencies,
): Promise<{ readonly mails: number }> {
  const { store, log } = dependencies
  let mails = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      const planned = await sendBulletin(bulletin, dealer, dependencies)
      mails += planned
      if (planned > 0) log.info(bulletin.planned, { dealerId, mails: planned })
    } catch (error) {
      failed += 1
      log.error(bulletin.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new BulletinsFailed(`${bulletin.name}: ${String(failed)} dealers`)
  return { mails }
}

async function sendBulletin(
  bulletin: Bulletin,
  dealer: Dealer,
  { store, files, clock }: BulletinDependencies,
): Promise<number> {
  const { dealerId, zone, settings } = dealer
  const now = clock.now()
  const today = dateIn(now, zone)
  const periods = bulletinPeriods(today, settings.workingDayOverrides, PERIODS_SHOWN)
  const period = periods.at(-1)
  if (period === undefined || !isStillTold(period, today)) return 0
  const readers = await readersOf(store, { bulletin, dealerId, period }, today)
  if (readers.length === 0) return 0
  const contentFor = await bulletin.write(store, dealer, periods, now)
  if (contentFor === undefined) return 0
  let mails = 0
  for (const { row, staff } of readers) {
    const template = { name: bulletin.name, version: 1 }
    const mail = { ...row, staffId: staff.staffId, template, content: contentFor(staff.name) }
    if (await planMail({ store, files }, mail, { at: now, by: bulletin.name })) mails += 1
  }
  return mails
}

/** Which bulletin of whom. */
interface ToldPeriod {
  readonly bulletin: Bulletin
  readonly dealerId: string
  readonly period: BulletinPeriod
}

/**
 * Who has not been told of a period yet. A message's id names the role, not its holder: when somebody stands in a day
 * later, they are not told again. Whoever is both is told once.
 */
async function readersOf(
  { messages, staff: people }: Pick<DropStore, 'messages' | 'staff'>,
  which: ToldPeriod,
  today: CalendarDate,
) {
  const { bulletin, dealerId } = which
  const rows = bulletin.readers.map((role) => ({ role, row: rowOf(which, role) }))
  const written = await messages.byIds(
    dealerId,
    rows.map(({ row }) => row.messageId),
  )
  if (written.size === rows.length) return []
  const staff = await people.ofDealer(dealerId)
  const told = new Set([...written.values()].map(({ recipient }) => recipient.id))
  return rows.flatMap(({ role, row }) => {
    const [holder] = holdersOf(role, staff, today)
    if (holder === undefined || written.has(row.messageId) || told.has(holder.staffId)) return []
    told.add(holder.staffId)
    return [{ row, staff: holder }]
  })
}

function rowOf({ bulletin, dealerId, period: { named } }: ToldPeriod, role: RoleCode) {
  const item = { dealerId, purpose: bulletin.name, subject: `role#${role}`, cycle: named }
  return { ...item, step: 'told', messageId: messageIdFor(item, 'told', role, 'mail') }
}
