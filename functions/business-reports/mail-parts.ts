import type { DailyReport, Turnover } from '../../shared/domain/business-report.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { dateIn, timeIn } from '../../shared/domain/time.ts'
import { html, type Html } from '../../shared/messages/html.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { yuan } from './figure-words.ts'
import { correctedBy } from './report-view.ts'

/** Who writes to whom. */
export interface ReportNames {
  readonly dealer: Pick<Dealer, 'name' | 'zone'>
  readonly readerName: string
  /** Who confirmed it; undefined: an account without a member of staff. */
  readonly confirmedBy: string | undefined
}

/** `当天` or `当月`, in a sentence. */
export function introOf(
  when: string,
  { figures, confirmed }: { readonly figures: Turnover } & Pick<DailyReport, 'confirmed'>,
  { readerName, confirmedBy, dealer: { zone } }: ReportNames,
): string {
  const by = confirmedBy ?? ''
  const at =
    confirmed === undefined ? '' : `于 ${dateIn(confirmed.at, zone)} ${timeIn(confirmed.at, zone)} 确认`
  const said = by === '' && at === '' ? '' : `本报表由${by}${at}。`
  return (
    `${readerName}，您好：${when}进厂 ${String(figures.visits)} 台，交车 ${String(figures.delivered)} 台，` +
    `结算 ${String(figures.settled)} 单，营业额 ${yuan(figures.totalFen)}。${said}`
  )
}

export function editionMark(edition: number): string {
  return edition > 1 ? `（第 ${String(edition)} 版，更正）` : ''
}

/** What is to be read before the figures: which edition it corrects and why, and what the clerk has added. */
export function notesOf({
  edition,
  reason,
  remarks,
}: Pick<DailyReport, 'edition' | 'reason' | 'remarks'>): string[] {
  const first = correctedBy(edition)
  return [
    ...(first === undefined
      ? []
      : [
          `本版为第 ${String(edition)} 版，更正第 ${String(first)} 版。原因：${reason ?? ''}` +
            ` This is edition ${String(edition)}; it corrects edition ${String(first)}.`,
        ]),
    ...(remarks === undefined ? [] : [`备注 Remarks：${remarks}`]),
  ].map(oneLine)
}

export function noteBlocks(notes: readonly string[]): Html[] {
  return notes.map(
    (note) => html`<p style="margin:0 0 12px;padding:8px;background:#FFF6E0;color:#6B4A00;">${note}</p>`,
  )
}
