import { deadlineIdOf } from '../../shared/domain/deadline.ts'
import { subjectId, type WaitingDueItem } from '../../shared/domain/due-item.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import { owedAs } from '../../shared/due/plans/duty-occurrences.ts'
import { DealerMissing, type Purpose } from '../../shared/due/purpose.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import type { DamagedRecord } from '../../shared/store/record-kind.ts'
import { decideDeadline, type DutyOrDeadline } from './decide.ts'
import { openedThatDay, type Opening } from './opened-that-day.ts'
import { workplaceOf } from './workplace-of.ts'

/** What somebody wants to hear while deadlines are looked at. */
export interface Hears {
  /** Of deadlines that cannot be read, and are left out of what is told. */
  readonly damaged?: (damage: DamagedRecord) => void
  /** Of a year without a calendar of working days, of which an occurrence is opened that a shift may move. */
  readonly yearUnknown?: (dealerId: string, year: number) => void
}

/** Opens occurrences, reminds of deadlines, tells above what is late. Items of one call are of one dealer. */
export function reportDeadlines(
  store: Pick<DutyStore, 'dealers' | 'staff' | 'duties' | 'deadlines' | 'dueItems'>,
  hears: Hears = {},
): Purpose<DutyOrDeadline> {
  return {
    name: REPORT_DEADLINES,
    writesToCustomers: false,
    async facts(items) {
      const dealerId = items[0]?.dealerId ?? ''
      const ids = new Map(items.map((item) => [item, deadlineIdFor(item)]))
      const [dealer, staff, deadlines] = await Promise.all([
        store.dealers.byId(dealerId),
        store.staff.ofDealer(dealerId),
        store.deadlines.byIds(dealerId, ids.values()),
      ])
      if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
      const codes = items.flatMap((item) => {
        if (isDuty(item)) return subjectId(item.subject)
        const cause = deadlines.get(ids.get(item) ?? '')?.cause
        return cause?.kind === 'duty' ? cause.code : []
      })
      const opened = items.filter((item) => isDuty(item) && deadlines.has(ids.get(item) ?? ''))
      const [duties, timers] = await Promise.all([
        store.duties.byCodes(dealerId, codes),
        store.dueItems.bySubjects(
          dealerId,
          REPORT_DEADLINES,
          opened.map((item) => deadlineSubject(ids.get(item) ?? '')),
        ),
      ])
      const openings = items.flatMap((item): Opening[] => {
        const duty = isDuty(item) ? duties.get(subjectId(item.subject)) : undefined
        return duty === undefined ? [] : [{ duty, occurrence: item.cycle }]
      })
      const place = workplaceOf(dealer)
      for (const { duty, occurrence } of openings) {
        const isUnknown = owedAs(duty, occurrence, place)?.calendarMissing ?? false
        if (isUnknown) hears.yearUnknown?.(dealerId, Number(occurrence.slice(0, 4)))
      }
      const ofDay = await openedThatDay(store, dealer, openings, hears.damaged)
      return items.map((item): DutyOrDeadline => {
        const id = ids.get(item) ?? ''
        const deadline = deadlines.get(id)
        if (isDuty(item)) {
          const duty = duties.get(subjectId(item.subject))
          return {
            kind: 'duty',
            dealer,
            staff,
            duty,
            known: deadline,
            timer: timers.get(deadlineSubject(id)),
            ofDay: ofDay.get(subjectId(item.subject)) ?? [],
          }
        }
        return { kind: 'deadline', dealer, staff, deadline, duty: duties.get(deadline?.cause.code ?? '') }
      })
    },
    decide: decideDeadline,
  }
}

function isDuty({ subject }: WaitingDueItem): boolean {
  return subject.startsWith('duty#')
}

/** The deadline that an item is about, or opens. */
function deadlineIdFor(item: WaitingDueItem): string {
  const { dealerId, subject, cycle } = item
  return isDuty(item)
    ? deadlineIdOf(dealerId, { kind: 'duty', code: subjectId(subject), occurrence: cycle })
    : subjectId(subject)
}
