import { receiveMail } from '../../../functions/manufacturer-notices/receive-mail.ts'
import type { SesNotification } from '../../../functions/manufacturer-notices/ses-notification.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Notice } from '../../../shared/domain/notice.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { openNoticeStore } from '../../../shared/store/notice-store.ts'
import { noticeRecord, receivedMailIdOf, receivedMailRecord } from '../../../shared/store/notices.ts'
import type { RecordKind, Stored } from '../../../shared/store/record-kind.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { dealerOf, local, staffOf } from '../../support/builders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { memoryTable, type MemoryTableOptions } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'
import { listeningLog } from '../http/fixture.ts'
import { oemA } from './receiving.ts'

const passed = { status: 'PASS' }

/** What SES says of a mail whose checks have all passed. */
export function notificationOf(
  providerId: string,
  { to = 'D001@inbox.example', failed = [] }: { to?: string; failed?: readonly Check[] } = {},
): SesNotification {
  const verdict = (check: Check) => (failed.includes(check) ? { status: 'FAIL' } : passed)
  return {
    notificationType: 'Received',
    mail: { messageId: providerId },
    receipt: {
      recipients: [to],
      spfVerdict: verdict('spf'),
      dkimVerdict: verdict('dkim'),
      dmarcVerdict: verdict('dmarc'),
      spamVerdict: verdict('spam'),
      virusVerdict: verdict('virus'),
      action: { type: 'S3', objectKey: `inbox/${providerId}` },
    },
  }
}
type Check = 'spf' | 'dkim' | 'dmarc' | 'spam' | 'virus'

/** A dealer of OEM A with its people, its table and its files in memory, on Monday 23 November 2026 at ten. */
export async function openInbox(options: MemoryTableOptions = {}) {
  const table = memoryTable(options)
  const store = openNoticeStore(table)
  const files = memoryFiles()
  const log = listeningLog()
  let now = local('2026-11-23 10:00')
  let secrets = 0
  const dependencies = {
    store,
    files,
    log,
    clock: { now: () => now },
    publicUrl: 'https://after-sales.test',
    newSecret: () => String((secrets += 1)).padStart(32, 's'),
  }
  await save(
    store,
    ...puts(
      dealerRecord,
      dealerOf({ manufacturers: [oemA] }),
      dealerOf({ manufacturers: [oemA] }, { dealerId: 'D002' }),
    ),
    ...puts(
      staffRecord,
      staffOf('G1', { role: 'general_manager', name: '周总' }),
      staffOf('M1', { role: 'service_manager', name: '吴站长' }),
      staffOf('I1', { role: 'information_clerk', name: '郑信息' }),
      staffOf('P1', { role: 'parts_supervisor', name: '钱配件' }),
    ),
  )
  const all = <Value extends Stored>(kind: RecordKind<Value>): Value[] =>
    table
      .all()
      .filter(({ entity }) => entity === kind.entity)
      .map((item) => kind.parse(item))
  return {
    ...dependencies,
    table,
    moveTo: (at: Instant) => void (now = at),
    /** Has a mail come in that SES gives this id. */
    async receive(providerId: string, raw: Uint8Array, told: Parameters<typeof notificationOf>[1] = {}) {
      files.stored.set(`inbox/${providerId}`, raw)
      await receiveMail(notificationOf(providerId, told), dependencies)
    },
    notices: (): Notice[] => all(noticeRecord),
    mails: () => all(receivedMailRecord),
    mail: (providerId: string) => store.notices.mailById('D001', receivedMailIdOf('D001', providerId)),
    messages: (): Message[] => all(messageRecord),
    deadlines: () => all(deadlineRecord),
    /** What stands in the body of a message's mail. */
    body: ({ dealerId, messageId }: Message) =>
      JSON.parse(Buffer.from(files.stored.get(`mail/${dealerId}/${messageId}.json`)!).toString()) as {
        subject: string
        html: string
        text: string
        attachments: { filename: string; contentType: string; base64: string }[]
      },
  }
}
export type Inbox = Awaited<ReturnType<typeof openInbox>>
