import { runEffects } from '../../../functions/manufacturer-notices/run-effects.ts'
import {
  withdrawingEffect,
  type EffectKind,
  type NoticeEffect,
} from '../../../shared/domain/notice-effect.ts'
import type { Notice } from '../../../shared/domain/notice.ts'
import { openEffectStore } from '../../../shared/store/effect-store.ts'
import { noticeEffectRecord } from '../../../shared/store/notice-effects.ts'
import { noticeRecord, receivedMailIdOf } from '../../../shared/store/notices.ts'
import type { MemoryTableOptions } from '../../support/memory-table.ts'
import { save } from '../../support/store.ts'
import { openInbox } from './inbox.ts'
import { encodedWord, goodStamp, rawMail } from './mails.ts'

/** A trusted mail of a subject, a text and files. */
export function mailWithFiles(
  subject: string,
  text: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Buffer {
  const part = (head: readonly string[], body: string | Uint8Array) =>
    ['--edge', ...head, 'Content-Transfer-Encoding: base64', '', Buffer.from(body).toString('base64')].join(
      '\r\n',
    )
  const parts = [
    part(['Content-Type: text/plain; charset=utf-8'], text),
    ...Object.entries(files).map(([name, body]) =>
      part(
        [
          `Content-Type: application/octet-stream; name="${encodedWord(name)}"`,
          `Content-Disposition: attachment; filename="${encodedWord(name)}"`,
        ],
        body,
      ),
    ),
    '--edge--',
  ]
  return rawMail(
    [
      ...goodStamp,
      'From: service@oem-a.example',
      'Date: Mon, 23 Nov 2026 08:12:00 +0800',
      `Message-ID: <${Buffer.from(subject).toString('hex').slice(0, 40)}@oem-a.example>`,
      'MIME-Version: 1.0',
      `Subject: ${encodedWord(subject)}`,
      'Content-Type: multipart/mixed; boundary="edge"',
    ],
    parts.join('\r\n'),
  )
}

/** A CSV of a head and rows. */
export function csv(head: string, rows: readonly string[]): string {
  return [head, ...rows, ''].join('\r\n')
}

/** The inbox of a dealer of OEM A, and the job that works off what its notices bring. */
export async function openEffects(options: MemoryTableOptions = {}) {
  const inbox = await openInbox(options)
  const store = openEffectStore(inbox.table)
  let left = 300_000
  const stamp = () => ({ at: inbox.clock.now(), by: 'test' })
  const effectOf = (providerId: string): NoticeEffect | undefined => {
    const mailId = receivedMailIdOf('D001', providerId)
    const noticeId = inbox.mails().find((mail) => mail.mailId === mailId)?.noticeId
    return inbox.table
      .all()
      .filter(({ entity }) => entity === noticeEffectRecord.entity)
      .map((item) => noticeEffectRecord.parse(item))
      .find((effect) => effect.noticeId === noticeId)
  }
  return {
    ...inbox,
    effectStore: store,
    /** The milliseconds that a run of the job has left. */
    leave: (milliseconds: number) => void (left = milliseconds),
    run: () =>
      runEffects({
        store,
        files: inbox.files,
        clock: inbox.clock,
        log: inbox.log,
        remaining: () => left,
      }),
    effectOf,
    /** Another writer changes a notice. */
    change: (notice: Notice, more: Partial<Notice>) =>
      save(store, noticeRecord.put({ ...notice, ...more }, stamp())),
    /** A person takes back what a notice has brought. */
    withdraw(providerId: string, next?: EffectKind) {
      const effect = effectOf(providerId)!
      return save(store, noticeEffectRecord.put(withdrawingEffect(effect, next, inbox.clock.now()), stamp()))
    },
  }
}
export type EffectRig = Awaited<ReturnType<typeof openEffects>>
