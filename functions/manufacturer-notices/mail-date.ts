import { CalendarDate, Instant, TimeOfDay, addMinutes, instantAt, Zone } from '../../shared/domain/time.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const utc = Zone.parse('UTC')

/** RFC 5322, 4.3: hours before UTC of the zones that old programs name. Others stand for UTC. */
const namedZones: ReadonlyMap<string, number> = new Map(
  Object.entries({ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 }),
)

const form =
  /^(?:[a-z]{3,9},?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{4}|\d{2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,5}))?/i

/**
 * The instant of a `Date` field: `Mon, 23 Nov 2026 08:12:00 +0800 (CST)`. Without a zone it is read as UTC, as
 * RFC 5322 reads unknown zones. Undefined for what is no date, and outside 1990–2099.
 */
export function readMailDate(value: string | undefined): Instant | undefined {
  const match = form.exec((value ?? '').slice(0, 100).trim())
  if (match === null) return undefined
  const [
    ,
    day = '',
    month = '',
    year = '',
    hour = '',
    minute = '',
    second = '00',
    sign,
    hours,
    minutes,
    zone = '',
  ] = match
  const nth = months.indexOf(month.toLowerCase()) + 1
  const date = CalendarDate.safeParse(`${fullYear(year)}-${two(nth)}-${two(day)}`).data
  const time = TimeOfDay.safeParse(`${two(hour)}:${minute}`).data
  if (date === undefined || time === undefined || date < '1990-01-01' || date > '2099-12-30') return undefined
  const ahead =
    sign === undefined ? (namedZones.get(zone.toLowerCase()) ?? 0) * 60 : offset(sign, hours, minutes)
  const atMinute = addMinutes(instantAt(date, time, utc), -ahead)
  return Instant.safeParse(atMinute.replace(/:\d{2}\.\d{3}Z$/, `:${second}.000Z`)).data ?? atMinute
}

function offset(sign: string, hours = '0', minutes = '0'): number {
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** RFC 5322, 4.3: two digits up to 49 are of this century. */
function fullYear(written: string): string {
  if (written.length === 4) return written
  return `${Number(written) < 50 ? '20' : '19'}${written}`
}

function two(value: string | number): string {
  return String(value).padStart(2, '0')
}
