import { addDays, addMonths, CalendarDate, dayOfWeek } from '../../shared/domain/time.ts'
import {
  workingDaysAfter,
  isCalendarKnown,
  type WorkingDayOverride,
} from '../../shared/domain/working-days.ts'
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

export interface Asked {
  /** The day of the mail in the dealer's zone. */
  readonly on: CalendarDate
  readonly overrides: readonly WorkingDayOverride[]
}

const n = '(?:\\d{1,2}|[一二三四五六七八九十廿卅两〇零]{1,3})'
const year = '(?:\\d{4}|[一二三四五六七八九〇零]{4})'
const bracket = '(?:\\s*\\((?:含|包括|周|星期|礼拜|不含|当)[^()]{0,8}\\))?'
const clock =
  '(?:\\s*(?:上午|下午|中午|晚上|晚|早上|早|凌晨)?\\s*(?:\\d{1,2}(?::\\d{2}){1,2}|\\d{1,2}(?:点|时)(?:半|整|\\d{1,2}分?)?|[一二三四五六七八九十]{1,3}(?:点|时)(?:半|整)?)|\\s*下班|\\s*(?:上午|下午|中午|晚上|晚))?'
const limit =
  '(?:\\s*(?:\\(含\\)|含)?\\s*(之前|以前|前(?![往后来台期述景言]|提(?![交报供出前]))|截止|截至|止|为止|内|以内|之内))?'
const tail = `${bracket}${clock}${bracket}${limit}`

/** What a match of a form is as a day; undefined where the calendar has no such day. */
type Read = (groups: readonly (string | undefined)[], asked: Asked) => Found | undefined
interface Found {
  readonly date: CalendarDate
  readonly calendarUnknown?: boolean
  readonly isNextYear?: boolean
}

const weekdays = '一二三四五六日'
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\\.?'

/** Forms of days; the longer and surer ones first, since each spot of a sentence is read once. */
const dayForms: readonly (readonly [form: string, read: Read])[] = [
  [`(${year})\\s*年\\s*(${n})\\s*月\\s*(${n})\\s*[日号]`, ([y, m, d]) => dayOf(readYear(y ?? ''), m, d)],
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
  [`${count}\\s*个?工作日\\s*${within}`, ([many], asked) => workingDays(asked, many)],
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
  ['(?:本周|这周)\\s*内', (_, { on }) => ({ date: addDays(on, 7 - dayOfWeek(on)) })],
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

const limitWord = /^(?:之前|以前|前|截止|截至|止|为止|内|以内|之内)$/

function writtenDate(
  { date, calendarUnknown = false, isNextYear = false }: Found,
  at: number,
  whole: string,
  form: WrittenDate['form'],
  isLimit: boolean,
): WrittenDate {
  return { date, at, end: at + whole.length, form, isLimit, calendarUnknown, isNextYear }
}

function dayOf(y: number | undefined, m: string | undefined, d: string | undefined): Found | undefined {
  const [monthOf, day] = [readNumber(m ?? ''), readNumber(d ?? '')]
  if (y === undefined || monthOf === undefined || day === undefined) return undefined
  const date = CalendarDate.safeParse(
    `${String(y).padStart(4, '0')}-${String(monthOf).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
  ).data
  return date === undefined || date < '2000-01-01' || date > '2199-12-31' ? undefined : { date }
}

/** The next such day, the mail's own day included. 29 February is up to eight years away. */
function nextDay(on: CalendarDate, m: string | undefined, d: string | undefined): Found | undefined {
  const now = Number(on.slice(0, 4))
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const found = dayOf(now + ahead, m, d)
    if (found !== undefined && found.date >= on) return { ...found, isNextYear: ahead > 0 }
  }
  return undefined
}

function nextOfMonth(on: CalendarDate, d: string | undefined): Found | undefined {
  const day = readNumber(d ?? '')
  if (day === undefined || day < 1 || day > 31) return undefined
  for (let ahead = 0; ahead <= 2; ahead += 1) {
    const found = inMonth(addMonths(firstOf(on), ahead), day)
    if (found !== undefined && found >= on) return { date: found }
  }
  return undefined
}

function dayOfMonth(on: CalendarDate, isNextMonth: boolean, d: string | undefined): Found | undefined {
  const date = inMonth(addMonths(firstOf(on), isNextMonth ? 1 : 0), readNumber(d ?? '') ?? 0)
  return date === undefined ? undefined : { date }
}

function inMonth(first: CalendarDate, day: number): CalendarDate | undefined {
  return CalendarDate.safeParse(`${first.slice(0, 8)}${String(day).padStart(2, '0')}`).data
}

function firstOf(on: CalendarDate): CalendarDate {
  return CalendarDate.parse(`${on.slice(0, 8)}01`)
}

function lastOfMonth(on: CalendarDate, isNextMonth: boolean): CalendarDate {
  return addDays(addMonths(firstOf(on), isNextMonth ? 2 : 1), -1)
}

function lastOf(on: CalendarDate, m: string | undefined): Found | undefined {
  const first = nextDay(firstOf(on), m, '1')
  return first === undefined ? undefined : { ...first, date: lastOfMonth(first.date, false) }
}

function isNext(which: string | undefined): boolean {
  return which !== undefined && /^[下次]/.test(which)
}

/** 周五 is the next Friday, 本周五 this week's, 下周五 next week's; weeks begin on Monday. 周末 ends on Sunday. */
function weekday(
  on: CalendarDate,
  which: string | undefined,
  written: string | undefined,
): Found | undefined {
  const day = written === '末' || written === '天' ? 7 : weekdays.indexOf(written ?? '') + 1
  if (day === 0) return undefined
  const monday = addDays(on, 1 - dayOfWeek(on))
  const weeks = which === '下下' ? 2 : which === '下' || which === '次' ? 1 : 0
  const date = addDays(monday, 7 * weeks + day - 1)
  return { date: which === undefined && date < on ? addDays(date, 7) : date }
}

function later(on: CalendarDate, days: number | undefined): Found | undefined {
  return days === undefined || days < 1 || days > 366 ? undefined : { date: addDays(on, days) }
}

function workingDays({ on, overrides }: Asked, many: string | undefined): Found | undefined {
  const days = readNumber(many ?? '')
  if (days === undefined || days < 1 || days > 100) return undefined
  const date = workingDaysAfter(on, days, overrides)
  if (date === undefined) return undefined
  const years = [Number(on.slice(0, 4)), Number(date.slice(0, 4))]
  return { date, calendarUnknown: !years.every(isCalendarKnown) }
}

function english(
  on: CalendarDate,
  y: string | undefined,
  m: string | undefined,
  d: string | undefined,
): Found | undefined {
  const nth = String(months.indexOf((m ?? '').slice(0, 3).toLowerCase()) + 1)
  return y === undefined ? nextDay(on, nth, d) : dayOf(Number(y), nth, d)
}

function englishNumber(written: string | undefined): string {
  const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
  const at = words.indexOf((written ?? '').toLowerCase())
  return at === -1 ? (written ?? '') : String(at)
}
