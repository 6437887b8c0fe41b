import type { Campaign } from '../../domain/campaign.ts'
import type { Dealer } from '../../domain/dealer.ts'
import { subjectId, type DueItem } from '../../domain/due-item.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { addDays, dateIn, instantAt, type Instant } from '../../domain/time.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { workingDaysAfter } from '../../domain/working-days.ts'

/** The SMS about recalls. */
export const RECALL_NOTICES = 'recall-notices'

/** The one step of a car in a recall. */
export const NOTICE = 'notice'

/** A car in a recall, whichever of its VINs the list names. */
export interface RecalledCar {
  readonly campaignId: Campaign['campaignId']
  readonly vehicleId: Vehicle['vehicleId']
}

export function recallSubject({ campaignId, vehicleId }: RecalledCar): string {
  return `recall#${campaignId}-${vehicleId}`
}

export function recalledCarOf({ subject }: Pick<DueItem, 'subject'>): RecalledCar {
  const [campaignId = '', vehicleId = ''] = subjectId(subject).split('-')
  return { campaignId, vehicleId }
}

/** When customers hear of a list that was read then: on the next working day, so that a wrong one can be taken back. */
export function noticeDueAt(readAt: Instant, { settings, zone }: Dealer): Instant {
  const today = dateIn(readAt, zone)
  const on = workingDaysAfter(today, 1, settings.workingDayOverrides) ?? addDays(today, 1)
  return instantAt(on, settings.recalls.noticeAt, zone)
}

/**
 * The SMS to a car's owner about a recall, as a list that is read now plans it; undefined where one waits, or was decided
 * when it would have gone out. What was held back only since the list was taken back is due again.
 * @param waits whether what waits was owed before this list too: else it is left over from one that was taken back
 */
export function planNotice(
  car: RecalledCar,
  dealer: Dealer,
  existing: DueItem | undefined,
  { waits, ...stamp }: Stamp & { readonly waits: boolean },
): DueItem | undefined {
  const stands = existing?.step === undefined ? existing && !isOnlyTakenBack(existing) : waits
  if (stands === true) return undefined
  const dueAt = noticeDueAt(stamp.at, dealer)
  return {
    ...(existing ?? unwritten(stamp)),
    dealerId: dealer.dealerId,
    purpose: RECALL_NOTICES,
    subject: recallSubject(car),
    cycle: car.campaignId,
    step: NOTICE,
    dueAt,
    plannedAt: dueAt,
    decided: existing?.decided ?? [],
    failures: 0,
  }
}

const takenBack: ReadonlySet<string | undefined> = new Set([
  'campaign-withdrawn',
  'taken-off-list',
  'not-a-recall',
])

/** Nobody was told, and only since the list was wrong. */
function isOnlyTakenBack({ decided }: DueItem): boolean {
  return decided.every(({ outcome, reason }) => outcome === 'suppressed' && takenBack.has(reason))
}
