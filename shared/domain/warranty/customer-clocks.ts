import { CalendarDate, type CalendarDate as Day } from '../time.ts'
import { isCalendarKnown, workingDaysAfter, type WorkingDayOverride } from '../working-days.ts'

/** How soon a customer who asks for replacement or return is answered, by the law of the day on which they ask. */
export interface CustomerClockRule {
  readonly askedFrom: Day
  readonly answerWorkingDays: number
  readonly doneWorkingDays: number
  readonly article: string
  readonly source: string
}

/** Procedure goes by the law in force when it begins, whenever the car was sold. */
export const customerClockRules: readonly CustomerClockRule[] = [
  {
    askedFrom: CalendarDate.parse('2022-01-01'),
    answerWorkingDays: 10,
    doneWorkingDays: 20,
    article: '28',
    source: 'SAMR Order 43 of 2021, in force since 2022-01-01',
  },
]

export type CustomerClocks =
  | {
      readonly known: true
      /** By the end of this day, 24:00 or closing time (Civil Code, Art. 203). */
      readonly answerBy: Day
      readonly doneBy: Day
      readonly article: string
      readonly source: string
      /** Years whose holidays are not proclaimed or not known here: their days are Monday to Friday, and may move. */
      readonly yearsWithoutCalendar: readonly number[]
    }
  | { readonly known: false; readonly reason: 'no-rule-on-that-day' | 'no-working-days' }

/**
 * By when a customer who invokes the statutory warranty is answered and served. Both run from the day on which they
 * ask, which is not counted (Civil Code, Art. 201).
 */
export function customerClocks(
  askedOn: Day,
  overrides: readonly WorkingDayOverride[],
  rules: readonly CustomerClockRule[] = customerClockRules,
): CustomerClocks {
  const rule = rules.findLast(({ askedFrom }) => askedFrom <= askedOn)
  if (rule === undefined) return { known: false, reason: 'no-rule-on-that-day' }
  const answerBy = workingDaysAfter(askedOn, rule.answerWorkingDays, overrides)
  const doneBy = workingDaysAfter(askedOn, rule.doneWorkingDays, overrides)
  if (answerBy === undefined || doneBy === undefined) return { known: false, reason: 'no-working-days' }
  const { article, source } = rule
  const years = [...new Set([yearOf(askedOn), yearOf(answerBy), yearOf(doneBy)])]
  return {
    known: true,
    answerBy,
    doneBy,
    article,
    source,
    yearsWithoutCalendar: years.filter((year) => !isCalendarKnown(year)),
  }
}

function yearOf(date: Day): number {
  return Number(date.slice(0, 4))
}
