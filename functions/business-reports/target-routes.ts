import { isDeepStrictEqual } from 'node:util'
import { figuresNow } from '../../shared/domain/business-report.ts'
import { lastDayOf, monthOf } from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { MOST_SETTINGS, type MonthTargets, type Targets } from '../../shared/domain/targets.ts'
import { addDays, dateIn, instantAt, type CalendarDate } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { changed } from '../../shared/http/change-record.ts'
import { asSeenIfKnown, etagOf } from '../../shared/http/etag.ts'
import {
  readTargetBoard,
  readTargets,
  setTargets,
  type TargetsView,
} from '../../shared/http/routes/target-board.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { monthTargetsRecord } from '../../shared/store/business-reports.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { ReportDependencies } from './api.ts'
import { dealerOf } from './save-report.ts'
import { targetBoard } from './target-board.ts'
import { together } from './turnover.ts'

/** What answers the routes of the targets and of the board. */
export function targetRoutes({ store, clock }: Omit<ReportDependencies, 'files'>): Implementation[] {
  return [
    implement(readTargets, async ({ caller: { dealerId }, params: { month } }) => {
      const targets = await store.businessReports.targets(dealerId, month)
      if (targets === undefined) throw new NotFound()
      return { body: targetsView(targets), version: targets.version }
    }),
    implement(setTargets, async ({ caller, params: { month }, body: { targets }, version }) => {
      const { dealerId } = caller
      const stamp = stampOf(caller, clock.now())
      const { record } = await untilCommitted(store, async () => {
        const before = asSeenIfKnown(await store.businessReports.targets(dealerId, month), version)
        const after: MonthTargets =
          before === undefined
            ? { ...unwritten(stamp), dealerId, month, settings: [{ ...stamp, targets }] }
            : withTargets(before, targets, stamp)
        return changed(monthTargetsRecord, { id: month, action: 'set', before, after }, stamp)
      })
      return { body: targetsView(record), version: record.version }
    }),
    implement(readTargetBoard, async ({ caller: { dealerId }, query }) => {
      const dealer = await dealerOf(store, dealerId)
      const today = dateIn(clock.now(), dealer.zone)
      const month = query.month ?? monthOf(query.on ?? today)
      refuseFaults(query.on, { month, today })
      const [reports, targets] = await Promise.all([
        store.businessReports.dailyOf(dealerId, month),
        store.businessReports.targets(dealerId, month),
      ])
      const { on = standsOn(reports.at(-1)?.date, { month, today }) } = query
      const counted = reports.filter(({ date }) => on !== undefined && date <= on)
      return {
        body: targetBoard({
          month,
          on,
          done: together(counted.map(figuresNow)),
          targets: targetsBy(targets, query.on, dealer),
          unconfirmedDays: counted.filter(({ status }) => status === 'drafted').length,
          workingDayOverrides: dealer.settings.workingDayOverrides,
        }),
      }
    }),
  ]
}

/** @throws FieldsInvalid when the day is not of the month, or is still to come */
function refuseFaults(
  on: CalendarDate | undefined,
  { month, today }: { month: string; today: string },
): void {
  if (on === undefined) return
  if (monthOf(on) !== month) throw new FieldsInvalid([{ path: 'query.on', reason: 'not-a-choice' }])
  if (on > today) throw new FieldsInvalid([{ path: 'query.on', reason: 'too-far-ahead' }])
}

/** Time and work are compared at one moment: of a month that is over its end, else after the last day with a report. */
function standsOn(
  lastReport: CalendarDate | undefined,
  { month, today }: { readonly month: ReturnType<typeof monthOf>; readonly today: CalendarDate },
): CalendarDate | undefined {
  const last = lastDayOf(month)
  return last < today ? last : lastReport
}

/** The targets as they were set by the end of a day that was asked for; else as they are now. */
function targetsBy(
  targets: MonthTargets | undefined,
  on: CalendarDate | undefined,
  { zone }: Dealer,
): Targets {
  const end = on && instantAt(addDays(on, 1), '00:00', zone)
  return targets?.settings.findLast(({ at }) => end === undefined || at < end)?.targets ?? {}
}

/** The same targets again are no change. */
function withTargets(before: MonthTargets, targets: Targets, stamp: Stamp): MonthTargets {
  if (isDeepStrictEqual(before.settings.at(-1)?.targets, targets)) return before
  return { ...before, settings: [...before.settings, { ...stamp, targets }].slice(-MOST_SETTINGS) }
}

function targetsView({ month, version, settings }: MonthTargets): TargetsView {
  const before = settings.slice(0, -1)
  const last = settings.at(-1)
  if (last === undefined) throw new NotFound()
  return { month, etag: etagOf(version), targets: last.targets, setAt: last.at, setBy: last.by, before }
}
