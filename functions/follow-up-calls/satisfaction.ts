import { dueAfterPause, isOpenComplaint, type Complaint } from '../../shared/domain/complaint.ts'
import type { FollowUpAnswer, FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import type { FollowUpQuestion } from '../../shared/domain/follow-up-questions.ts'
import { dateIn, type Instant, type Zone } from '../../shared/domain/time.ts'
import type { BulletinPeriod } from './bulletin-periods.ts'

/** What was answered to one question. */
export interface QuestionFigures {
  readonly question: string
  readonly zh: string
  /** Undefined of one that is not asked any more. */
  readonly en: string | undefined
  /** Answers with a score, their sum, and those of them that are bad. */
  readonly scored: number
  readonly scoreSum: number
  readonly bad: number
  /** Answers of yes or no, and those with yes. */
  readonly asked: number
  readonly yes: number
}

/** What became of the complaints that calls brought; together they are those that were opened. */
export interface ComplaintFigures {
  readonly opened: number
  /** The first answer came before its moment. */
  readonly inTime: number
  /** It came after it, or is owed since. */
  readonly late: number
  /** It is not due yet. */
  readonly pending: number
  /** Over without any answer. */
  readonly withdrawn: number
}

/** Counts and sums alone, so that periods add up; means and shares are made of them where they are shown. */
export interface Satisfaction {
  /** Calls after a visit that are over: reached and not reached. What was withdrawn was not owed. */
  readonly owed: number
  readonly reached: number
  readonly notReached: { readonly refused: number; readonly wrongNumber: number; readonly dropped: number }
  /** Calls with an overall score, and the sum of these. */
  readonly rated: number
  readonly scoreSum: number
  /** Of all answers with a score, and those that are bad. */
  readonly scored: number
  readonly bad: number
  readonly questions: readonly QuestionFigures[]
  /** Second calls, after a complaint was answered. */
  readonly secondCalls: { readonly reached: number; readonly content: number }
  readonly complaints: ComplaintFigures
}

export interface CountingRules {
  /** A score of so much or less is bad: the dealer's setting of today, for all periods alike. */
  readonly badScore: number
  /** As they are asked today: their order, and their words. */
  readonly questions: readonly FollowUpQuestion[]
  readonly now: Instant
}

/** The calls that ended in a period, by the dealer's clock. Pure. */
export function callsIn(
  calls: readonly FollowUpCall[],
  { from, last }: Pick<BulletinPeriod, 'from' | 'last'>,
  zone: Zone,
): FollowUpCall[] {
  return calls.filter(({ endedAt }) => {
    const day = endedAt === undefined ? undefined : dateIn(endedAt, zone)
    return day !== undefined && from <= day && day <= last
  })
}

/**
 * What calls that are over come to, whatever order they are in. Pure.
 * @param complaints at least those that these calls name, by id
 */
export function satisfactionOf(
  calls: readonly FollowUpCall[],
  complaints: ReadonlyMap<string, Complaint>,
  rules: CountingRules,
): Satisfaction {
  const first = calls.filter(({ kind }) => kind === 'post_repair')
  const those = (status: FollowUpCall['status']) => first.filter((call) => call.status === status)
  const reached = those('reached')
  const notReached = {
    refused: those('refused').length,
    wrongNumber: those('wrong_number').length,
    dropped: those('dropped').length,
  }
  const scores = reached.flatMap(({ score }) => score ?? [])
  const questions = questionFigures(reached, rules)
  const second = calls.filter(({ kind, status }) => kind === 'confirmation' && status === 'reached')
  return {
    owed: reached.length + notReached.refused + notReached.wrongNumber + notReached.dropped,
    reached: reached.length,
    notReached,
    rated: scores.length,
    scoreSum: sum(scores),
    scored: sum(questions.map(({ scored }) => scored)),
    bad: sum(questions.map(({ bad }) => bad)),
    questions,
    secondCalls: {
      reached: second.length,
      content: second.filter(({ content }) => content === true).length,
    },
    complaints: complaintFigures(reached, complaints, rules.now),
  }
}

function questionFigures(
  reached: readonly FollowUpCall[],
  { badScore, questions }: CountingRules,
): QuestionFigures[] {
  const oldestFirst = reached.toSorted((a, b) => (endOf(a) < endOf(b) ? -1 : 1))
  const answers = oldestFirst.flatMap((call) => call.answers ?? [])
  const places = new Map(questions.map(({ code }, index) => [code, index]))
  const placeOf = (code: string) => places.get(code) ?? questions.length
  return [...Map.groupBy(answers, ({ question }) => question)]
    .sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
    .flatMap(([code, theirs]): QuestionFigures[] => {
      const today = questions.find((question) => question.code === code)
      const scores = theirs.flatMap(({ score }) => score ?? [])
      const said = theirs.flatMap(({ yes }) => yes ?? [])
      // What is answered in words alone has nothing to count.
      if (scores.length + said.length === 0) return []
      return [
        {
          question: code,
          zh: today?.zh ?? lastWords(theirs),
          en: today?.en,
          scored: scores.length,
          scoreSum: sum(scores),
          bad: scores.filter((score) => score <= badScore).length,
          asked: said.length,
          yes: said.filter((yes) => yes).length,
        },
      ]
    })
}

function lastWords(answers: readonly FollowUpAnswer[]): string {
  return answers.at(-1)?.zh ?? ''
}

function complaintFigures(
  reached: readonly FollowUpCall[],
  complaints: ReadonlyMap<string, Complaint>,
  now: Instant,
): ComplaintFigures {
  const named = [...new Set(reached.flatMap(({ complaintId }) => complaintId ?? []))]
  return {
    opened: named.length,
    ...complaintFates(
      named.map((complaintId) => complaints.get(complaintId)),
      now,
    ),
  }
}

/** What became of complaints, each in one of four ways; one that is gone is over without an answer. Pure. */
export function complaintFates(
  complaints: readonly (Complaint | undefined)[],
  now: Instant,
): Omit<ComplaintFigures, 'opened'> {
  const fates = complaints.map((complaint) => fateOf(complaint, now))
  const count = (fate: Fate) => fates.filter((each) => each === fate).length
  return {
    inTime: count('inTime'),
    late: count('late'),
    pending: count('pending'),
    withdrawn: count('withdrawn'),
  }
}

type Fate = Exclude<keyof ComplaintFigures, 'opened'>

/** Of its first answer: a later one is owed where the customer was not content, and is not what is asked here. */
function fateOf(complaint: Complaint | undefined, now: Instant): Fate {
  const [answer] = complaint?.answers ?? []
  if (answer !== undefined) return answer.late ? 'late' : 'inTime'
  if (complaint === undefined || !isOpenComplaint(complaint)) return 'withdrawn'
  return dueAfterPause(complaint, now) < now ? 'late' : 'pending'
}

function endOf({ endedAt, followUpCallId }: FollowUpCall): string {
  return `${endedAt ?? ''}#${followUpCallId}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
