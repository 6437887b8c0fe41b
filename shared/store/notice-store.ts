import { auditStore } from './audit.ts'
import { dealerStore } from './dealers.ts'
import { messageStore } from './messages.ts'
import { noticeEffectStore } from './notice-effects.ts'
import { noticeLinkStore } from './notice-links.ts'
import { noticeTeachingStore } from './notice-teachings.ts'
import { noticeStore } from './notices.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { openTimerStore } from './timer-store.ts'

/** What is asked of the table about manufacturers' mail: it stands beside the whole store, as most have no say in it. */
export function openNoticeStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    notices: noticeStore(client),
    noticeEffects: noticeEffectStore(client),
    noticeLinks: noticeLinkStore(client),
    noticeTeachings: noticeTeachingStore(client),
    messages: messageStore(client),
    ...openTimerStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type NoticeStore = ReturnType<typeof openNoticeStore>
