import { adopted, changed } from '../../../functions/report-deadlines/duty-verbs.ts'
import { dutyCatalogue } from '../../../functions/report-deadlines/catalogue.ts'
import { sweepDeadlines } from '../../../functions/report-deadlines/sweep.ts'
import { workplaceOf } from '../../../functions/report-deadlines/workplace-of.ts'
import { hasEnded, type Deadline, type DeadlineNotice } from '../../../shared/domain/deadline.ts'
import type { Dealer } from '../../../shared/domain/dealer.ts'
import type { DutyRule } from '../../../shared/domain/duty.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Staff } from '../../../shared/domain/staff.ts'
import { addDays, addMinutes, dateIn, Instant } from '../../../shared/domain/time.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import { deadlineWrites, done } from '../../../shared/due/plans/deadline-writes.ts'
import { planDuty } from '../../../shared/due/plans/duty-occurrences.ts'
import { dutyWrites } from '../../../shared/due/plans/duty-writes.ts'
import { openDeadlineJobStore } from '../../../shared/store/deadline-job-store.ts'
import { deadlineNoticeRecord, deadlineRecord } from '../../../shared/store/deadlines.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { dutyRecord } from '../../../shared/store/duties.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { SHARDS } from '../../../shared/store/shards.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Item } from '../../../shared/store/table-client.ts'
import { stampAt } from '../../support/builders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'
import { capturingLog } from '../messages/delivering.ts'

/** Somebody was told of a deadline by a step. */
export interface Told {
  readonly deadlineId: string
  readonly step: string
  readonly staffId: string
  readonly at: Instant
}

const job = { job: 'report-deadlines', zone: 'Asia/Shanghai', scheduledAt: '2026-01-01T00:00:00.000Z' }

/** A dealer that owes what its duties say, on a table in memory, with a clock that tests hold. */
export async function departmentOf(
  dealer: Dealer,
  staff: readonly Staff[],
  { at, rules = dutyCatalogue }: { readonly at: Instant; readonly rules?: readonly DutyRule[] },
) {
  const table = memoryTable()
  const store = openDeadlineJobStore(table)
  const files = memoryFiles()
  const log = capturingLog()
  const told: Told[] = []
  const mails: Message[] = []
  const archived: Deadline[] = []
  const opened: Deadline[] = []
  const today = dateIn(at, dealer.zone)
  const duties = rules.map((rule) => adopted(rule, dealer.dealerId, today, stampAt(at)))
  const place = workplaceOf(dealer)
  const timers = duties.flatMap((duty) => planDuty(duty, undefined, place, stampAt(at)) ?? [])
  await save(
    store,
    ...puts(dealerRecord, dealer),
    ...puts(staffRecord, ...staff),
    ...duties.map((duty) => dutyRecord.put(duty, stampAt(at))),
    ...timers.map((timer) => dueItemRecord.put(timer, stampAt(at))),
  )
  const of = <Value>(entity: string, parse: (item: Item) => Value): Value[] =>
    table.all().flatMap((item) => (item['entity'] === entity ? [parse(item)] : []))

  const department = {
    table,
    store,
    files,
    log,
    told,
    mails,
    /** Deadlines as they were opened, in order. */
    opened,
    now: at,
    clock: { now: () => department.now },
    deadlines: (): Deadline[] => [...archived, ...of('Deadline', (item) => deadlineRecord.parse(item))],
    notices: (): DeadlineNotice[] => of('DeadlineNotice', (item) => deadlineNoticeRecord.parse(item)),

    /** One run of the job; what it told whom is kept. */
    async sweep(): Promise<void> {
      const before = table.commits.length
      await sweepDeadlines(job, { store, files, clock: department.clock, log })
      for (const write of table.commits.slice(before).flat()) {
        if (write.kind !== 'put') continue
        const { entity } = write.item as Item
        if (entity === 'DeadlineNotice') {
          const { deadlineId, step, staffId } = deadlineNoticeRecord.parse({ ...write.item, ...write.key })
          told.push({ deadlineId, step, staffId, at: department.now })
        }
        if (entity === 'Deadline') {
          const deadline = deadlineRecord.parse({ ...write.item, ...write.key })
          if (deadline.version === 1) opened.push(deadline)
        }
        if (entity === 'Message') mails.push(messageRecord.parse({ ...write.item, ...write.key }))
      }
      table.commits.length = 0
    },

    /** A person's or a fact's change of a deadline. */
    async change(deadlineId: string, action: string, work: (deadline: Deadline) => Deadline): Promise<void> {
      const { dealerId } = dealer
      const before = (await store.deadlines.byId(dealerId, deadlineId))!
      const item = await store.dueItems.bySubject(dealerId, REPORT_DEADLINES, deadlineSubject(deadlineId))
      const after = work(before)
      const stamp = stampAt(department.now)
      await save(store, ...deadlineWrites({ action, before, after, item }, openingHoursOf(dealer), stamp))
    },

    /** A duty's rule is changed, and what waits of it follows. */
    async rule(code: string, patch: Parameters<typeof changed>[1]): Promise<void> {
      const before = (await store.duties.byCode(dealer.dealerId, code))!
      const stamp = stampAt(department.now)
      const facts = { catalogue: dutyCatalogue, today: dateIn(stamp.at, dealer.zone), place }
      const after = changed(before, patch, facts, stamp)
      const waiting = await dutyWrites(store, { before, after }, openingHoursOf(dealer), stamp)
      await save(store, dutyRecord.put(after, stamp), ...waiting)
    },

    finish: (deadlineId: string) =>
      department.change(deadlineId, 'done', (deadline) =>
        done(deadline, { kind: 'text', text: '已完成' }, stampAt(department.now)),
      ),

    acknowledge: (deadlineId: string, by: string) =>
      department.change(deadlineId, 'acknowledged', (deadline) => ({
        ...deadline,
        acknowledged: { by, at: department.now },
      })),

    /** When the table has something due next. */
    async nextDueAt(): Promise<Instant | undefined> {
      const shards = Array.from({ length: SHARDS }, (_, shard) => `${REPORT_DEADLINES}#${String(shard)}`)
      const pages = await Promise.all(
        shards.map((pk) => table.query({ index: 'due', pk, limit: 1, only: ['dueAt'] })),
      )
      return pages.flatMap(({ items }) => items.map(({ dueAt }) => Instant.parse(dueAt))).sort()[0]
    },

    /** Takes what is over for days out of the table, so that a simulated quarter stays quick. */
    async archive(): Promise<void> {
      const before = addDays(dateIn(department.now, dealer.zone), -10)
      const over = of('Deadline', (item) => deadlineRecord.parse(item)).filter(
        (deadline) => hasEnded(deadline) && deadline.dueOn < before,
      )
      archived.push(...over)
      const overIds = new Set(over.map(({ deadlineId }) => deadlineSubject(deadlineId)))
      const items = of('DueItem', (item) => dueItemRecord.parse(item)).filter(({ subject }) =>
        overIds.has(subject),
      )
      await save(
        store,
        ...over.map((deadline) => deadlineRecord.remove(deadline)),
        ...items.map((item) => dueItemRecord.remove(item)),
      )
      for (const item of table.all()) {
        const { entity, pk, sk } = item
        const kept = ['DecisionJournal', 'Message', 'Delivery', 'AuditEntry'].every((each) => each !== entity)
        if (!kept)
          await store.commit([
            { kind: 'delete', key: { pk: String(pk), sk: String(sk) }, condition: { clause: 'none' } },
          ])
      }
      table.commits.length = 0
    },
  }
  return department
}

export type Department = Awaited<ReturnType<typeof departmentOf>>

/** The next beat of the schedule: every ten minutes. */
export function nextBeat(after: Instant): Instant {
  const minutes = Math.floor(Date.parse(after) / 60_000)
  return addMinutes(after, 10 - (minutes % 10))
}
