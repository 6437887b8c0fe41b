import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { importFiles } from '../../shared/domain/import-run.ts'
import { CalendarDate } from '../../shared/domain/time.ts'
import { LocalError } from '../local-error.ts'

export interface Flags {
  /** Directory of the export's files. */
  readonly data: string
  /** Directory of the manufacturers' mails that come in on the first day. */
  readonly notices: string
  /** The first day to be run; absent: today in the dealer's zone. */
  readonly date: CalendarDate | undefined
  readonly days: number
  readonly once: boolean
  readonly json: boolean
  /** 0: any free port. */
  readonly port: number
  /** The database's file; absent: a temporary one. */
  readonly db: string | undefined
}

/** A flag that cannot be meant: the sentence names it and the way out. */
export class FlagError extends LocalError {
  override readonly name = 'FlagError'
}

export const usage = `npm start [-- flags]

  --data DIR          the dealer's export: staff.csv customers.csv vehicles.csv orders.csv
                      policies.csv parts_orders.csv (default: the sample dealer)
  --notices DIR       manufacturers' mails, *.eml, that come in on the first day (default: the sample mails)
  --date YYYY-MM-DD   the day to be run (default: 2026-11-23 for the sample, else today)
  --days N            run so many days from there, 1 to 366 (default: 1)
  --once              end after the run instead of staying up
  --json              print one JSON object instead of the table
                      (npm start --silent keeps npm's own two lines off)
  --port N            where API and outbox are served (default: 8700)
  --db FILE           keep the data in this file (default: forgotten at the end)
  --help              this text`

const SAMPLE = resolve(import.meta.dirname, '../../examples/dealer')
const SAMPLE_NOTICES = resolve(import.meta.dirname, '../../examples/notices')
const SAMPLE_DATE = CalendarDate.parse('2026-11-23')
/** Where API and outbox are served unless told otherwise. */
export const PORT = 8700

/**
 * Reads the command line; undefined when help is asked for.
 * @throws FlagError with one sentence for whoever typed it
 */
export function readFlags(args: readonly string[]): Flags | undefined {
  const values = parse(args)
  if (values.help === true) return undefined
  const once = values.once === true
  return {
    data: values.data === undefined ? SAMPLE : exportDirectory(values.data),
    notices: values.notices === undefined ? SAMPLE_NOTICES : directory('--notices', values.notices),
    date:
      values.date === undefined ? (values.data === undefined ? SAMPLE_DATE : undefined) : day(values.date),
    days: values.days === undefined ? 1 : whole('--days', values.days, 1, 366),
    once,
    json: values.json === true,
    port: values.port === undefined ? (once ? 0 : PORT) : whole('--port', values.port, 0, 65_535),
    db: values.db === undefined ? undefined : databaseFile(values.db),
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: text,
        notices: text,
        date: text,
        days: text,
        port: text,
        db: text,
        once: flag,
        json: flag,
        help: flag,
      },
    })
    return values
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''
    throw new FlagError(`${sentence}. npm start -- --help 列出全部参数 lists the flags.`)
  }
}

function directory(flag: string, path: string): string {
  const full = typedPath(path)
  if (!existsSync(full)) {
    throw new FlagError(`${flag}: 目录不存在 there is no directory ${path}`)
  }
  if (!statSync(full).isDirectory()) {
    throw new FlagError(`${flag}: 不是目录 ${path} is no directory: name the one that holds the files`)
  }
  return full
}

function exportDirectory(path: string): string {
  const full = directory('--data', path)
  if (!importFiles.some((file) => existsSync(join(full, `${file}.csv`)))) {
    const names = importFiles.map((file) => `${file}.csv`).join(', ')
    throw new FlagError(`--data: 目录里没有导出文件 ${path} holds none of the files ${names}`)
  }
  return full
}

/** Where a relative path was typed: npm runs scripts in the project's folder, wherever it was called. */
function typedPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path)
}

function day(text: string): CalendarDate {
  const date = CalendarDate.safeParse(text)
  if (!date.success) throw new FlagError(`--date: 不是日期 ${text} is no date: write it like 2026-11-23`)
  return date.data
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : NaN
  if (!(number >= least && number <= most)) {
    const range = `${String(least)}–${String(most)}`
    throw new FlagError(`${name}: 应为 ${range} 的整数 ${text} is no whole number from ${range}`)
  }
  return number
}

function databaseFile(path: string): string {
  const full = typedPath(path)
  if (!existsSync(dirname(full))) {
    throw new FlagError(`--db: 上级目录不存在 there is no directory ${dirname(path)} for the database file`)
  }
  if (existsSync(full) && statSync(full).isDirectory()) {
    throw new FlagError(`--db: 这是目录 ${path} is a directory: name a file`)
  }
  return full
}
