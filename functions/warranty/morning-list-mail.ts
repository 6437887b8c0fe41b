import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Message } from '../../shared/domain/message.ts'
import { messageStatusWords } from '../../shared/domain/message-words.ts'
import { Fen, formatFen } from '../../shared/domain/money.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn, type Instant } from '../../shared/domain/time.ts'
import type { LedgerWarning } from '../../shared/domain/warranty/ledger-warnings.ts'
import { manifestNumber, type WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import type { WarnedCar } from '../../shared/due/warned-cars.ts'
import { dayAndTime, monthAndDay } from '../../shared/messages/date-wording.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import type { DrawnUp } from './draw-up.ts'
import { missingList } from './mailing-mails.ts'
import { noteMail, type NoteList } from './note-mail.ts'
import { mailingKindWords } from './manifest-table.ts'
import type { RiskGroup } from './money-at-risk.ts'
import type { MorningList } from './morning-list.ts'

/** A mail to a manufacturer that went wrong on its way, or of which nobody knows. */
export interface UndeliveredMailing {
  readonly mailing: WarrantyMailing
  readonly message: Pick<Message, 'status' | 'reason'>
}

/** What is said of the monthly mailings besides the claims. */
export interface MailingsOfMorning {
  readonly awaiting: readonly WarrantyMailing[]
  readonly undelivered: readonly UndeliveredMailing[]
  /** What the documents of the month still lack, from the day on from which it is told. */
  readonly missing: DrawnUp['missing']
}

/** Whether there is anything to say on a morning. */
export function isWorthAMail(
  { risk }: MorningList,
  { awaiting, undelivered, missing }: MailingsOfMorning,
  warned: readonly WarnedCar[],
): boolean {
  return (
    warned.length > 0 ||
    undelivered.length > 0 ||
    risk.groups.length > 0 ||
    risk.waiting.claimIds.length > 0 ||
    awaiting.length > 0 ||
    missing.length > 0
  )
}

const stepWords: Readonly<Record<RiskGroup['step'], string>> = {
  submit: '上传',
  resubmit: '修改后重新上传',
  appeal: '申诉',
}

const standingWords: Readonly<Record<RiskGroup['standing'], string>> = {
  overdue: '已逾期',
  today: '今天到期',
  later: '',
}

export interface Morning {
  readonly list: MorningList
  readonly mailings: MailingsOfMorning
  /** The cars that are here and of which the statutory ledger warns. */
  readonly warned: readonly WarnedCar[]
}

/** The morning's mail of the claims, and of what the statutory ledger warns of. Pure. */
export function morningListMail(
  dealer: Dealer,
  reader: Staff,
  { list, mailings, warned }: Morning,
  now: Instant,
): MailContent {
  const today = dateIn(now, dealer.zone)
  const { unsubmitted, unexplained, risk } = list
  const atRisk = risk.groups.reduce((sum, { fen }) => sum + fen, 0)
  return noteMail(dealer.name, {
    subject: `【保修早报】${monthAndDay(today)}：未上传 ${String(unsubmitted.length)} 单，待说明原因 ${String(unexplained)} 单，在途 ${yuan(risk.totalFen)} 元`,
    title: `${monthAndDay(today)}保修索赔早报`,
    english: `Warranty claims on ${today}`,
    sentences: [
      unsubmitted.length === 0
        ? `${reader.name}，早上好：按交车日应上传的索赔单均已上传。`
        : `${reader.name}，早上好：有 ${String(unsubmitted.length)} 份索赔单应于昨天或更早上传而未上传，其中 ${String(unexplained)} 份尚未说明原因。请今天上传，并逐单登记原因。`,
      ...(warned.length === 0
        ? []
        : [`在店车辆中有 ${String(warned.length)} 辆触发三包预警，请今天逐辆跟进。`]),
      `未结算金额 ${yuan(risk.totalFen)} 元：须本店办理 ${yuan(atRisk)} 元（已逾期 ${yuan(risk.overdueFen)} 元），待厂家 ${yuan(risk.waiting.fen)} 元。`,
    ],
    lists: [
      warnedList(warned),
      unsubmittedList(list),
      riskList(risk.groups),
      undeliveredList(mailings.undelivered),
      awaitingList(dealer, mailings.awaiting),
      missingList(mailings.missing),
    ],
    footer:
      '上传或说明原因后即从未上传清单中注明。 Submit each, or record why not; the reason then stands here.',
  })
}

const levelWords: Readonly<Record<LedgerWarning['level'], string>> = {
  yellow: '提示',
  orange: '警示',
  red: '严重',
  met: '已满足退换条件',
}

/** A line for each warning: the gravest of the whole workshop in front. */
function warnedList(warned: readonly WarnedCar[]): NoteList {
  const grave: readonly LedgerWarning['level'][] = ['met', 'red', 'orange', 'yellow']
  return {
    heading: '三包预警（在店车辆）',
    english: 'Cars here of which the statutory ledger warns',
    heads: ['工单', '车架号', '进店', '级别', '预警'],
    rows: warned
      .flatMap(({ order, vin, warnings }) => warnings.map((warning) => ({ order, vin, warning })))
      .sort((a, b) => grave.indexOf(a.warning.level) - grave.indexOf(b.warning.level))
      .map(({ order, vin, warning }) => [
        order.number,
        vin,
        order.receivedOn,
        levelWords[warning.level],
        warning.zh,
      ]),
  }
}

function unsubmittedList({ unsubmitted }: MorningList): NoteList {
  return {
    heading: '未上传的索赔单',
    english: 'Claims that were not submitted',
    heads: ['索赔单', '车架号', '厂家', '应上传', '金额（元）', '原因'],
    rows: unsubmitted.map(({ claim, dueOn, daysLate, fen, reason }) => [
      claim.number,
      claim.vin,
      claim.manufacturer,
      `${dueOn}，逾期 ${String(daysLate)} 天`,
      yuan(fen),
      reason ?? '请说明原因',
    ]),
  }
}

function riskList(groups: readonly RiskGroup[]): NoteList {
  return {
    heading: '按下一期限的在途金额',
    english: 'Money at risk by its next deadline',
    heads: ['期限', '要做什么', '索赔单（份）', '金额（元）', ''],
    rows: groups.map(({ dueOn, step, claimIds, fen, standing }) => [
      dueOn,
      stepWords[step],
      String(claimIds.length),
      yuan(fen),
      standingWords[standing],
    ]),
  }
}

function undeliveredList(undelivered: readonly UndeliveredMailing[]): NoteList {
  return {
    heading: '厂家未收到的清单，请核对地址后更正重寄，或另行送达',
    english: 'Manifests that did not reach the manufacturer: correct them, or send them another way',
    heads: ['清单', '厂家', '内容', '邮件状态'],
    rows: undelivered.map(({ mailing, message }) => [
      manifestNumber(mailing),
      mailing.manufacturer,
      mailingKindWords[mailing.kind].zh,
      messageStatusWords[message.status].zh,
    ]),
  }
}

function awaitingList(dealer: Dealer, awaiting: readonly WarrantyMailing[]): NoteList {
  return {
    heading: '待批准的厂家清单',
    english: 'Manifests that wait for a yes',
    heads: ['清单', '厂家', '内容', '批准期限'],
    rows: awaiting.map((mailing) => [
      manifestNumber(mailing),
      mailing.manufacturer,
      mailingKindWords[mailing.kind].zh,
      dayAndTime(mailing.approveBy, dealer.zone),
    ]),
  }
}

function yuan(fen: number): string {
  return formatFen(Fen.parse(fen))
}
