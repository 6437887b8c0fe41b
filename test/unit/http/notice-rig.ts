import { receiveMail } from '../../../functions/manufacturer-notices/receive-mail.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Notice } from '../../../shared/domain/notice.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import type { Route } from '../../../shared/http/contract.ts'
import { deadlineRecord } from '../../../shared/store/deadlines.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { noticeRecord, receivedMailIdOf } from '../../../shared/store/notices.ts'
import type { RecordKind, Stored } from '../../../shared/store/record-kind.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import type { Account, Given } from '../../support/api-client.ts'
import { dealerOf, local, staffIdOf, staffOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { notificationOf } from '../manufacturer-notices/inbox.ts'
import { oemA } from '../manufacturer-notices/receiving.ts'
import { startApi } from './fixture.ts'

const account = (number: string, role: RoleCode, more: Partial<Account> = {}): Account => ({
  dealerId: 'D001',
  roles: [role],
  staffId: staffIdOf(number),
  sub: `account-${number}`,
  ...more,
})
export const clerk = account('I1', 'information_clerk')
export const manager = account('M1', 'service_manager')
export const partsHead = account('P1', 'parts_supervisor')
export const trainer = account('T1', 'trainer')
export const finance = account('F1', 'finance')
export const stranger: Account = { ...clerk, dealerId: 'D002' }
/** A clerk who is in no staff record. */
export const machine: Account = { dealerId: 'D001', roles: ['information_clerk'], sub: 'machine' }

/** The API of a dealer of OEM A on Monday 23 November 2026 at ten, at which mails come in. */
export async function startNotices() {
  const api = startApi(local('2026-11-23 10:00'))
  const { store, table, files, log } = api
  let now = local('2026-11-23 10:00')
  let secrets = 0
  const newSecret = () => String((secrets += 1)).padStart(32, 'r')
  const clock = { now: () => now }
  const receiving = { store, files, log, clock, publicUrl: 'https://after-sales.test', newSecret }
  await save(
    store,
    ...puts(
      dealerRecord,
      dealerOf({ manufacturers: [oemA] }),
      dealerOf({ manufacturers: [oemA] }, { dealerId: 'D002' }),
    ),
    ...puts(
      staffRecord,
      staffOf('M1', { role: 'service_manager', name: '吴站长' }),
      staffOf('I1', { role: 'information_clerk', name: '郑信息' }),
      staffOf('P1', { role: 'parts_supervisor', name: '钱配件' }),
      staffOf('T1', { role: 'trainer', name: '冯讲师' }),
      staffOf('F1', { role: 'finance', name: '何财务' }),
    ),
  )
  const all = <Value extends Stored>(kind: RecordKind<Value>): Value[] =>
    table
      .all()
      .filter(({ entity }) => entity === kind.entity)
      .map((item) => kind.parse(item))
  const noticeById = async (noticeId: string): Promise<Notice> =>
    (await store.notices.byId('D001', noticeId))!
  return {
    ...api,
    clock,
    moveTo(at: typeof now) {
      now = at
      api.moveTo(at)
    },
    /** Has a mail come in; the notice that it became. */
    async receive(
      name: string,
      raw: Uint8Array,
      told: Parameters<typeof notificationOf>[1] = {},
    ): Promise<Notice> {
      files.stored.set(`inbox/${name}`, raw)
      await receiveMail(notificationOf(name, told), receiving)
      const mail = await store.notices.mailById('D001', receivedMailIdOf('D001', name))
      return noticeById(mail!.noticeId!)
    },
    notices: () => all(noticeRecord),
    messages: (): Message[] => all(messageRecord),
    deadlines: () => all(deadlineRecord),
    noticeById,
    /** Asks for a step of a notice as it is now. */
    verb: async <R extends Route>(route: R, noticeId: string, body?: object, by: Account = clerk) => {
      const { version } = await noticeById(noticeId)
      const given = { params: { noticeId }, ifMatch: `"${String(version)}"`, ...(body && { body }) }
      return api.as(by)(route, given as unknown as Given<R>)
    },
    body: ({ dealerId, messageId }: Message) =>
      JSON.parse(Buffer.from(files.stored.get(`mail/${dealerId}/${messageId}.json`)!).toString()) as {
        subject: string
        html: string
        text: string
        attachments: { filename: string }[]
        answers?: { replyTo: string; thread?: { inReplyTo: string; references: string[] } }
      },
  }
}
export type Rig = Awaited<ReturnType<typeof startNotices>>
