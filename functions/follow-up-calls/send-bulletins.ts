import type { Dealer } from '../../shared/domain/dealer.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { DropStore } from '../../shared/store/drop-store.ts'
import type { Files } from '../../shared/store/files.ts'
import { bulletinPeriods, isStillTold, type BulletinPeriod } from './bulletin-periods.ts'
import { readBulletin } from './read-bulletin.ts'
import { satisfactionMail } from './satisfaction-mail.ts'

const lines = {
  planned: { code: 'SATISFACTION_BULLETIN_PLANNED', sentence: 'the satisfaction bulletin was planned' },
  failed: {
    code: 'SATISFACTION_BULLETIN_FAILED',
    sentence: 'a dealer’s satisfaction bulletin could not be written',
  },
} as const satisfies Record<string, LogLine>

/** The duty that it drafts, and its name in the ledger. */
const BULLETIN = 'satisfaction-bulletin'
/** Who passes it on, and who reads it too. */
const readerRoles = ['front_desk_supervisor', 'service_manager'] as const satisfies readonly RoleCode[]
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

/** On the 5th, 15th and 25th, or as soon after as there is somebody to do it: how content customers were. */
export async function sendSatisfactionBulletins(
  dependencies: BulletinDependencies,
): Promise<{ readonly mails: number }> {
  const { store, log } = dependencies
  let mails = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      const planned = await sendBulletin(dealer, dependencies)
      mails += planned
      if (planned > 0) log.info(lines.planned, { dealerId, mails: planned })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new BulletinsFailed(`${String(failed)} dealers`)
  return { mails }
}

async function sendBulletin(dealer: Dealer, { store, files, clock }: BulletinDependencies): Promise<number> {
  const { dealerId, zone, settings } = dealer
  const now = clock.now()
  const today = dateIn(now, zone)
  const periods = bulletinPeriods(today, settings.workingDayOverrides, PERIODS_SHOWN)
  const period = periods.at(-1)
  if (period === undefined || !isStillTold(period, today)) return 0
  const readers = await readersOf(store, dealerId, period, today)
  if (readers.length === 0) return 0
  const bulletin = await readBulletin(store, dealer, periods, now)
  if (bulletin === undefined) return 0
  let mails = 0
  for (const { row, staff } of readers) {
    const content = satisfactionMail({ ...bulletin, readerName: staff.name })
    const template = { name: BULLETIN, version: 1 }
    const mail = { ...row, staffId: staff.staffId, template, content }
    if (await planMail({ store, files }, mail, { at: now, by: BULLETIN })) mails += 1
  }
  return mails
}

/**
 * Who has not been told of a period yet. A message's id names the role, not its holder: when somebody stands in a day
 * later, they are not told again. Whoever is both is told once.
 */
async function readersOf(
  { messages, staff: people }: Pick<DropStore, 'messages' | 'staff'>,
  dealerId: string,
  period: BulletinPeriod,
  today: CalendarDate,
) {
  const rows = readerRoles.map((role) => ({ role, row: rowOf(dealerId, role, period) }))
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

function rowOf(dealerId: string, role: RoleCode, { named }: BulletinPeriod) {
  const item = { dealerId, purpose: BULLETIN, subject: `role#${role}`, cycle: named }
  return { ...item, step: 'told', messageId: messageIdFor(item, 'told', role, 'mail') }
}
