import { it } from 'vitest'
import { draftMonthlyReports } from '../../../functions/business-reports/draft-monthly.ts'
import { CalendarMonth } from '../../../shared/domain/calendar-month.ts'
import * as reports from '../../../shared/http/routes/business-reports.ts'
import { setTargets } from '../../../shared/http/routes/target-board.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { day, local, repairOrderOf } from '../../support/builders.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { shown, type Race } from './race.ts'

/** Reports go up, each edition once, whoever confirms it, and targets are set. */
export function reportsAtOnce(race: () => Race): void {
  const date = day('2026-10-09')
  const served = (name: string) => repairOrderOf(name, { receivedOn: date, deliveredOn: date })

  it('a day’s report is counted anew, confirmed and corrected, each once', async () => {
    const { api, store } = race()
    await draftMonthlyReports({ store, log: api.log, clock: clockAt(local('2026-11-23 08:05')) })
    await save(store, ...puts(repairOrderRecord, served('reported late')))
    const params = { date }
    const redrafted = await race().once(reports.redraftDailyReport, { params, ifMatch: '"1"' })
    const confirmed = await race().once(reports.confirmDailyReport, {
      params,
      ifMatch: redrafted.etag!,
      body: shown(reports.confirmDailyReport),
    })
    await race().once(reports.correctDailyReport, {
      params,
      ifMatch: confirmed.etag!,
      body: shown(reports.correctDailyReport),
    })
  })

  it('so is a month’s', async () => {
    const params = { month: CalendarMonth.parse('2026-10') }
    const redrafted = await race().once(reports.redraftMonthlyReport, { params, ifMatch: '"1"' })
    const confirmed = await race().once(reports.confirmMonthlyReport, {
      params,
      ifMatch: redrafted.etag!,
      body: shown(reports.confirmMonthlyReport),
    })
    await race().once(reports.correctMonthlyReport, {
      params,
      ifMatch: confirmed.etag!,
      body: shown(reports.correctMonthlyReport),
    })
  })

  it('targets that are known are changed by who has seen them', async () => {
    const params = { month: CalendarMonth.parse('2026-12') }
    const body = shown(setTargets)
    const made = await race().ask(setTargets, { params, body })
    await race().once(setTargets, { params, body: { targets: { visits: 601 } }, ifMatch: made.etag! })
  })
}
