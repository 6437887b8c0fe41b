import * as z from 'zod'
import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { noticeRecord } from '../../shared/store/notices.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'

export interface NoticeChange {
  /** What was done, as a verb in the past. */
  readonly action: string
  readonly before: Notice
  readonly after: Notice
}

/**
 * A notice as a person's request leaves it, and who changed what. The entry has what people change: the mail's own words
 * stay as they came, and twice of them would not fit one item.
 */
export function noticeWrites({ action, before, after }: NoticeChange, stamp: Stamp): Write[] {
  if (saysTheSame(before, after)) return []
  const record = noticeRecord.put(after, stamp)
  // Who has read it stands in the notice itself.
  const read: Notice = { ...before, readBy: after.readBy }
  if (saysTheSame(read, after)) return [record]
  const { dealerId, noticeId, version } = before
  const entry: AuditEntry = {
    ...unwritten(stamp),
    dealerId,
    recordKind: noticeRecord.entity,
    recordId: noticeId,
    entryId: `${stamp.at}#${String(version)}#${stamp.by}`,
    action,
    before: wordsOf(before),
    after: wordsOf(after),
  }
  return [record, auditRecord.put(entry, stamp)]
}

/** What is undefined is not said. */
function wordsOf({
  status,
  kind,
  role,
  ownerId,
  answerBy,
  acknowledged,
  answer,
  ended,
  releasedAt,
}: Notice): AuditEntry['after'] {
  const words = { status, kind, role, ownerId, answerBy, acknowledged, answer, ended, releasedAt }
  return Said.parse(JSON.parse(JSON.stringify(words)))
}

const Said = z.json()
