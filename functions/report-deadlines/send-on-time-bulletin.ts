import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { addMonths, CalendarDate, dateIn, instantAt } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { planMail } from '../../shared/due/plan-mail.ts'
import { REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import type { DeadlineMailDependencies } from './mail-dependencies.ts'
import { deadlinesOfMonth } from './deadlines-of-days.ts'
import { onTimeMail } from './on-time-mail.ts'
import { onTimeOf, type RoleOnTime } from './on-time.ts'

/** After an outage it is still told within the first week; later the month is old. */
const LAST_DAY = 7

/**
 * On the first of a month, or as soon after as there is somebody to do it: how much of the month before was done in time.
 * The service manager gets the whole house, the first holder of each role their own row. The manager's mail is written
 * last: once it is there everybody's is, and nothing more is read.
 */
export async function sendOnTimeBulletins(
  dealer: Dealer,
  dependencies: DeadlineMailDependencies,
): Promise<{ readonly mails: number }> {
  const { store, files, clock, onDamaged } = dependencies
  const now = clock.now()
  const { dealerId, name: dealerName, zone, settings } = dealer
  const today = dateIn(now, zone)
  const first = CalendarDate.parse(`${today.slice(0, 7)}-01`)
  if (Number(today.slice(8)) > LAST_DAY || now < instantAt(first, settings.duties.mailAt, zone)) {
    return { mails: 0 }
  }
  const month = addMonths(first, -1).slice(0, 7)
  const staff = await store.staff.ofDealer(dealerId)
  const [head] = holdersOf('service_manager', staff, today)
  const headsRow = head && rowOf(dealerId, head, month)
  if (headsRow !== undefined && (await store.messages.byId(dealerId, headsRow.messageId)) !== undefined) {
    return { mails: 0 }
  }
  const rows = onTimeOf(await deadlinesOfMonth(store, dealer, month, onDamaged), now)
  if (rows.length === 0) return { mails: 0 }

  const bulletins = [
    ...byFirstHolder(rows, (row) => holdersOf(row.role, staff, today)[0]).map(([person, theirs]) => ({
      person,
      rows: theirs,
      of: 'roles' as const,
    })),
    ...(head === undefined ? [] : [{ person: head, rows, of: 'house' as const }]),
  ].filter(({ person, of }) => person !== head || of === 'house')
  const mailRows = bulletins.map(({ person }) => rowOf(dealerId, person, month))
  const written = await store.messages.byIds(
    dealerId,
    mailRows.map(({ messageId }) => messageId),
  )
  let mails = 0
  for (const { person, rows: theirs, of } of bulletins) {
    const row = rowOf(dealerId, person, month)
    if (written.has(row.messageId)) continue
    const content = onTimeMail({ dealerName, personName: person.name, month, rows: theirs, of })
    const template = { name: 'deadline-on-time', version: 1 }
    const mail = { ...row, staffId: person.staffId, template, content }
    if (await planMail({ store, files }, mail, { at: now, by: REPORT_DEADLINES })) mails += 1
  }
  return { mails }
}

function byFirstHolder(
  rows: readonly RoleOnTime[],
  firstOf: (row: RoleOnTime) => Staff | undefined,
): [Staff, RoleOnTime[]][] {
  const found = new Map<Staff, RoleOnTime[]>()
  for (const row of rows) {
    const person = firstOf(row)
    if (person !== undefined) found.set(person, [...(found.get(person) ?? []), row])
  }
  return [...found]
}

function rowOf(dealerId: string, { staffId }: Staff, month: string) {
  const item = { dealerId, purpose: REPORT_DEADLINES, subject: `staff#${staffId}`, cycle: month }
  return { ...item, step: 'on-time', messageId: messageIdFor(item, 'on-time', staffId, 'mail') }
}
