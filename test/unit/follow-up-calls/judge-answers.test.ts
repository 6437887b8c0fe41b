import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerFaults, judged } from '../../../functions/follow-up-calls/judge-answers.ts'
import { questionsOf } from '../../../functions/follow-up-calls/usual-questions.ts'
import { SettingsPatch } from '../../../shared/http/routes/dealers.ts'

const questions = questionsOf({ questions: [] })
const good = { question: 'overall', score: 9 }
const judge = (...given: Parameters<typeof judged>[1]) => judged(questions, given, 6, undefined)

describe('answers to the questions', () => {
  it.each([
    [[{ question: 'overall' }], 'body.answers.0.score required'],
    [[good, { question: 'weather', score: 1 }], 'body.answers.1.question not-a-choice'],
    [[good, good], 'body.answers.1.question named-twice'],
    [[good, { question: 'recommend' }], 'body.answers.1.yes required'],
    [[good, { question: 'recommend', yes: true, score: 3 }], 'body.answers.1.score unknown-field'],
    [[good, { question: 'suggestions' }], 'body.answers.1.words required'],
    [[{ question: 'recommend', yes: true }], 'body.answers required'],
  ])('%j: %s', (given, fault) => {
    expect(answerFaults(questions, given).map(({ path, reason }) => `${path} ${reason}`)).toEqual([fault])
  })

  it('of every kind are taken, in the order in which they are asked, as they were asked', () => {
    const given = [
      { question: 'suggestions', words: '茶水太凉' },
      { question: 'recommend', yes: false },
      { ...good, words: '还不错' },
    ]
    expect(answerFaults(questions, given)).toEqual([])
    const { answers, score, complaint } = judge(...given)
    expect(answers.map(({ question }) => question)).toEqual(['overall', 'recommend', 'suggestions'])
    expect(answers[0]).toEqual({ ...good, words: '还不错', kind: 'overall', zh: questions[0]!.zh })
    expect({ score, complaint }).toEqual({ score: 9, complaint: undefined })
  })
})

describe('a complaint', () => {
  it('comes of any score that is bad, of the matter of the worst, and has every word', () => {
    const { complaint, score } = judge(
      { question: 'overall', score: 5 },
      { question: 'waiting_time', score: 6 },
      { question: 'cleanliness', score: 2, words: '车里有油污' },
      { question: 'repair_quality', score: 10 },
    )
    expect(score).toBe(5)
    expect(complaint!.matter).toBe('cleanliness')
    expect(complaint!.description).toContain('“车里有油污”')
    expect(complaint!.description).toContain('2分')
  })

  it('of equally bad scores is of the one that is asked first', () => {
    const { complaint } = judge(
      good,
      { question: 'cleanliness', score: 3 },
      { question: 'repair_quality', score: 3 },
    )
    expect(complaint!.matter).toBe('repair_quality')
  })

  it('is of other matter where the overall score alone is bad, and of that which the caller names', () => {
    expect(judge({ question: 'overall', score: 6 }).complaint!.matter).toBe('other')
    expect(judge({ question: 'overall', score: 7 }).complaint).toBeUndefined()
    expect(judged(questions, [good], 6, 'price').complaint!.matter).toBe('price')
  })

  it('comes exactly of a score that is not above the threshold', () => {
    const score = fc.integer({ min: 1, max: 10 })
    fc.assert(
      fc.property(score, score, fc.integer({ min: 0, max: 9 }), (overall, waiting, badScore) => {
        const given = [
          { question: 'overall', score: overall },
          { question: 'waiting_time', score: waiting },
        ]
        const { complaint } = judged(questions, given, badScore, undefined)
        expect(complaint !== undefined).toBe(Math.min(overall, waiting) <= badScore)
      }),
    )
  })

  it('is never longer than one that somebody types', () => {
    const words = '很'.repeat(500)
    const given = [
      good,
      ...['repair_quality', 'waiting_time'].map((question) => ({ question, score: 1, words })),
    ]
    expect(Array.from(judge(...given).complaint!.description)).toHaveLength(1000)
  })
})

describe('a dealer’s own questions', () => {
  const own = [{ code: 'overall', zh: '总体', en: 'Overall', kind: 'overall' }] as const
  it('are asked in the place of the usual ones, and have one for the overall score', () => {
    expect(questionsOf({ questions: own })).toEqual(own)
    const taken = (asked: readonly object[]) =>
      SettingsPatch.safeParse({ followUps: { questions: asked } }).success
    expect(taken(own)).toBe(true)
    expect(taken([])).toBe(true)
    expect(taken([{ ...own[0], kind: 'score' }])).toBe(false)
    expect(taken([own[0], { ...own[0], code: 'again' }])).toBe(false)
    expect(taken([own[0], { ...own[0], kind: 'text' }])).toBe(false)
  })
})
