import { monthAndDay } from '../../shared/messages/date-wording.ts'
import { html } from '../../shared/messages/html.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { mailPage } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import type { BulletinPeriod } from './bulletin-periods.ts'
import { percentTenths, percentWords, tenthsWords } from './half-up.ts'
import type { RepairQuality, ReworkFigures } from './repair-quality.ts'
import type { ToldRemark } from './satisfaction-bulletin.ts'
import { meanOf, trendChart, trendLines } from './satisfaction-chart.ts'
import { changeWords, questionLine, remarkText } from './satisfaction-mail.ts'
import { heading, questionTable, remarkList, tileTable, type Tile } from './satisfaction-parts.ts'

/** A period and what was said of its repairs. */
export interface RepairPeriod {
  readonly period: BulletinPeriod
  readonly figures: RepairQuality
}

export interface RepairQualityBulletin {
  readonly dealerName: string
  readonly readerName: string
  readonly badScore: number
  readonly reworkDays: number
  /** Oldest first; the last one is told, the one before it stands beside it. */
  readonly trend: readonly RepairPeriod[]
  readonly rework: ReworkFigures
  readonly reworkBefore: ReworkFigures | undefined
  readonly worst: readonly ToldRemark[]
}

/** What customers say of the repairs, as a draft for who passes it on: HTML, and the same as text. */
export function repairQualityMail(bulletin: RepairQualityBulletin): MailContent {
  const { trend, dealerName, worst } = bulletin
  const told = trend.at(-1)
  if (told === undefined) throw new RangeError('a bulletin tells of a period')
  const before = trend.at(-2)
  const { from, last } = told.period
  const title = `维修质量满意度通报（${monthAndDay(from)}—${monthAndDay(last)}）`
  const intro = introOf(bulletin, told, before)
  const tiles = tilesOf(bulletin, told, before)
  const complaints = complaintSentence(told.figures)
  const rules = rulesOf(bulletin)
  const { questions } = told.figures
  return {
    subject: oneLine(`【维修质量通报】${monthAndDay(from)}—${monthAndDay(last)}：${inShort(bulletin, told)}`),
    html: mailPage({
      title,
      subtitle: `Repair-quality bulletin · ${from} – ${last} · ${dealerName}`,
      intro,
      body: html`${tileTable(tiles)}${heading('维修质量平均分走势', 'Mean score of the last periods, of ten')}${trendChart(trend)}
        ${questions.length > 0 ? html`${heading('各题得分', 'By question')}${questionTable(questions, before?.figures.questions ?? [])}` : []}
        ${heading('维修质量抱怨', 'Complaints of repairs')}
        <p style="margin:0 0 16px;">${complaints}</p>
        ${remarkList('客户对维修不满意的原话', 'What displeased, word for word', worst)}`,
      footer: rules,
    }),
    text: [
      title,
      intro,
      tiles.map(({ zh, value, note }) => `- ${zh}：${value}（${note}）`).join('\n'),
      ['维修质量平均分走势', ...trendLines(trend)].join('\n'),
      ...(questions.length > 0 ? [['各题得分', ...questions.map(questionLine)].join('\n')] : []),
      `维修质量抱怨：${complaints}`,
      ...remarkText('客户对维修不满意的原话', worst),
      rules,
    ].join('\n\n'),
    attachments: [],
  }
}

/** For the subject: whoever reads no further knows the two figures. */
function inShort({ rework }: RepairQualityBulletin, told: RepairPeriod): string {
  const again = `返修 ${String(rework.rework)} 台`
  return told.figures.rated === 0 ? `无评分，${again}` : `平均 ${tenthsWords(meanOf(told))} 分，${again}`
}

function introOf(
  { readerName, rework }: RepairQualityBulletin,
  told: RepairPeriod,
  before: RepairPeriod | undefined,
): string {
  const { rated, complaints } = told.figures
  const score =
    rated === 0
      ? '本期没有客户为维修质量打分。Nobody rated a repair in this period.'
      : `本期 ${String(rated)} 个维修质量评分，平均 ${tenthsWords(meanOf(told))} 分${changeWords(meanOf(told), before && meanOf(before))}。`
  const heard = `维修质量抱怨 ${String(complaints.opened)} 件，交车 ${String(rework.delivered)} 台，其中返修 ${String(rework.rework)} 台（${percentWords(reworkRate(rework))}）。`
  return `${readerName}，您好：${score}${heard}`
}

function reworkRate({ rework, delivered }: ReworkFigures): number | undefined {
  return percentTenths(rework, delivered)
}

function tilesOf(
  { rework, reworkBefore }: RepairQualityBulletin,
  told: RepairPeriod,
  before: RepairPeriod | undefined,
): Tile[] {
  const was = (words: (figures: RepairPeriod) => string) =>
    before === undefined ? '无上期' : `上期 ${words(before)}`
  const of = (words: (figures: RepairPeriod) => string) => ({ value: words(told), note: was(words) })
  const reworked = (words: (figures: ReworkFigures) => string) => ({
    value: words(rework),
    note: reworkBefore === undefined ? '无上期' : `上期 ${words(reworkBefore)}`,
  })
  return [
    { zh: '评分', en: 'Ratings', ...of(({ figures }) => String(figures.rated)) },
    { zh: '维修质量平均分', en: 'Mean score', ...of((each) => tenthsWords(meanOf(each))) },
    {
      zh: '差评占比',
      en: 'Bad answers',
      ...of(({ figures: { bad, rated } }) => percentWords(percentTenths(bad, rated))),
      alarming: told.figures.bad > 0,
    },
    {
      zh: '维修质量抱怨',
      en: 'Complaints',
      ...of(({ figures: { complaints } }) => String(complaints.opened)),
      alarming: told.figures.complaints.grave > 0,
    },
    { zh: '返修', en: 'Rework', ...reworked((figures) => String(figures.rework)) },
    {
      zh: '返修率',
      en: 'Rework rate',
      ...reworked((figures) => percentWords(reworkRate(figures))),
      alarming: rework.rework > 0,
    },
  ]
}

function complaintSentence({ complaints }: RepairQuality): string {
  const { opened, inTime, late, pending, withdrawn, grave } = complaints
  if (opened === 0) return '本期没有维修质量抱怨。'
  return (
    `本期登记 ${String(opened)} 件，其中重大 ${String(grave)} 件：按时答复 ${String(inTime)} 件，逾期 ${String(late)} 件，` +
    `未到期 ${String(pending)} 件，未答复即结束 ${String(withdrawn)} 件。`
  )
}

function rulesOf({ badScore, reworkDays }: RepairQualityBulletin): string {
  return (
    `本通报为草稿，请核对后发布并登记职责完成。评分按回访结束日、抱怨按登记日、返修按交车日统计；差评为 ${String(badScore)} 分及以下。` +
    `返修为交车后 ${String(reworkDays)} 天内因同一问题再修的工单，占同期交车。原话已隐去客户姓名和号码，转发前请再看一遍。` +
    ` A draft: check it, publish it and record the duty as done. Ratings count on the day the call ended, complaints on the day they were filed, rework on the day of its delivery.` +
    ' Names and numbers of customers are taken out of what they said: read it once more before you pass it on.'
  )
}
