import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'

/** What a customer said word for word, and how they rated what they spoke of. */
export interface Remark {
  readonly call: FollowUpCall
  /** The question, as it was asked. */
  readonly zh: string
  readonly score: number
  readonly words: string
}

const MOST_SHOWN = 3

/**
 * The worst and the best that was said, one of each customer's call: a remark has its own score, or that of the call. What
 * is no bad score is not among the worst, however few there are. Pure.
 */
export function remarksOf(
  calls: readonly FollowUpCall[],
  badScore: number,
): { readonly worst: readonly Remark[]; readonly best: readonly Remark[] } {
  const said = calls.map(remarksIn)
  const bad = said.flatMap((remarks) => first(remarks.filter(({ score }) => score <= badScore).sort(byScore)))
  const good = said.flatMap((remarks) =>
    first(remarks.filter(({ score }) => score > badScore).sort((a, b) => byScore(b, a))),
  )
  const isBadCall = new Set(bad.map(({ call }) => call))
  return {
    worst: bad.sort((a, b) => byScore(a, b) || byEnd(a, b)).slice(0, MOST_SHOWN),
    best: good
      .filter(({ call }) => !isBadCall.has(call))
      .sort((a, b) => byScore(b, a) || byEnd(a, b))
      .slice(0, MOST_SHOWN),
  }
}

function remarksIn(call: FollowUpCall): Remark[] {
  return (call.answers ?? []).flatMap(({ zh, score = call.score, words }) =>
    score === undefined || words === undefined || words.trim() === '' ? [] : [{ call, zh, score, words }],
  )
}

function first(remarks: readonly Remark[]): readonly Remark[] {
  return remarks.slice(0, 1)
}

function byScore(a: Remark, b: Remark): number {
  return a.score - b.score
}

/** The newest first. */
function byEnd({ call: a }: Remark, { call: b }: Remark): number {
  return placeOf(a) > placeOf(b) ? -1 : 1
}

function placeOf({ endedAt, followUpCallId }: FollowUpCall): string {
  return `${endedAt ?? ''}#${followUpCallId}`
}
