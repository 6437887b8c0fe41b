import { monthBefore, monthOf } from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { warrantyMailOf } from '../../shared/domain/manufacturer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { defaultWarrantyMail } from '../../shared/domain/warranty/mail-settings.ts'
import type { WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import type { Files } from '../../shared/store/files.ts'
import type { MailingStore } from '../../shared/store/mailing-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import {
  notDraftedYet,
  warrantyMailingIdOf,
  warrantyMailingRecord,
} from '../../shared/store/warranty-mailings.ts'
import { approveBy } from './approve-by.ts'
import { MailingSources, type DrawnUp, type NamedMailing } from './draw-up.ts'
import { draftedMail } from './mailing-mails.ts'
import { keepManifest, mayBeMailed, prepareMailing, WARRANTY_MAIL } from './mailing-message.ts'
import { approvedBy, newMailing } from './mailing-verbs.ts'
import { whatIsDue, type DueMailing } from './what-is-due.ts'

export interface MailingDependencies {
  readonly store: MailingStore
  readonly files: Pick<Files, 'read' | 'write'>
  readonly clock: Clock
}

/** A mailing of which something is due today, of one manufacturer. */
export interface DueOfManufacturer extends DueMailing {
  readonly manufacturer: string
}

/** The mailings that are due of all manufacturers of whom there is anything; on days without any nothing is read. */
export async function dueToday(
  dealer: Dealer,
  sources: MailingSources,
  { clock }: Pick<MailingDependencies, 'clock'>,
): Promise<DueOfManufacturer[]> {
  const { settings, zone } = dealer
  const today = dateIn(clock.now(), zone)
  const dueOf = (mail: Parameters<typeof whatIsDue>[0]) =>
    whatIsDue(mail, today, settings.workingDayOverrides)
  const terms = [
    defaultWarrantyMail,
    ...settings.manufacturers.flatMap(({ warrantyMail }) => warrantyMail ?? []),
  ]
  const kinds = new Set(terms.flatMap((mail) => dueOf(mail).map(({ kind }) => kind)))
  const found: DueOfManufacturer[] = []
  for (const kind of kinds) {
    for (const manufacturer of await sources.manufacturers(kind)) {
      const mail = warrantyMailOf(settings.manufacturers, manufacturer)
      found.push(
        ...dueOf(mail)
          .filter((due) => due.kind === kind)
          .map((due) => ({ ...due, manufacturer })),
      )
    }
  }
  return found
}

export function sourcesToday(dealer: Dealer, { store, clock }: MailingDependencies): MailingSources {
  const today = dateIn(clock.now(), dealer.zone)
  return new MailingSources(store, dealer, today, monthBefore(monthOf(today)))
}

/**
 * Drafts the manifests that are due and not drafted yet, each with the mail that asks for its yes; of documents of a
 * manufacturer that needs none the mail to it in its place. All of a mailing in one transaction: a job that fires twice drafts once.
 */
export async function draftMailings(
  dealer: Dealer,
  due: readonly DueOfManufacturer[],
  sources: MailingSources,
  dependencies: MailingDependencies,
): Promise<{ readonly drafted: number }> {
  const { store } = dependencies
  const { dealerId } = dealer
  const manifests = due.filter(({ what }) => what === 'manifest')
  if (manifests.length === 0) return { drafted: 0 }
  const known = await store.warrantyMailings.byIds(
    dealerId,
    manifests.map((named) => warrantyMailingIdOf(dealerId, named)),
  )
  const staff = await store.staff.ofDealer(dealerId)
  let drafted = 0
  for (const named of manifests) {
    if (known.has(warrantyMailingIdOf(dealerId, named))) continue
    const drawn = await sources.drawUp(named)
    // Drafted under a name that the manufacturer had before: it has one of a month.
    if (drawn.others.some((other) => !('undrafted' in other) && other.month === named.month)) continue
    // Where all of it is missing the clerk hears of that, and draws it up anew; where nothing is owed there is no mailing.
    if (drawn.itemIds.length + drawn.missing.length === 0) continue
    if (await draft(dealer, staff, named, drawn, dependencies)) drafted += 1
  }
  return { drafted }
}

async function draft(
  dealer: Dealer,
  staff: readonly Staff[],
  named: NamedMailing,
  drawn: DrawnUp,
  { store, files, clock }: MailingDependencies,
): Promise<boolean> {
  const { dealerId, zone } = dealer
  const stamp = { at: clock.now(), by: WARRANTY_MAIL }
  const waits = { approveBy: approveBy(dealer, named.manufacturer, stamp.at), stamp }
  const awaiting = newMailing(dealerId, named, drawn, waits)
  await keepManifest(files, awaiting, drawn)
  const { mailing, writes } = await withoutYes(dealer, awaiting, drawn, { files, stamp })
  const all = [
    ...changeWrites(
      warrantyMailingRecord,
      { id: mailing.mailingId, action: 'drafted', before: undefined, after: mailing },
      stamp,
    ),
    ...othersUnchanged(dealerId, drawn),
    ...writes,
  ]
  const [clerk] = holdersOf('warranty_clerk', staff, dateIn(stamp.at, zone))
  if (clerk === undefined) return (await store.commit(all)).kind === 'committed'
  const about = {
    dealerId,
    purpose: WARRANTY_MAIL,
    subject: `mailing#${mailing.mailingId}`,
    cycle: named.month,
  }
  const step = `drafted-${String(mailing.number)}`
  const mail = {
    ...about,
    step,
    messageId: messageIdFor(about, step, clerk.staffId, 'mail'),
    staffId: clerk.staffId,
    template: { name: 'warranty-drafted', version: 1 },
    content: await draftedMail(dealer, clerk, mailing, drawn),
  }
  return planMail({ store, files }, mail, stamp, all)
}

/**
 * Approved by the dealer's own rule, where it wants no named person's yes and the manufacturer can be written to. Parts
 * always wait for a person, who says with whom they travel: no rule knows the carrier's number.
 */
async function withoutYes(
  dealer: Dealer,
  awaiting: WarrantyMailing,
  { manifest }: DrawnUp,
  {
    files,
    stamp,
  }: {
    readonly files: Pick<Files, 'write'>
    readonly stamp: { at: WarrantyMailing['draftedAt']; by: string }
  },
): Promise<{ readonly mailing: WarrantyMailing; readonly writes: readonly Write[] }> {
  const { needsApproval } = warrantyMailOf(dealer.settings.manufacturers, awaiting.manufacturer)
  const isEmpty = manifest.lines.length === 0
  if (
    needsApproval ||
    awaiting.kind === 'returned_parts' ||
    isEmpty ||
    !mayBeMailed(dealer, awaiting.manufacturer).may
  )
    return { mailing: awaiting, writes: [] }
  const papers = { manifest, carriage: undefined }
  const { messageId, writes } = await prepareMailing(files, dealer, awaiting, papers, stamp)
  return { mailing: approvedBy(awaiting, { stamp, byRule: true, carriage: undefined, messageId }), writes }
}

/** What the manifest was drawn up from must still be so: nothing goes into two mailings. */
export function othersUnchanged(dealerId: string, { others }: Pick<DrawnUp, 'others'>): Write[] {
  return others.map((other) =>
    'undrafted' in other ? notDraftedYet(dealerId, other.undrafted) : warrantyMailingRecord.check(other),
  )
}
