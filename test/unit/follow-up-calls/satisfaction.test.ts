import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bulletinPeriods } from '../../../functions/follow-up-calls/bulletin-periods.ts'
import {
  percentTenths,
  percentWords,
  tenthsOf,
  tenthsWords,
} from '../../../functions/follow-up-calls/half-up.ts'
import { remarksOf } from '../../../functions/follow-up-calls/remarks.ts'
import {
  callsIn,
  satisfactionOf,
  type Satisfaction,
} from '../../../functions/follow-up-calls/satisfaction.ts'
import { questionsOf } from '../../../functions/follow-up-calls/usual-questions.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import {
  FollowUpStatus,
  type FollowUpAnswer,
  type FollowUpCall,
} from '../../../shared/domain/follow-up-call.ts'
import { addMinutes, dateIn } from '../../../shared/domain/time.ts'
import { complaintOf, day, followUpCallOf, local } from '../../support/builders.ts'

const zone = 'Asia/Shanghai'
const now = local('2026-11-25 07:25')
const rules = { badScore: 6, questions: questionsOf({ questions: [] }), now }

const kinds: Record<string, FollowUpAnswer['kind']> = {
  overall: 'overall',
  repair_quality: 'score',
  recommend: 'yes_no',
  suggestions: 'text',
}
const answer = (question: string, said: Partial<FollowUpAnswer>): FollowUpAnswer => ({
  question,
  zh: `${question}？`,
  kind: kinds[question] ?? 'score',
  ...said,
})
const reached = (name: string, score: number, more: Partial<FollowUpCall> = {}) =>
  followUpCallOf(name, {
    status: 'reached',
    endedAt: local('2026-11-20 10:00'),
    score,
    answers: [answer('overall', { score })],
    ...more,
  })
const count = (calls: FollowUpCall[], ...complaints: Complaint[]) =>
  satisfactionOf(calls, new Map(complaints.map((each) => [each.complaintId, each])), rules)

describe('what calls come to', () => {
  it('is who was owed and reached, and why the others were not; what was withdrawn was not owed', () => {
    const ended = (name: string, status: FollowUpStatus) => followUpCallOf(name, { status })
    expect(
      count([
        reached('a', 9),
        ended('b', 'refused'),
        ended('c', 'wrong_number'),
        ended('d', 'dropped'),
        ended('e', 'dropped'),
        ended('f', 'withdrawn'),
        followUpCallOf('g', { kind: 'confirmation', status: 'dropped' }),
      ]),
    ).toMatchObject({ owed: 5, reached: 1, notReached: { refused: 1, wrongNumber: 1, dropped: 2 } })
  })

  it('is each question’s scores in the order in which they are asked, with the words of today', () => {
    const answers = [
      answer('parking', { score: 3 }),
      answer('recommend', { yes: false }),
      answer('repair_quality', { score: 6 }),
      answer('suggestions', { words: '没有' }),
      answer('overall', { score: 7 }),
    ]
    const { questions, scored, bad } = count([reached('a', 7, { answers }), reached('b', 10)])
    expect(questions.map(({ question }) => question)).toEqual([
      'overall',
      'repair_quality',
      'recommend',
      'parking',
    ])
    expect(questions[0]).toMatchObject({ zh: rules.questions[0]!.zh, scored: 2, scoreSum: 17, bad: 0 })
    expect(questions[2]).toMatchObject({ asked: 1, yes: 0, scored: 0 })
    // Not asked any more: the words that it had.
    expect(questions[3]).toMatchObject({ zh: 'parking？', en: undefined, bad: 1 })
    expect({ scored, bad }).toEqual({ scored: 4, bad: 2 })
  })

  it('has a question that is not asked any more in the words in which it was asked last', () => {
    const asked = (name: string, zh: string, at: string) =>
      reached(name, 9, { endedAt: local(at), answers: [{ ...answer('parking', { score: 9 }), zh }] })
    const [old, recent] = [asked('a', '旧', '2026-11-20 10:00'), asked('b', '新', '2026-11-21 10:00')]
    for (const calls of [
      [old, recent],
      [recent, old],
    ])
      expect(count(calls).questions).toMatchObject([{ zh: '新', scored: 2 }])
  })

  it('is the second calls apart, with how many customers were content', () => {
    const second = (name: string, content: boolean) =>
      followUpCallOf(name, { kind: 'confirmation', status: 'reached', content })
    expect(count([second('a', true), second('b', false), reached('c', 8)])).toMatchObject({
      owed: 1,
      secondCalls: { reached: 2, content: 1 },
    })
  })

  const answered = (late: boolean): Partial<Complaint> => ({
    status: 'answered',
    answers: [{ text: '好', at: now, by: 'x', dueAt: now, late }],
  })
  it.each<[string, Partial<Complaint>]>([
    ['inTime', answered(false)],
    ['late', answered(true)],
    // Of the first answer: what was answered late once was late.
    ['inTime', { ...answered(false), status: 'open', answerDueAt: addMinutes(now, -9999) }],
    ['late', { answerDueAt: addMinutes(now, -1) }],
    ['pending', { answerDueAt: now }],
    [
      'pending',
      {
        status: 'paused',
        answerDueAt: addMinutes(now, -60),
        pauses: [{ from: addMinutes(now, -90), by: 'x' }],
      },
    ],
    ['withdrawn', { status: 'withdrawn', answerDueAt: addMinutes(now, -1) }],
  ])('has a complaint as %s: %o', (fate, more) => {
    const complaint = complaintOf('one', more)
    const { complaints } = count([reached('a', 2, { complaintId: complaint.complaintId })], complaint)
    const none = { inTime: 0, late: 0, pending: 0, withdrawn: 0 }
    expect(complaints).toEqual({ ...none, opened: 1, [fate]: 1 })
  })
})

/** Calls of any kind that end on any day around the periods, with any answers. */
const anyCall = fc
  .record({
    status: fc.constantFrom(...FollowUpStatus.options),
    kind: fc.constantFrom('post_repair', 'confirmation'),
    minutes: fc.integer({ min: 0, max: 90 * 24 * 60 }),
    content: fc.boolean(),
    complains: fc.boolean(),
    answers: fc.uniqueArray(
      fc.record({
        question: fc.constantFrom('overall', 'repair_quality', 'parking', 'recommend', 'suggestions'),
        score: fc.integer({ min: 1, max: 10 }),
        yes: fc.boolean(),
      }),
      { selector: ({ question }) => question },
    ),
  })
  .map(({ status, kind, minutes, content, complains, answers }) => {
    const said = answers.map(({ question, score, yes }) => {
      if (question === 'recommend') return answer(question, { yes })
      return answer(question, question === 'suggestions' ? { words: '话' } : { score })
    })
    const isReached = status === 'reached'
    const isFirst = kind === 'post_repair'
    return (name: string) =>
      followUpCallOf(name, {
        status,
        kind,
        ...(status === 'waiting' ? {} : { endedAt: addMinutes(local('2026-09-10 00:00'), minutes) }),
        ...(isReached && isFirst
          ? { answers: said, score: said.find(({ question }) => question === 'overall')?.score }
          : {}),
        ...(isReached && !isFirst ? { content } : {}),
        ...(isReached && complains ? { complaintId: complaintOf(name).complaintId } : {}),
      })
  })
const anyCalls = fc
  .array(anyCall, { maxLength: 60 })
  .map((calls) => calls.map((callOf, index) => callOf(String(index))))
const periods = bulletinPeriods(day('2026-11-25'), [], 6)

describe('the numbers of a bulletin', () => {
  it('equal sums over its calls, means and shares included, whatever the dates and the order', () => {
    fc.assert(
      fc.property(anyCalls, fc.integer({ min: 0, max: 10 }), (calls, badScore) => {
        for (const period of periods) {
          const figures = satisfactionOf(callsIn(calls, period, zone), new Map(), { ...rules, badScore })
          let [owed, met, rated, sum, bad, scored, opened] = [0, 0, 0, 0, 0, 0, 0]
          for (const call of calls) {
            if (call.kind !== 'post_repair' || call.endedAt === undefined) continue
            const on = dateIn(call.endedAt, zone)
            if (on < period.from || on > period.last || call.status === 'withdrawn') continue
            owed += 1
            if (call.status !== 'reached') continue
            met += 1
            if (call.complaintId !== undefined) opened += 1
            for (const { score, question } of call.answers!) {
              if (score === undefined) continue
              scored += 1
              if (score <= badScore) bad += 1
              if (question !== 'overall') continue
              rated += 1
              sum += score
            }
          }
          expect(figures).toMatchObject({ owed, reached: met, rated, scoreSum: sum, scored, bad })
          expect(figures.complaints.opened).toBe(opened)

          const byHand = (part: number, whole: number) =>
            whole === 0 ? undefined : Math.round((part * 10) / whole)
          expect(tenthsOf(figures.scoreSum, figures.rated)).toBe(byHand(sum, rated))
          expect(percentTenths(figures.reached, figures.owed)).toBe(byHand(100 * met, owed))
          expect(percentTenths(figures.bad, figures.scored)).toBe(byHand(100 * bad, scored))
        }
      }),
    )
  })

  it('do not ask in which order the calls came', () => {
    const shuffled = anyCalls.chain((calls) =>
      fc.tuple(fc.constant(calls), fc.shuffledSubarray(calls, { minLength: calls.length })),
    )
    fc.assert(
      fc.property(shuffled, ([calls, others]) => {
        expect(count(others)).toEqual(count(calls))
        expect(remarksOf(others, 6)).toEqual(remarksOf(calls, 6))
      }),
    )
  })

  it('add up: the periods together are all calls between their borders, and no call stands in two', () => {
    const all = { from: periods[0]!.from, last: periods.at(-1)!.last }
    const flat = (figures: Satisfaction): number[] =>
      [figures, figures.notReached, figures.secondCalls, figures.complaints].flatMap((group) =>
        Object.values(group).filter((value): value is number => typeof value === 'number'),
      )
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const parts = periods.map((period) => flat(count(callsIn(calls, period, zone))))
        const whole = flat(count(callsIn(calls, all, zone)))
        expect(whole.map((_, at) => parts.reduce((sum, part) => sum + part[at]!, 0))).toEqual(whole)
        expect(whole.length).toBeGreaterThan(12)
      }),
    )
  })

  it.each([
    [17, 2, '8.5'],
    [25, 3, '8.3'],
    [26, 3, '8.7'],
    // 8.25 and 8.35: half up, which a double would get wrong.
    [33, 4, '8.3'],
    [167, 20, '8.4'],
    [0, 0, '—'],
  ])('%i of %i is %s', (sum, of, words) => {
    expect(tenthsWords(tenthsOf(sum, of))).toBe(words)
  })

  it('have a percent to a tenth', () => {
    expect([
      percentWords(percentTenths(1, 3)),
      percentWords(percentTenths(1, 16)),
      percentWords(undefined),
    ]).toEqual(['33.3%', '6.3%', '—'])
  })

  it('take the day from the dealer’s clock', () => {
    const calls = ['2026-11-12 23:59', '2026-11-13 00:00', '2026-11-24 23:59', '2026-11-25 00:00'].map(
      (at, index) => reached(String(index), 9, { endedAt: local(at) }),
    )
    expect(callsIn(calls, periods.at(-1)!, zone)).toEqual([calls[1], calls[2]])
  })
})

describe('remarks', () => {
  const said = (name: string, score: number, words: string, more: Partial<FollowUpCall> = {}) =>
    reached(name, score, { answers: [answer('overall', { score, words })], ...more })
  const words = (calls: FollowUpCall[]) => {
    const { worst, best } = remarksOf(calls, 6)
    return { worst: worst.map((each) => each.words), best: best.map((each) => each.words) }
  }

  it('are three of the worst and three of the best, one of a call', () => {
    const calls = [1, 2, 3, 4, 7, 8, 9, 10].map((score) => said(String(score), score, String(score)))
    expect(words(calls)).toEqual({ worst: ['1', '2', '3'], best: ['10', '9', '8'] })
    const both = [
      answer('overall', { score: 9, words: '好' }),
      answer('repair_quality', { score: 2, words: '响' }),
    ]
    expect(words([reached('a', 9, { answers: both })])).toEqual({ worst: ['响'], best: [] })
  })

  it('without a score of their own have that of the call, the newest first where they are equal', () => {
    const text = (name: string, score: number, at: string) =>
      reached(name, score, { endedAt: local(at), answers: [answer('suggestions', { words: name })] })
    expect(words([text('old', 8, '2026-11-20 10:00'), text('new', 8, '2026-11-21 10:00')])).toEqual({
      worst: [],
      best: ['new', 'old'],
    })
  })
})
