import { dateIn, type CalendarDate, type Instant, type Zone } from '../../shared/domain/time.ts'
import type { WorkingDayOverride } from '../../shared/domain/working-days.ts'
import {
  asking,
  askingEnglish,
  declining,
  ofEvent,
  ofNotice,
  otherwise,
  past,
  standing,
  whoever,
} from './asking-words.ts'
import { ownWords } from './own-words.ts'
import { withoutPrefixes } from './subject-prefixes.ts'
import { clausesOf, sentencesOf } from './sentences.ts'
import type { Asked } from './named-day.ts'
import { writtenDates, type WrittenDate } from './written-dates.ts'

export type AnswerByReason =
  | 'one-date'
  | 'earliest-of-several'
  /** Something is asked for, and no date is told. */
  | 'asked-without-date'
  | 'nothing-asked'

export interface AnswerBy {
  /** By the end of this day; null where no answer is asked for by a day. */
  readonly date: CalendarDate | null
  /** The sentence that says so, as the mail has it. */
  readonly sentence: string | null
  readonly reason: AnswerByReason
  /** `next-year`: the day has been this year. `calendar-unknown`: only weekdays are known to be working days. */
  readonly notes: readonly ('next-year' | 'calendar-unknown' | 'already-past')[]
}

/** Sentences that are looked at, and characters of each: a notice has some dozens. */
const MOST_SENTENCES = 2000
const MOST_SENTENCE_CHARACTERS = 1000

/**
 * The day by which a notice wants an answer: the earliest date of a sentence that asks for something back, in the
 * sender's own words and the subject. Days without a year are the next such ones from the mail's own day on (in the
 * dealer's zone); working days count from the day after it, by the State Council's calendar under the dealer's own days.
 */
export function answerBy(
  mail: { readonly subject: string; readonly text: string },
  {
    sentAt,
    zone,
    overrides = [],
  }: { readonly sentAt: Instant; readonly zone: Zone; readonly overrides?: readonly WorkingDayOverride[] },
): AnswerBy {
  const on = dateIn(sentAt, zone)
  const own = ownWords(mail.subject, mail.text)
  const sentences = [withoutPrefixes(mail.subject), ...sentencesOf(own.text)].slice(0, MOST_SENTENCES)
  const readings = sentences.map((sentence) => ({
    sentence,
    ...askedDates(sentence.slice(0, MOST_SENTENCE_CHARACTERS), { on, overrides }),
  }))
  const asks = readings.some(({ isAsking }) => isAsking)
  const found = readings.flatMap(({ sentence, dates }) => dates.map((date) => ({ sentence, date })))
  const [earliest] = found
    .filter(({ date }) => date.date >= on || found.every((other) => other.date.date < on))
    .sort((a, b) => (a.date.date < b.date.date ? -1 : a.date.date > b.date.date ? 1 : 0))
  if (earliest === undefined) {
    return { date: null, sentence: null, reason: asks ? 'asked-without-date' : 'nothing-asked', notes: [] }
  }
  const { date, isNextYear, calendarUnknown } = earliest.date
  const days = new Set(found.map((each) => each.date.date))
  return {
    date,
    sentence: earliest.sentence,
    reason: days.size > 1 ? 'earliest-of-several' : 'one-date',
    notes: [
      ...(isNextYear ? (['next-year'] as const) : []),
      ...(calendarUnknown ? (['calendar-unknown'] as const) : []),
      ...(date < on ? (['already-past'] as const) : []),
    ],
  }
}

interface Clause {
  readonly text: string
  readonly asks: boolean
  readonly dates: readonly WrittenDate[]
}

function askedDates(sentence: string, asked: Asked): { isAsking: boolean; dates: readonly WrittenDate[] } {
  const clauses = clausesOf(sentence).map((text, index, all): Clause => ({
    text,
    asks: asksForSomething(text),
    dates: writtenDates(text, asked).filter((date) => !isStanding(text, date, all[index - 1])),
  }))
  const isAsking = clauses.some(({ asks }) => asks)
  if (!isAsking || past.test(sentence)) return { isAsking: false, dates: [] }
  return {
    isAsking,
    dates: clauses.flatMap((clause, index) =>
      clause.dates.filter((date) => counts(clause, date, clauses, index)),
    ),
  }
}

export function asksForSomething(clause: string): boolean {
  if (past.test(clause)) return false
  const match = asking.exec(clause) ?? askingEnglish.exec(clause)
  return match !== null && !declining.test(clause.slice(0, match.index))
}

/**
 * Words that hold for always, and times that begin with something other than this notice.
 * @param last the clause before: 维修完成后，请于3个工作日内上传照片
 */
function isStanding(clause: string, { at, form }: WrittenDate, last = ''): boolean {
  if (standing.test(clause)) return true
  if (form !== 'duration') return false
  const own = clause.slice(0, at).replace(/(?:[于在的须需应\s]|必须|应当)+$/, '')
  const before = /^(?:均|请|务必)?$/.test(own) && /(?:后|起|之日)$/.test(last) ? last : own
  return whoever.test(before) || (ofEvent.test(before) && !ofNotice.test(before))
}

/** Behind a day that something begins or happens on, or that something else is of. */
const beginning =
  /^\s*(?:\([^()]{0,10}\))?\s*(?:起|开始|零时|后|之后|以后|生效|正式|至|到|的|发布|下发|召开|举行|举办|停机|期间|当天|上线)/
/** Before a day that is the last one, though no word behind it says so. */
const introduced =
  /(?:截止|截至|最晚|最迟|不晚于|不迟于|务必于|务必在|请于|请在|于|在|时间|日期|期限|时限|节点|之前|deadline|due|by|before|until|no later than|not later than)[^\d一二三四五六七八九十]{0,6}$/i

/** A day that is moved is none any more; the one that it is moved to is the last. */
const moved = '(?:延长|延期|延后|推迟|顺延|延|调整|更改|变更|改|提前)(?:至|到|为|成)'
const isMoved = new RegExp(`^\\s*${moved}`)
const movedTo = new RegExp(`${moved}\\s*$`)

function counts(clause: Clause, date: WrittenDate, clauses: readonly Clause[], index: number): boolean {
  const after = clause.text.slice(date.end)
  const before = clause.text.slice(0, date.at)
  const isWithinSpan = date.form === 'span' && /^\s*期间/.test(after)
  if ((beginning.test(after) && !isWithinSpan) || isMoved.test(after)) return false
  const isLast = date.isLimit || introduced.test(before) || movedTo.test(before)
  if (!isLast) return false
  if (clause.asks) return isNearest(clause, date)
  // 请于11月28日前，将报名表提交至…: the asking clause is a neighbour, and this one is about nothing else.
  if (otherwise.test(clause.text)) return false
  const next = clauses[index + 1]
  if (next?.asks === true && next.dates.length === 0) return true
  const last = clauses[index - 1]
  return last?.asks === true && last.dates.length === 0 && date.isLimit
}

/** Where a clause names several days, those before what it asks for; of another purpose where one stands between. */
function isNearest(clause: Clause, date: WrittenDate): boolean {
  const ask = asking.exec(clause.text.slice(date.end)) ?? askingEnglish.exec(clause.text.slice(date.end))
  if (ask === null) return true
  return !/(?:停机|生效|执行|实施|上线)(?:后|前|时)?/.test(clause.text.slice(date.end, date.end + ask.index))
}
