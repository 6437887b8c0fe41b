import { monthAndDay } from '../../shared/messages/date-wording.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { html } from '../../shared/messages/html.ts'
import { mailPage } from '../../shared/messages/mail-page.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import { percentTenths, percentWords, tenthsOf, tenthsWords } from './half-up.ts'
import type { PeriodFigures, SatisfactionBulletin, ToldRemark } from './satisfaction-bulletin.ts'
import { meanOf, reachRate, trendChart, trendLines } from './satisfaction-chart.ts'
import { heading, questionTable, remarkList, shortened, tileTable, type Tile } from './satisfaction-parts.ts'
import type { QuestionFigures, Satisfaction } from './satisfaction.ts'

/** How content customers were, as a draft for who passes it on: HTML, and the same as text. */
export function satisfactionMail(bulletin: SatisfactionBulletin): MailContent {
  const { trend, dealerName, worst, best, badScore } = bulletin
  const told = trend.at(-1)
  if (told === undefined) throw new RangeError('a bulletin tells of a period')
  const before = trend.at(-2)
  const { from, last } = told.period
  const title = `客户满意度通报（${monthAndDay(from)}—${monthAndDay(last)}）`
  const intro = introOf(bulletin, told, before)
  const tiles = tilesOf(told, before)
  const complaints = complaintSentences(told.figures)
  const rules = rulesOf(badScore)
  const { questions } = told.figures
  return {
    subject: oneLine(`【满意度通报】${monthAndDay(from)}—${monthAndDay(last)}：${inShort(told)}`).slice(
      0,
      200,
    ),
    html: mailPage({
      title,
      subtitle: `Customer-satisfaction bulletin · ${from} – ${last} · ${dealerName}`,
      intro,
      body: html`${tileTable(tiles)}${heading('总体平均分走势', 'Mean score of the last periods, of ten')}${trendChart(trend)}
        ${questions.length > 0 ? html`${heading('各题得分', 'By question')}${questionTable(questions, before?.figures.questions ?? [])}` : []}
        ${heading('回访引发的抱怨', 'Complaints from calls')}
        <p style="margin:0 0 16px;">${complaints.join('')}</p>
        ${remarkList('客户不满意的原话', 'What displeased, word for word', worst)}${remarkList('客户满意的原话', 'What pleased, word for word', best)}`,
      footer: rules,
    }),
    text: [
      title,
      intro,
      tiles.map(({ zh, value, note }) => `- ${zh}：${value}（${note}）`).join('\n'),
      ['总体平均分走势', ...trendLines(trend)].join('\n'),
      ...(questions.length > 0 ? [['各题得分', ...questions.map(questionLine)].join('\n')] : []),
      `回访引发的抱怨：${complaints.join('')}`,
      ...remarkText('客户不满意的原话', worst),
      ...remarkText('客户满意的原话', best),
      rules,
    ].join('\n\n'),
    attachments: [],
  }
}

/** For the subject: whoever reads no further knows the two figures. */
function inShort(told: PeriodFigures): string {
  const { owed, rated } = told.figures
  if (owed === 0) return '无已结束的回访'
  return rated === 0
    ? `接通率 ${percentWords(reachRate(told))}`
    : `平均 ${tenthsWords(meanOf(told))} 分，接通率 ${percentWords(reachRate(told))}`
}

function introOf(
  { readerName, stillWaiting }: SatisfactionBulletin,
  told: PeriodFigures,
  before: PeriodFigures | undefined,
): string {
  const { owed, reached, rated } = told.figures
  const change = changeWords(meanOf(told), before && meanOf(before))
  const score = rated === 0 ? '' : `，总体平均 ${tenthsWords(meanOf(told))} 分${change}`
  const said =
    owed === 0
      ? '本期没有结束的修后回访，一个客户也没有问到。No follow-up call ended in this period.'
      : `本期应回访 ${String(owed)} 个，接通 ${String(reached)} 个（${percentWords(reachRate(told))}）${score}。`
  const waiting = stillWaiting === 0 ? '' : `另有 ${String(stillWaiting)} 个已到期、待回访。`
  return `${readerName}，您好：${said}${waiting}`
}

/** `，比上期 +0.2` */
export function changeWords(tenths: number | undefined, before: number | undefined): string {
  if (tenths === undefined || before === undefined) return ''
  const change = tenths - before
  return change === 0 ? '，与上期持平' : `，比上期 ${change > 0 ? '+' : ''}${tenthsWords(change)}`
}

function tilesOf(told: PeriodFigures, before: PeriodFigures | undefined): Tile[] {
  const { refused, wrongNumber, dropped } = told.figures.notReached
  const missed = refused + wrongNumber + dropped
  const split = `拒访 ${String(refused)}，号码有误 ${String(wrongNumber)}，超期 ${String(dropped)}`
  const was = (words: (figures: PeriodFigures) => string) =>
    before === undefined ? '无上期' : `上期 ${words(before)}`
  const of = (words: (figures: PeriodFigures) => string) => ({ value: words(told), note: was(words) })
  return [
    { zh: '应回访', en: 'Owed', ...of(({ figures }) => String(figures.owed)) },
    { zh: '接通', en: 'Reached', ...of(({ figures }) => String(figures.reached)) },
    { zh: '未接通', en: 'Not reached', value: String(missed), note: split },
    { zh: '接通率', en: 'Reach rate', ...of((each) => percentWords(reachRate(each))) },
    { zh: '总体平均分', en: 'Mean score', ...of((each) => tenthsWords(meanOf(each))) },
    {
      zh: '差评占比',
      en: 'Bad answers',
      ...of(({ figures: { bad, scored } }) => percentWords(percentTenths(bad, scored))),
      alarming: told.figures.bad > 0,
    },
  ]
}

function complaintSentences({ complaints, secondCalls }: Satisfaction): string[] {
  const { opened, inTime, late, pending, withdrawn } = complaints
  const first =
    opened === 0
      ? '本期回访没有引发抱怨。'
      : `本期回访引发抱怨 ${String(opened)} 件：按时答复 ${String(inTime)} 件，逾期 ${String(late)} 件，` +
        `未到期 ${String(pending)} 件，未答复即结束 ${String(withdrawn)} 件。`
  const { reached, content } = secondCalls
  return reached === 0
    ? [first]
    : [first, `二次回访 ${String(reached)} 个，其中 ${String(content)} 个客户对处理结果满意。`]
}

export function questionLine({ zh, scored, scoreSum, bad, asked, yes }: QuestionFigures): string {
  const parts = [
    ...(scored > 0
      ? [
          `平均 ${tenthsWords(tenthsOf(scoreSum, scored))} 分，${String(scored)} 个回答，差评 ${String(bad)} 个（${percentWords(percentTenths(bad, scored))}）`,
        ]
      : []),
    ...(asked > 0
      ? [`是 ${String(yes)}/${String(asked)}（${percentWords(percentTenths(yes, asked))}）`]
      : []),
  ]
  return `- ${oneLine(zh)} ${parts.join('，')}`
}

export function remarkText(title: string, remarks: readonly ToldRemark[]): string[] {
  if (remarks.length === 0) return []
  const lines = remarks.map(
    ({ orderNumber, score, question, words }) =>
      `- ${String(score)} 分，工单 ${oneLine(orderNumber)}，${oneLine(question)}“${shortened(words)}”`,
  )
  return [[title, ...lines].join('\n')]
}

function rulesOf(badScore: number): string {
  return (
    `本通报为草稿，请核对后发布并登记职责完成。按回访结束日统计；撤销的不计入应回访；差评为 ${String(badScore)} 分及以下的评分，占全部评分。` +
    '抱怨按首次答复是否及时统计，以今早的记录为准。原话已隐去客户姓名和号码，转发前请再看一遍。' +
    ` A draft: check it, publish it and record the duty as done. Calls count on the day they ended; a score of ${String(badScore)} or less is bad.` +
    ' Names and numbers of customers are taken out of what they said: read it once more before you pass it on.'
  )
}
