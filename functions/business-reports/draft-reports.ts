import type { DraftingDependencies } from './draft-daily.ts'
import { draftDailyReports } from './draft-daily.ts'
import { draftMonthlyReports } from './draft-monthly.ts'

/** Drafts what is owed by now, of the month before and of the day; one that fails does not keep the other from it. */
export async function draftReports(
  dependencies: DraftingDependencies,
): Promise<{ monthly: number; daily: number }> {
  const [monthly, daily] = await Promise.allSettled([
    draftMonthlyReports(dependencies),
    draftDailyReports(dependencies),
  ])
  if (monthly.status === 'rejected') throw monthly.reason
  if (daily.status === 'rejected') throw daily.reason
  return { monthly: monthly.value.written, daily: daily.value.written }
}
