import { addDays, addMonths, dayOfWeek, type CalendarDate } from '../../shared/domain/time.ts'
import {
  dayOf,
  dayOfMonth,
  english,
  englishNumber,
  isNext,
  lastOf,
  lastOfMonth,
  lastOfThird,
  lastWorkingDay,
  later,
  nextDay,
  nextOfMonth,
  weekday,
  weekdays,
  workingDays,
  type Asked,
  type Found,
} from './named-day.ts'
import { readNumber, readYear } from './written-number.ts'

/** A date as a sentence writes it. */
export interface WrittenDate {
  readonly date: CalendarDate
  readonly at: number
  readonly end: number
  readonly form: 'day' | 'span' | 'duration'
  /** It says itself that it is the last day: 前, 之前, 截止, 内, by. */
  readonly isLimit: boolean
  /** Of working days in a year whose calendar is not published yet. */
  readonly calendarUnknown: boolean
  /** The day and month have been this year: the next ones are next year's. */
  readonly isNextYear: boolean
}

const n = '(?:\\d{1,2}|[一二三四五六七八九十廿卅两〇零]{1,3})'
const year = '(?:\\d{4}|[一二三四五六七八九〇零]{4})'
const bracket = '(?:\\s*\\((?:含|包括|周|星期|礼拜|不含|当)[^()]{0,8}\\))?'
const clock =
  '(?:\\s*(?:上午|下午|中午|晚上|晚|早上|早|凌晨)?\\s*(?:\\d{1,2}(?::\\d{2}){1,2}|\\d{1,2}(?:点|时)(?:半|整|\\d{1,2}分?)?|[零一二三四五六七八九十]{1,3}(?:点|时)(?:半|整)?)|\\s*下班|\\s*(?:上午|下午|中午|晚上|晚))?'
const limit =
  '(?:\\s*(?:\\(含\\)|含)?\\s*(之前|以前|前(?![往后来台期述景言]|提(?![交报供出前]))|截止|截至|止|为止|内|以内|之内))?'
const tail = `${bracket}${clock}${bracket}${limit}`

/** What a match of a form is as a day; undefined where the calendar has no such day. */
type Read = (groups: readonly (string | undefined)[], asked: Asked) => Found | undefined

const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\\.?'

/** Forms of days; the longer and surer ones first, since each spot of a sentence is read once. */
const dayForms: readonly (readonly [form: string, read: Read])[] = [
  [`(${year})\\s*年\\s*(${n})\\s*月\\s*(${n})\\s*[日号]`, ([y, m, d]) => dayOf(readYear(y ?? ''), m, d)],
  [
    `(?<!\\d)(\\d{2})\\s*年\\s*(${n})\\s*月\\s*(${n})\\s*[日号]`,
    ([y, m, d]) => dayOf(readYear(y ?? ''), m, d),
  ],
  [
    '(?<![\\d.-])(20\\d{2})\\s*[-/.]\\s*(\\d{1,2})\\s*[-/.]\\s*(\\d{1,2})(?![\\d-]|\\.\\d)',
    ([y, m, d]) => dayOf(Number(y), m, d),
  ],
  ['(?<!\\d)(20\\d{2})(0[1-9]|1[0-2])([0-3]\\d)(?!\\d)', ([y, m, d]) => dayOf(Number(y), m, d)],
  [
    `(明年|来年|今年|本年度?)\\s*(${n})\\s*月\\s*(${n})\\s*[日号]`,
    ([y, m, d], { on }) => dayOf(Number(on.slice(0, 4)) + (y === '明年' || y === '来年' ? 1 : 0), m, d),
  ],
  [
    `(本月|当月|这个月|下月|下个月|次月)\\s*(${n})\\s*[日号]`,
    ([which, d], { on }) => dayOfMonth(on, isNext(which), d),
  ],
  [`(?<![\\d年.])(${n})\\s*月\\s*(${n})\\s*[日号]?(?!\\s*月)`, ([m, d], { on }) => nextDay(on, m, d)],
  [
    `(本月|当月|这个月|下月|下个月|次月)(?:底|末)`,
    ([which], { on }) => ({ date: lastOfMonth(on, isNext(which)) }),
  ],
  [`(${n})\\s*月(?:底|末)`, ([m], { on }) => lastOf(on, m)],
  [
    `(${n})\\s*月(?:份)?([上中下])旬`,
    ([m, third, limited], { on }) => lastOfThird(on, m, third, limited !== undefined),
  ],
  [
    `(?:(本月|当月|这个月|下月|下个月|次月)|(${n})\\s*月份?)的?最后(?:一个|1个|一)工作日`,
    ([which, m], asked) => lastWorkingDay(asked, which, m),
  ],
  ['下(?:一)?个?工作日', (_, asked) => workingDays(asked, '1')],
  ['(?<![\\d年月])月(?:底|末)', (_, { on }) => ({ date: lastOfMonth(on, false) })],
  ['(?:年底|年末|本年末|今年年底)', (_, { on }) => dayOf(Number(on.slice(0, 4)), '12', '31')],
  [
    `(?<![上每]|[日号\\d]\\s?\\()(本|这|下下|下|次)?(?:个)?(?:周|星期|礼拜)([${weekdays}天末])(?![至到])`,
    ([which, day], { on }) => weekday(on, which, day),
  ],
  ['(?:今日|今天|当日|当天|本日)', (_, { on }) => ({ date: on })],
  ['(?:明日|明天|次日|翌日)', (_, { on }) => ({ date: addDays(on, 1) })],
  ['(?:后天|后日)', (_, { on }) => ({ date: addDays(on, 2) })],
  [
    `${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(20\\d{2}))?(?!\\d)`,
    ([m, d, y], { on }) => english(on, y, m, d),
  ],
  [
    `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?\\s+${month}(?:,?\\s+(20\\d{2}))?(?!\\d)`,
    ([d, m, y], { on }) => english(on, y, m, d),
  ],
]

/** Days that only a word behind them makes days: `12.5前`, `30日前`. A price and an amount look the same. */
const shortForms: readonly (readonly [form: string, read: Read])[] = [
  ['(?<![\\d.,/-])(\\d{1,2})[./-](\\d{1,2})(?![\\d./-])', ([m, d], { on }) => nextDay(on, m, d)],
  [`(?<![\\d年月第一二三四五六七八九十])(${n})\\s*[日号]`, ([d], { on }) => nextOfMonth(on, d)],
]

const count = '(\\d{1,3}|[一二三四五六七八九十两]{1,3})'
const within = '(?:之内|以内|内|之前|前)'
const durations: readonly (readonly [form: string, read: Read])[] = [
  [`(?<!最后)(?<!最后一)${count}\\s*个?工作日\\s*${within}`, ([many], asked) => workingDays(asked, many)],
  [
    `${count}\\s*个?(?:小时|钟头)\\s*${within}`,
    ([many], { on }) => later(on, Math.ceil((readNumber(many ?? '') ?? 0) / 24)),
  ],
  [
    `${count}\\s*个?(?:自然日|日历日|天|日)\\s*(?:之内|以内|内)`,
    ([many], { on }) => later(on, readNumber(many ?? '')),
  ],
  [
    `${count}\\s*个?(?:周|星期|礼拜)\\s*(?:之内|以内|内)`,
    ([many], { on }) => later(on, 7 * (readNumber(many ?? '') ?? 0)),
  ],
  [
    `${count}\\s*个?月\\s*(?:之内|以内|内)`,
    ([many], { on }) => ({ date: addMonths(on, readNumber(many ?? '') ?? 0) }),
  ],
  ['半个?月\\s*(?:之内|以内|内)', (_, { on }) => later(on, 15)],
  ['(?:本周|这周)\\s*内', (_, { on }) => ({ date: addDays(on, 7 - dayOfWeek(on)) })],
  ['下个?周\\s*(?:之内|以内|内)', (_, { on }) => ({ date: addDays(on, 14 - dayOfWeek(on)) })],
  ['(?:本月|当月)\\s*内', (_, { on }) => ({ date: lastOfMonth(on, false) })],
  [
    'within\\s+(?:the next\\s+)?(\\d{1,2}|one|two|three|four|five|seven|ten)\\s+(?:working|business)\\s+days?',
    ([many], asked) => workingDays(asked, englishNumber(many)),
  ],
  [
    'within\\s+(?:the next\\s+)?(\\d{1,2}|one|two|three|four|five|seven|ten)\\s+days?',
    ([many], { on }) => later(on, Number(englishNumber(many))),
  ],
  ['within\\s+(?:a|one|1)\\s+week', (_, { on }) => later(on, 7)],
]

const rangeJoin = '\\s*(?:至|到|—{1,2}|–|~|～|－|-)\\s*'
/** 11月20日至28日: the second part may leave out what the first says. */
const range = new RegExp(
  `(?<![\\d年./-])(?:(${year})\\s*[年./-]\\s*)?(${n})\\s*[月./-]\\s*(${n})\\s*[日号]?${bracket}${clock}${rangeJoin}(?:(${year})\\s*[年./-]\\s*)?(?:(${n})\\s*[月./-]\\s*)?(${n}|次日)(?:\\s*[日号])?(?![\\d月年])${tail}`,
  'gu',
)

interface Form {
  readonly pattern: RegExp
  readonly read: Read
  readonly form: WrittenDate['form']
  readonly needsLimit: boolean
}

const forms: readonly Form[] = [
  ...durations.map(([form, read]) => made(form, read, 'duration', false)),
  ...dayForms.map(([form, read]) => made(`${form}${tail}`, read, 'day', false)),
  ...shortForms.map(([form, read]) => made(`${form}${tail}`, read, 'day', true)),
]

function made(form: string, read: Read, kind: WrittenDate['form'], needsLimit: boolean): Form {
  return { pattern: new RegExp(form, 'giu'), read, form: kind, needsLimit }
}

/** The dates of a sentence (narrow, see `plainSentence`) in their order; of a span its last day. */
export function writtenDates(sentence: string, asked: Asked): readonly WrittenDate[] {
  const taken: WrittenDate[] = []
  const isFree = (at: number, end: number) => taken.every((other) => end <= other.at || at >= other.end)
  for (const match of sentence.matchAll(range)) {
    const [whole, y1, m1, , y2, m2, d2, limited] = match
    const found =
      y2 === undefined && y1 === undefined
        ? nextDay(asked.on, m2 ?? m1, d2)
        : dayOf(readYear(y2 ?? y1 ?? ''), m2 ?? m1, d2)
    if (found === undefined) continue
    taken.push(writtenDate(found, match.index, whole, 'span', limited !== undefined))
  }
  for (const { pattern, read, form, needsLimit } of forms) {
    for (const match of sentence.matchAll(pattern)) {
      const [whole, ...groups] = match
      const isLimit =
        form === 'duration' || (groups.at(-1) !== undefined && limitWord.test(groups.at(-1) ?? ''))
      if ((needsLimit && !isLimit) || !isFree(match.index, match.index + whole.length)) continue
      const found = read(groups, asked)
      if (found !== undefined) taken.push(writtenDate(found, match.index, whole, form, isLimit))
    }
  }
  return taken.sort((a, b) => a.at - b.at)
}

/** 12月5日零点前: the day before is the last one. */
const beforeMidnight = /(?<!\d)(?:0?0:00(?::00)?|0?0[点时]|零[点时])整?\s*(?:之前|以前|前)$/

const limitWord = /^(?:之前|以前|前|截止|截至|止|为止|内|以内|之内)$/

function writtenDate(
  { date, calendarUnknown = false, isNextYear = false }: Found,
  at: number,
  whole: string,
  form: WrittenDate['form'],
  isLimit: boolean,
): WrittenDate {
  const last = form !== 'duration' && beforeMidnight.test(whole) ? addDays(date, -1) : date
  return { date: last, at, end: at + whole.length, form, isLimit, calendarUnknown, isNextYear }
}
