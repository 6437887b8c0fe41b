import type { Complaint } from '../../shared/domain/complaint.ts'
import type { ComplaintMatter } from '../../shared/domain/complaint-severity.ts'
import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import type { FollowUpQuestion } from '../../shared/domain/follow-up-questions.ts'
import { dateIn, type CalendarDate, type Zone } from '../../shared/domain/time.ts'
import type { BulletinPeriod } from './bulletin-periods.ts'
import { complaintFates, satisfactionOf, type CountingRules, type QuestionFigures } from './satisfaction.ts'

export const REPAIR_QUALITY = 'repair_quality' satisfies ComplaintMatter

/** What complaints of repairs came to, whoever heard them; `opened` is the sum of what became of them. */
export interface RepairComplaints {
  readonly opened: number
  readonly inTime: number
  readonly late: number
  readonly pending: number
  readonly withdrawn: number
  /** Of those that were opened: above the ordinary class. */
  readonly grave: number
}

/** Counts and sums alone, so that periods add up. */
export interface RepairQuality {
  /** Calls after a visit that are over, and those of them that were reached. */
  readonly owed: number
  readonly reached: number
  /** Answers with a score to the questions about the repair, their sum, and those of them that are bad. */
  readonly rated: number
  readonly scoreSum: number
  readonly bad: number
  readonly questions: readonly QuestionFigures[]
  readonly complaints: RepairComplaints
}

/** Orders that were delivered, and those of them that mended again what an earlier one should have (返修). */
export interface ReworkFigures {
  readonly delivered: number
  readonly rework: number
}

/** The questions that ask how well a car was repaired: the department's own, and those that a dealer says are. */
export function repairQuestions(questions: readonly FollowUpQuestion[]): ReadonlySet<string> {
  const theirs = questions.filter(({ matter }) => matter === REPAIR_QUALITY).map(({ code }) => code)
  return new Set([REPAIR_QUALITY, ...theirs])
}

/** The calls with their answers about the repair alone. Pure. */
export function aboutRepairs(calls: readonly FollowUpCall[], questions: ReadonlySet<string>): FollowUpCall[] {
  return calls.map((call) => ({
    ...call,
    answers: (call.answers ?? []).filter(({ question }) => questions.has(question)),
  }))
}

/**
 * What calls and complaints of a period say of the repairs, whatever order they are in. Pure.
 * @param calls those that ended in it
 * @param complaints those of repair quality that were filed in it
 */
export function repairQualityOf(
  calls: readonly FollowUpCall[],
  complaints: readonly Complaint[],
  rules: CountingRules,
): RepairQuality {
  const about = aboutRepairs(calls, repairQuestions(rules.questions))
  const { owed, reached, questions, scored, bad } = satisfactionOf(about, new Map(), rules)
  const scoreSum = questions.reduce((sum, each) => sum + each.scoreSum, 0)
  const grave = complaints.filter(({ severity }) => severity !== 'ordinary').length
  return {
    owed,
    reached,
    rated: scored,
    scoreSum,
    bad,
    questions,
    complaints: { opened: complaints.length, ...complaintFates(complaints, rules.now), grave },
  }
}

/** The complaints that were filed in a period, by the dealer's clock. Pure. */
export function complaintsIn(
  complaints: readonly Complaint[],
  { from, last }: Pick<BulletinPeriod, 'from' | 'last'>,
  zone: Zone,
): Complaint[] {
  return complaints.filter(({ filedAt }) => {
    const day = dateIn(filedAt, zone)
    return from <= day && day <= last
  })
}

/** What was delivered in a period, and how much of it was rework. Pure. */
export function reworkIn(
  orders: readonly { readonly deliveredOn?: CalendarDate | undefined; readonly isRework: boolean }[],
  { from, last }: Pick<BulletinPeriod, 'from' | 'last'>,
): ReworkFigures {
  const delivered = orders.filter(
    ({ deliveredOn }) => deliveredOn !== undefined && from <= deliveredOn && deliveredOn <= last,
  )
  return { delivered: delivered.length, rework: delivered.filter(({ isRework }) => isRework).length }
}
