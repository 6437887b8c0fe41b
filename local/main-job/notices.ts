import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NoticeEffect } from '../../shared/domain/notice-effect.ts'
import type { ReceivedMail } from '../../shared/domain/notice.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import { receivedMailIdOf } from '../../shared/store/notices.ts'
import type { LocalStack } from '../stack.ts'
import type { Progress } from './progress.ts'

/** What became of one mail of a directory. */
export interface NoticeLine {
  readonly file: string
  readonly subject: string | null
  readonly kind: ReceivedMail['kind']
  readonly role: string | null
  /** `YYYY-MM-DD` */
  readonly answerBy: string | null
  readonly trusted: boolean
  readonly attachments: readonly string[]
  /** The file that brought the same mail before it. */
  readonly duplicateOf: string | null
}

/** The lines of a directory's mails, and which notice each file has brought or repeated. */
export interface ReceivedNotices {
  readonly lines: readonly NoticeLine[]
  readonly noticeOf: ReadonlyMap<string, string>
}

/** The mails of a directory, by the names of their files. */
export function mailsIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => /\.eml$/i.test(name) && statSync(join(directory, name)).isFile())
    .sort((a, b) => (a < b ? -1 : 1))
}

/**
 * Has each mail of a directory taken in as SES would, one after the other: which of two that say the same came first is
 * what their names say. No mail ends the run.
 */
export async function receiveMails(
  stack: LocalStack,
  store: Pick<NoticeStore, 'notices'>,
  { dealerId, directory, progress }: { dealerId: string; directory: string; progress: Progress },
): Promise<ReceivedNotices> {
  const files = mailsIn(directory)
  const [way] = stack.model.incomingMail
  const to = `${dealerId}@${way?.recipients[0] ?? ''}`
  const fileOf = new Map<string, string>()
  for (const [index, file] of files.entries()) {
    progress.show(index, files.length, file)
    const providerId = await stack.receiveMail({ raw: await readFile(join(directory, file)), to })
    fileOf.set(receivedMailIdOf(dealerId, providerId), file)
    await stack.drained({ until: stack.clock.now() })
  }
  progress.show(1, 1, '')
  progress.stop()
  const mails = await store.notices.mailsByIds(dealerId, fileOf.keys())
  const firstOf = new Map<string, string>()
  const noticeOf = [...fileOf].flatMap(([mailId, file]): [string, string][] => {
    const noticeId = mails.get(mailId)?.noticeId
    return noticeId === undefined ? [] : [[file, noticeId]]
  })
  const lines = [...fileOf].map(([mailId, file]) => {
    const mail = mails.get(mailId)
    // What cannot be trusted is the same as nothing, however alike. Earlier runs on the same data do not count.
    const same = mail?.trusted === true ? mail.noticeId : undefined
    const first = same === undefined ? undefined : firstOf.get(same)
    if (same !== undefined && first === undefined) firstOf.set(same, file)
    return lineOf(file, mail, first)
  })
  return { lines, noticeOf: new Map(noticeOf) }
}

/** What the notices of these files bring, by file, as it stands now; most bring nothing. */
export async function effectsOf(
  { noticeEffects }: Pick<NoticeStore, 'noticeEffects'>,
  dealerId: string,
  { noticeOf }: Pick<ReceivedNotices, 'noticeOf'>,
): Promise<Map<string, NoticeEffect>> {
  const found = await Promise.all(
    [...noticeOf].map(async ([file, noticeId]): Promise<[string, NoticeEffect][]> => {
      const effect = await noticeEffects.ofNotice(dealerId, noticeId)
      return effect === undefined ? [] : [[file, effect]]
    }),
  )
  return new Map(found.flat())
}

function lineOf(file: string, mail: ReceivedMail | undefined, duplicateOf: string | undefined): NoticeLine {
  return {
    file,
    subject: mail === undefined || mail.unreadable !== undefined ? null : mail.subject,
    kind: mail?.kind ?? 'unclassified',
    role: mail === undefined ? 'information_clerk' : (mail.role ?? null),
    answerBy: mail?.answerBy ?? null,
    trusted: mail?.trusted ?? false,
    attachments: mail?.attachments.map(({ name }) => name) ?? [],
    duplicateOf: duplicateOf ?? null,
  }
}
