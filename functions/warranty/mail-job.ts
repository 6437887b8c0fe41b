import type { Dealer } from '../../shared/domain/dealer.ts'
import { addMinutes, dateIn, instantAt } from '../../shared/domain/time.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { MailJobStore } from '../../shared/store/mail-job-store.ts'
import { draftMailings, dueToday, sourcesToday, type MailingDependencies } from './draft-mailings.ts'
import { escalateMailings } from './escalate-mailings.ts'
import { WARRANTY_MAIL } from './mailing-message.ts'
import { sendMorningList } from './send-morning-list.ts'
import { sendPackingLists } from './send-packing-list.ts'
import { sendReconciliations } from './send-reconciliations.ts'
import { shipParts } from './ship-parts.ts'

const lines = {
  planned: { code: 'WARRANTY_MAILS_PLANNED', sentence: 'mails about warranty were planned' },
  failed: { code: 'WARRANTY_MAILS_FAILED', sentence: 'a dealer’s warranty mails could not be written' },
} as const satisfies Record<string, LogLine>

/** When the day's mails go, and for how long after a stop they are still worth it; the manifests are drafted all day. */
const MORNING = '08:30'
const MINUTES_OF_MORNING = 180

/** Notices whose parts may still lie packed: the last ones of some manufacturers. */
const NOTICES_LOOKED_AT = 20

export interface MailJobDependencies extends MailingDependencies {
  readonly store: MailJobStore
  readonly log: Log
}

/** Some dealers' mails were not written: the job is run again, and writes only those. */
export class WarrantyMailsFailed extends Error {
  override readonly name = 'WarrantyMailsFailed'
}

/**
 * In the morning the list of claims and of what is to be packed, and the manifests that are due; through the day what
 * statements that have come say beside the claims, and the manifests that nobody has approved in time go up.
 */
export async function sendWarrantyMails(
  dependencies: MailJobDependencies,
): Promise<{ readonly mails: number; readonly drafted: number }> {
  const { store, clock, log } = dependencies
  let mails = 0
  let drafted = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      const told = await ofDealer(dealer, dependencies)
      mails += told.mails
      drafted += told.drafted
      if (told.mails + told.drafted > 0)
        log.info(lines.planned, { dealerId, date: dateIn(clock.now(), dealer.zone), ...told })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new WarrantyMailsFailed(`${String(failed)} dealers`)
  return { mails, drafted }
}

async function ofDealer(
  dealer: Dealer,
  dependencies: MailJobDependencies,
): Promise<{ readonly mails: number; readonly drafted: number }> {
  const now = dependencies.clock.now()
  const begins = instantAt(dateIn(now, dealer.zone), MORNING, dealer.zone)
  if (now < begins) return { mails: 0, drafted: 0 }
  const sources = sourcesToday(dealer, dependencies)
  const due = await dueToday(dealer, sources, dependencies)
  const { drafted } = await draftMailings(dealer, due, sources, dependencies)
  const isMorning = now < addMinutes(begins, MINUTES_OF_MORNING)
  const counts = [
    await sendPackingLists(dealer, due, sources, dependencies),
    ...(isMorning ? [await sendMorningList(dealer, due, sources, dependencies)] : []),
    await sendReconciliations(dealer, dependencies),
    await escalateMailings(dealer, dependencies),
  ]
  if (isMorning) await shipRest(dealer, dependencies)
  return { mails: counts.reduce((sum, { mails }) => sum + mails, 0), drafted }
}

async function shipRest({ dealerId }: Dealer, { store, clock }: MailJobDependencies): Promise<void> {
  const { items } = await store.warrantyMailings.newest(dealerId, { limit: NOTICES_LOOKED_AT })
  for (const mailing of items) await shipParts(store, mailing, { at: clock.now(), by: WARRANTY_MAIL })
}
