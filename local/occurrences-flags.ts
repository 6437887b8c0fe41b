import { parseArgs } from 'node:util'
import { CalendarDate, Zone } from '../shared/domain/time.ts'
import { FlagError } from './main-job/flags.ts'

export interface OccurrencesFlags {
  readonly from: CalendarDate
  readonly until: CalendarDate
  readonly zone: Zone
  readonly json: boolean
}

export const usage = `npm run --silent occurrences -- --from 2026-01-01 --to 2026-12-31 [flags]

  --from DATE   the first day, YYYY-MM-DD
  --to DATE     the last day
  --zone Z      the dealer's zone (default: Asia/Shanghai)
  --json        print [{"code", "dueAt"}], moments in UTC
  --help        this text

  What the whole catalogue of duties owes, on the days that its rules name: not shifted off holidays.`

/** Years of daily duties are printed in a moment; more is a slip of the keyboard. */
const MOST_YEARS = 20

/**
 * Reads the command line; undefined when help is asked for.
 * @throws FlagError with one sentence for whoever typed it
 */
export function readOccurrencesFlags(args: readonly string[]): OccurrencesFlags | undefined {
  const { from, to, zone, json, help } = parse(args)
  if (help) return undefined
  const first = dateOf('--from', from)
  const last = dateOf('--to', to)
  if (last < first) throw new FlagError(`--to: 早于 --from ${last} is before --from ${first}`)
  if (Number(last.slice(0, 4)) - Number(first.slice(0, 4)) > MOST_YEARS)
    throw new FlagError(
      `--to: 最多 ${String(MOST_YEARS)} 年 at most ${String(MOST_YEARS)} years after --from`,
    )
  if (!Zone.safeParse(zone).success)
    throw new FlagError(`--zone: 无效时区 ${zone} is no zone, such as Asia/Shanghai`)
  return { from: first, until: last, zone, json }
}

function dateOf(flag: string, text: string | undefined): CalendarDate {
  const { data } = CalendarDate.safeParse(text)
  if (data === undefined)
    throw new FlagError(`${flag}: 应为日期 ${text ?? 'nothing'} is no date, such as 2026-01-31`)
  return data
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({
      args: [...args],
      options: { from: text, to: text, zone: { ...text, default: 'Asia/Shanghai' }, json: flag, help: flag },
    }).values
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''
    throw new FlagError(`${sentence}. npm run occurrences -- --help 列出全部参数 lists the flags.`)
  }
}
