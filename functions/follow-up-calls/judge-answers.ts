import type { ComplaintMatter } from '../../shared/domain/complaint-severity.ts'
import type { FollowUpAnswer } from '../../shared/domain/follow-up-call.ts'
import type { FollowUpQuestion } from '../../shared/domain/follow-up-questions.ts'
import type { GivenAnswer } from '../../shared/http/routes/follow-up-calls.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'

/** What is wrong with answers: of questions that were not asked, of another kind, or without the overall score. Pure. */
export function answerFaults(
  questions: readonly FollowUpQuestion[],
  given: readonly GivenAnswer[],
): FieldFault[] {
  const faults = given.flatMap(({ question: code, score, yes, words }, index): FieldFault[] => {
    const path = `body.answers.${String(index)}`
    const question = questions.find((each) => each.code === code)
    if (question === undefined) return [{ path: `${path}.question`, reason: 'not-a-choice' }]
    if (given.findIndex((each) => each.question === code) < index)
      return [{ path: `${path}.question`, reason: 'named-twice' }]
    const isScore = question.kind === 'overall' || question.kind === 'score'
    return [
      ...missingOrStrange(`${path}.score`, isScore, score),
      ...missingOrStrange(`${path}.yes`, question.kind === 'yes_no', yes),
      ...(question.kind === 'text' && words === undefined
        ? [{ path: `${path}.words`, reason: 'required' } as const]
        : []),
    ]
  })
  const overall = questions.find(({ kind }) => kind === 'overall')
  const isRated = given.some(({ question }) => question === overall?.code)
  return isRated ? faults : [...faults, { path: 'body.answers', reason: 'required' }]
}

function missingOrStrange(path: string, isAsked: boolean, value: unknown): FieldFault[] {
  if (isAsked === (value !== undefined)) return []
  return [{ path, reason: isAsked ? 'required' : 'unknown-field' }]
}

/** The complaint that answers come to. */
export interface Dissatisfaction {
  readonly matter: ComplaintMatter
  /** What was said, for whoever has to answer it. */
  readonly description: string
}

export interface Judged {
  /** In the order in which they are asked. */
  readonly answers: readonly FollowUpAnswer[]
  /** The overall one. */
  readonly score: number | undefined
  readonly complaint: Dissatisfaction | undefined
}

/** As long as a complaint that somebody types. */
const MOST_CHARACTERS = 1000

/**
 * What answers come to. A score of `badScore` or less is a complaint: of the matter of the worst score that has one; of
 * equally bad ones the one that is asked first. Whoever calls may hear one in the words alone, and names its matter. Pure.
 * @param heard the matter that the caller names
 */
export function judged(
  questions: readonly FollowUpQuestion[],
  given: readonly GivenAnswer[],
  badScore: number,
  heard: ComplaintMatter | undefined,
): Judged {
  const asked = questions.flatMap((question) => {
    const answer = given.find((each) => each.question === question.code)
    return answer === undefined ? [] : [{ question, answer }]
  })
  const answers = asked.map(({ question: { zh, kind }, answer }) => ({ ...answer, zh, kind }))
  const bad = asked.filter(({ answer: { score } }) => score !== undefined && score <= badScore)
  const worst = bad
    .filter(({ question: { matter } }) => matter !== undefined)
    .sort((a, b) => (a.answer.score ?? 0) - (b.answer.score ?? 0))[0]
  const isComplaint = bad.length > 0 || heard !== undefined
  return {
    answers,
    score: answers.find(({ kind }) => kind === 'overall')?.score,
    complaint: isComplaint
      ? { matter: heard ?? worst?.question.matter ?? 'other', description: wordsOf(answers) }
      : undefined,
  }
}

function wordsOf(answers: readonly FollowUpAnswer[]): string {
  const lines = answers.map(({ zh, score, yes, words }) => {
    const said = [
      ...(score === undefined ? [] : [`${String(score)}分`]),
      ...(yes === undefined ? [] : [yes ? '是' : '否']),
      ...(words === undefined ? [] : [`“${words}”`]),
    ]
    return `${zh} ${said.join('，')}`
  })
  const text = ['修后回访：', ...lines].join('\n')
  return Array.from(text).slice(0, MOST_CHARACTERS).join('')
}
