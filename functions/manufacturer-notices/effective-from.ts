import { CalendarDate, dateIn, type Instant, type Zone } from '../../shared/domain/time.ts'
import { nearestDay } from './named-day.ts'
import { ownWords } from './own-words.ts'
import { sentencesOf } from './sentences.ts'
import { writtenDates } from './written-dates.ts'

export interface EffectiveFrom {
  readonly date: CalendarDate
  /** The sentence that says so. */
  readonly sentence: string
}

const begins = /^\s*(?:\([^()]{0,10}\))?\s*(?:零时|0时|0:00|00:00)?\s*(?:起|开始|正式|生效|执行|实施)/
const takesEffect = /执行|实施|生效|启用|调整|起用|takes? effect|effective/i
const month = /(?:(\d{4})年)?(?<!\d)(\d{1,2})月(?:份)?\s*(?:起|开始)/
const english = /(?:effective|takes? effect|valid|starting)(?:\s+(?:from|on|as of))?\s*$/i

/**
 * The day from which what a notice brings counts: `自2027年1月1日起执行`, `12月起执行` (its first day). Days without a
 * year are the next such ones from the mail's own, or those that have only just been: many a list comes after its day. The
 * first that is told; undefined where none is.
 */
export function effectiveFrom(
  mail: { readonly subject: string; readonly text: string },
  { sentAt, zone }: { readonly sentAt: Instant; readonly zone: Zone },
): EffectiveFrom | undefined {
  const on = dateIn(sentAt, zone)
  for (const sentence of [
    mail.subject.normalize('NFKC'),
    ...sentencesOf(ownWords(mail.subject, mail.text).text),
  ].slice(0, 1000)) {
    if (!takesEffect.test(sentence)) continue
    const looked = sentence.slice(0, 1000)
    const day = writtenDates(looked, { on, overrides: [] }).find(
      ({ at, end, form, isLimit }) =>
        form === 'day' && !isLimit && (begins.test(looked.slice(end)) || english.test(looked.slice(0, at))),
    )
    const date = day === undefined ? firstOfMonth(looked, on) : nearestDay(on, day)
    if (date !== undefined) return { date, sentence }
  }
  return undefined
}

function firstOfMonth(sentence: string, on: CalendarDate): CalendarDate | undefined {
  const match = month.exec(sentence)
  if (match === null) return /下月起|下个月起/.test(sentence) ? nextMonth(on) : undefined
  const [, year, written = ''] = match
  const inYear = (y: number) => CalendarDate.safeParse(`${String(y)}-${written.padStart(2, '0')}-01`).data
  if (year !== undefined) return inYear(Number(year))
  const thisYear = inYear(Number(on.slice(0, 4)))
  // This month's beginning may be past already: that is when it began.
  if (thisYear !== undefined && thisYear.slice(0, 7) >= on.slice(0, 7)) return thisYear
  const next = inYear(Number(on.slice(0, 4)) + 1)
  return next && nearestDay(on, { date: next, isNextYear: true })
}

function nextMonth(on: CalendarDate): CalendarDate {
  const [year = 0, now = 0] = on.split('-').map(Number)
  return CalendarDate.parse(
    now === 12 ? `${String(year + 1)}-01-01` : `${String(year)}-${String(now + 1).padStart(2, '0')}-01`,
  )
}
