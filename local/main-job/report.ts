import { importFiles, type ImportRun } from '../../shared/domain/import-run.ts'
import { noticeEffectMachine } from '../../shared/domain/notice-effect-machine.ts'
import type { NoticeEffect } from '../../shared/domain/notice-effect.ts'
import { ContactPurpose } from '../../shared/domain/purpose.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Account } from '../../shared/due/account.ts'
import type { Accounts } from './accounts.ts'
import type { DeadlineCounts } from './deadlines.ts'
import type { NoticeLine } from './notices.ts'
import type { WarrantyCounts } from './warranty.ts'

export interface RunSummary {
  /** The day as of whose end the files went in: the one before the first day run. */
  readonly asOf: CalendarDate
  readonly run: ImportRun
  readonly jobs: Accounts
  readonly deadlines: DeadlineCounts
  /** A line for each mail of the manufacturers' that came in. */
  readonly notices: readonly NoticeLine[]
  /** What those bring that bring something, by file. */
  readonly effects: ReadonlyMap<string, NoticeEffect>
  readonly warranty: WarrantyCounts
  /** What the providers accepted in this run. */
  readonly messages: { readonly sms: number; readonly mail: number }
}

/** The one JSON object of `--json`. */
export function asJson({ asOf, run, jobs, deadlines, notices, warranty, messages }: RunSummary): object {
  const files = importFiles.map((file): [string, object] => {
    const { accepted, rejected } = run.results[file] ?? { accepted: 0, rejected: {} }
    return [file, { accepted, rejected }]
  })
  const imported: Record<string, object> = Object.fromEntries(files)
  return { asOf, import: imported, jobs, deadlines, notices, warranty, messages }
}

const fileNames = {
  staff: '员工 staff',
  customers: '客户 customers',
  vehicles: '车辆 vehicles',
  orders: '工单 orders',
  policies: '保单 policies',
  parts_orders: '配件订单 parts orders',
} as const

const jobNames: Readonly<Record<keyof Accounts, string>> = {
  'maintenance-reminders': '保养提醒 maintenance reminders',
  'insurance-call-lists': '续保名单 insurance call lists',
  'appointment-reminders': '预约提醒 appointment reminders',
  'recall-notices': '召回通知 recalls',
}

/** The short table of a run, for a person at a terminal. */
export function asTable(summary: RunSummary): string {
  const { asOf, run, jobs, deadlines, notices, effects, warranty, messages } = summary
  const { opened, reminded, late, escalated } = deadlines
  const rows = importFiles.map((file) => {
    const { present, accepted, rejected } = run.results[file] ?? { present: false, accepted: 0, rejected: {} }
    return [fileNames[file], String(accepted), present ? reasons(rejected) : `没有 no ${file}.csv`]
  })
  const jobRows = ContactPurpose.exclude(['repair-status']).options.flatMap((purpose) => {
    const account = jobs[purpose]
    return account === undefined ? [] : [jobRow(jobNames[purpose], account)]
  })
  return [
    table(['导入 import', '接收 accepted', '拒收 refused'], rows),
    table(['任务 job', '到期 due', '已发 sent', '顺延 deferred', '失败 failed', '未发 held back'], jobRows),
    table(
      ['职责期限 deadlines', '新开 opened', '已提醒 reminded', '逾期 late', '上报 escalated'],
      [['本店职责 duties', ...[opened, reminded, late, escalated].map(String)]],
    ),
    table(
      ['厂家来信 notices', '类别 kind', '给 for', '答复期限 answer by', '落实 effect', '备注 remarks'],
      notices.map(({ file, kind, role, answerBy, trusted, duplicateOf }) => [
        file,
        kind,
        role ?? '–',
        answerBy ?? '–',
        effectWords(duplicateOf === null ? effects.get(file) : undefined),
        duplicateOf === null ? (trusted ? '–' : '已隔离 quarantined') : `重复 repeats ${duplicateOf}`,
      ]),
    ),
    table(
      ['保修索赔 warranty', '新开 opened', '未上传 unsubmitted', '邮件 mailed'],
      [['索赔单 claims', ...[warranty.claims, warranty.unsubmitted, warranty.mailed].map(String)]],
    ),
    `截至 as of ${asOf} · 短信 SMS ${String(messages.sms)} · 邮件 mail ${String(messages.mail)}`,
  ].join('\n\n')
}

/** How far it is, and how much of what is listed has been taken. */
function effectWords(effect: NoticeEffect | undefined): string {
  if (effect === undefined) return '–'
  const { status, found, applied } = effect
  const words = `${noticeEffectMachine.states[status].zh} ${status}`
  if (found === 0) return words
  return status === 'applied' ? `${words} ${String(applied)}/${String(found)}` : `${words} ${String(found)}`
}

function jobRow(name: string, { due, sent, deferred, failed, suppressed }: Account): string[] {
  return [name, ...[due, sent, deferred, failed].map(String), reasons(suppressed)]
}

function reasons(counts: Readonly<Record<string, number>>): string {
  const texts = Object.entries(counts).map(([code, count]) => `${code} ${String(count)}`)
  return texts.length === 0 ? '–' : texts.join(', ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => width(row[column] ?? ''))))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell)))
        return /^-?\d+$/.test(cell) ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((each) => '─'.repeat(each))), ...rows.map(line)].join('\n')
}

/** Columns on a terminal: a Chinese character takes two. */
function width(text: string): number {
  return text.length + (text.match(/[\u2e80-\u9fff\uff00-\uff60]/g)?.length ?? 0)
}
