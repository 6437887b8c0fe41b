import { Identifier, toIdentifier } from '../../shared/domain/identifier.ts'
import type { Notice } from '../../shared/domain/notice.ts'

/** 结算单号：JS202610-01; 编号 and 号 stand alone only behind the word for a settlement. */
const named =
  /(?:结算(?:单|通知单|批次|清单|明细)?(?:编号|单号|批次号|号码|号|批次))\s*[:：为是]?\s*([A-Z0-9][A-Z0-9._/-]{3,39})/i
/** `结算单_JS202610-01.xlsx`: letters and digits together, so that a day or a month is none. */
const inFileName = /(?:结算[^A-Z0-9]{0,6})((?=[A-Z0-9_-]*[A-Z])(?=[A-Z0-9_-]*\d)[A-Z0-9][A-Z0-9_-]{3,39})/i

/**
 * As the manufacturer numbers its settlement: out of the mail, else out of the name of a file; else one of ours, by which
 * the same notice always goes.
 */
export function settlementNumber({
  noticeId,
  subject,
  text,
  attachments,
}: Pick<Notice, 'noticeId' | 'subject' | 'text' | 'attachments'>): string {
  const told = [subject, ...text.split('\n')].map(
    (line) => named.exec(line.slice(0, 2000).normalize('NFKC'))?.[1],
  )
  const ofFiles = attachments.map(({ name }) => inFileName.exec(name.normalize('NFKC'))?.[1])
  const found = [...told, ...ofFiles].find((number) => number !== undefined)
  const number = found === undefined ? undefined : Identifier.safeParse(found.replace(/[._/-]+$/, '')).data
  return number ?? toIdentifier(`N-${noticeId.slice(-8)}`)
}
