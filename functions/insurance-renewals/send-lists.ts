import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { heirsOf, holdersOf } from '../../shared/domain/who-holds.ts'
import { dateIn, timeIn, type CalendarDate } from '../../shared/domain/time.ts'
import { isWorkingDay } from '../../shared/domain/working-days.ts'
import { handOn } from '../../shared/due/hand-on.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import { CALL_LISTS } from '../../shared/due/plans/insurance-call-lists.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { Files } from '../../shared/store/files.ts'
import type { ListStore } from '../../shared/store/list-store.ts'
import type { CallListEntry } from './call-list.ts'
import { dailyMailRow, type DailyMail } from './daily-mail.ts'
import { readList } from './list-entries.ts'
import { callListMail } from './render-call-list.ts'
import { renewalSummaryMail } from './render-summary.ts'

const lines = {
  planned: { code: 'CALL_LISTS_PLANNED', sentence: 'the mails of the day’s call lists were planned' },
  handedOn: {
    code: 'CALL_LISTS_HANDED_ON',
    sentence: 'entries of those who no longer call went to those who do',
  },
  rest: { code: 'CALL_LISTS_REST_DAY', sentence: 'no working day: no call lists' },
  failed: { code: 'CALL_LISTS_FAILED', sentence: 'a dealer’s call lists could not be made' },
} as const satisfies Record<string, LogLine>

export interface ListDependencies {
  readonly store: ListStore
  readonly files: Pick<Files, 'write'>
  readonly clock: Clock
  readonly log: Log
}

/** One mail to each specialist with entries, and the summary to the manager: once a person and working day. */
export async function sendLists(dependencies: ListDependencies): Promise<{ planned: number }> {
  const { store, clock, log } = dependencies
  const now = clock.now()
  let planned = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const today = dateIn(now, dealer.zone)
    const { mailAt } = dealer.settings.renewals
    if (timeIn(now, dealer.zone) < mailAt) continue
    if (!isWorkingDay(today, dealer.settings.workingDayOverrides)) {
      log.info(lines.rest, { dealerId: dealer.dealerId, date: today })
      continue
    }
    try {
      const mails = await sendDealersLists(dealer, today, dependencies)
      planned += mails
      log.info(lines.planned, { dealerId: dealer.dealerId, date: today, mails })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId: dealer.dealerId })
    }
  }
  if (failed > 0) throw new ListsFailed(`${String(failed)} dealers without call lists`)
  return { planned }
}

/** Some dealers' lists were not made: the function is run again, and makes only those. */
export class ListsFailed extends Error {
  override readonly name = 'ListsFailed'
}

async function sendDealersLists(
  dealer: Dealer,
  today: CalendarDate,
  dependencies: ListDependencies,
): Promise<number> {
  const { store, clock, log } = dependencies
  const { dealerId } = dealer
  const staff = await store.staff.ofDealer(dealerId)
  const handedOn = await handOn(store, dealer, staff, { at: clock.now(), by: CALL_LISTS })
  if (handedOn > 0) log.info(lines.handedOn, { dealerId, entries: handedOn })
  const specialists = holdersOf('renewal_specialist', staff, today)
  const heirs = heirsOf('renewal_specialist', staff, today)
  const lists: { specialist: Staff; entries: CallListEntry[] }[] = []
  for (const specialist of [...specialists, ...heirs]) {
    const entries = await readList(dependencies, dealer, specialist.staffId, today)
    // Who stands in for somebody who has left is no specialist: without entries there is nothing to say.
    if (entries.length > 0 || specialists.includes(specialist)) lists.push({ specialist, entries })
  }
  const withEntries = lists.filter(({ entries }) => entries.length > 0)
  let planned = 0
  for (const { specialist, entries } of withEntries) {
    const mail = { dealerId, staffId: specialist.staffId, kind: 'list', date: today } as const
    const render = () =>
      callListMail({ dealerName: dealer.name, specialistName: specialist.name, date: today, entries })
    if (await plan(mail, render, dependencies)) planned += 1
  }
  const [manager] = holdersOf('insurance_manager', staff, today)
  if (manager !== undefined && withEntries.length > 0) {
    const mail = { dealerId, staffId: manager.staffId, kind: 'summary', date: today } as const
    const summary = {
      dealerName: dealer.name,
      managerName: manager.name,
      date: today,
      specialists: lists.map(({ specialist, entries }) => ({ name: specialist.name, entries })),
      unassigned: [],
    }
    if (await plan(mail, () => Promise.resolve(renewalSummaryMail(summary)), dependencies)) planned += 1
  }
  return planned
}

/** Puts the mail into the ledger, unless it stands there already; its body goes to the files bucket first. */
async function plan(
  mail: DailyMail,
  render: () => Promise<MailContent>,
  { store, files, clock }: ListDependencies,
): Promise<boolean> {
  const row = dailyMailRow(mail)
  if ((await store.messages.byId(row.dealerId, row.messageId)) !== undefined) return false
  const template = { name: `insurance-call-${mail.kind}`, version: 1 }
  const content = await render()
  const stamp = { at: clock.now(), by: CALL_LISTS }
  return planMail({ store, files }, { ...row, staffId: mail.staffId, template, content }, stamp)
}
