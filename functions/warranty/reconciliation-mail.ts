import type { ClaimStatement } from '../../shared/domain/claim-statement.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { Fen, formatFen } from '../../shared/domain/money.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { noteMail, type NoteList } from './note-mail.ts'
import type { ReconciledClaim, StrayLine } from './reconcile.ts'
import type { BesideClaims } from './statement-beside-claims.ts'

const becauseWords: Readonly<Record<StrayLine['because'], string>> = {
  'no-such-claim': '没有此索赔单',
  'no-such-line': '索赔单没有此行',
  'not-claimed': '未上传或已撤销',
  'already-settled': '已由另一张结算单结算',
  'named-twice': '重复列出',
}

/** To the clerk: a manufacturer's statement beside the claims. Pure. */
export function reconciliationMail(
  dealer: Dealer,
  reader: Staff,
  { manufacturer, number, statedOn }: ClaimStatement,
  { reconciliation, claims }: BesideClaims,
): MailContent {
  const { matched, differing, missing, unknown, double, totals } = reconciliation
  const nameOf = (claimId: string) => claims.get(claimId)?.number ?? claimId
  const strays = [...unknown, ...double]
  return noteMail(dealer.name, {
    subject: `【结算核对】${manufacturer} ${number}：一致 ${String(matched.length)} 单，有差异 ${String(differing.length)} 单，未列 ${String(missing.length)} 单，不明 ${String(strays.length)} 行`,
    title: `${manufacturer} 结算单 ${number}（${statedOn}）核对结果`,
    english: 'A settlement statement beside the claims: it waits for your yes',
    sentences: [
      `${reader.name}，您好：结算单共 ${yuan(totals.statementFen)} 元，其中对上索赔单 ${yuan(totals.settledFen)} 元（与应结相差 ${yuan(totals.differenceFen)} 元），不明 ${yuan(totals.unknownFen)} 元，重复 ${yuan(totals.doubleFen)} 元；已批准而未列 ${yuan(totals.missingFen)} 元。请核对后确认；确认前什么都不会结算。`,
    ],
    lists: [
      differencesList(differing, nameOf),
      {
        heading: '已批准而结算单未列',
        english: 'Approved, and not in it',
        heads: ['索赔单', '应结（元）'],
        rows: missing.map(({ claimId, expectedFen }) => [nameOf(claimId), yuan(expectedFen)]),
      },
      {
        heading: '不明或重复的行',
        english: 'Rows of no claim, or named twice',
        heads: ['行', '索赔单号', '金额（元）', '原因'],
        rows: strays.map(({ row, claimNumber, amountFen, because }) => [
          String(row),
          claimNumber,
          yuan(amountFen),
          becauseWords[because],
        ]),
      },
    ],
    footer:
      '核对后在结算单上“确认”；不是这张结算单的，“撤销”后重新录入。 Accept it, or withdraw it and hand the right one in.',
  })
}

function differencesList(
  differing: readonly ReconciledClaim[],
  nameOf: (claimId: string) => string,
): NoteList {
  return {
    heading: '有差异的索赔单',
    english: 'Claims that differ',
    heads: ['索赔单', '行', '应结（元）', '实结（元）', '差额（元）'],
    rows: differing.flatMap(({ claimId, differences }) =>
      differences.map(({ line, expectedFen, settledFen, differenceFen }) => [
        nameOf(claimId),
        line === undefined ? '整单' : String(line),
        yuan(expectedFen),
        yuan(settledFen),
        yuan(differenceFen),
      ]),
    ),
  }
}

function yuan(fen: number): string {
  return formatFen(Fen.parse(fen))
}
