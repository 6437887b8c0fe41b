import { noticeMachine } from '../../shared/domain/notice-machine.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import type { Files } from '../../shared/store/files.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import { bytesAt } from './bytes-at.ts'
import { layOut } from './lay-out.ts'
import type { Attachment } from './mail-content.ts'
import { taughtRules } from './taught-rules.ts'
import { understandVouched } from './understand-mail.ts'
import { ownerFor, type Team } from './who-answers.ts'

const viruses: ReadonlySet<string> = new Set(['virus-failed', 'virus-unknown'])

/** Nobody can vouch for what nobody has looked for. */
export function mayHaveVirus({ distrust }: Pick<Notice, 'distrust'>): boolean {
  return distrust.some(({ code }) => viruses.has(code))
}

export interface Released {
  readonly notice: Notice
  readonly files: readonly Attachment[]
}

/**
 * A notice for whose sender a person vouches: understood from the mail as it came, its files laid out, and passed to whose
 * work it is. It stays one that the checks did not prove.
 * @throws Refused, MailMissing
 */
export async function releasedNotice(
  notice: Notice,
  team: Team,
  stamp: Stamp,
  { store, files }: { readonly store: NoticeStore; readonly files: Pick<Files, 'open' | 'write'> },
): Promise<Released> {
  const status = stateAfter(noticeMachine, notice.status, 'release')
  if (mayHaveVirus(notice)) throw new Refused('virus-found')
  const { dealerId, noticeId, receivedAt } = notice
  const [raw, rules] = await Promise.all([
    bytesAt(notice.fileKey, files),
    store.noticeTeachings.rules(dealerId),
  ])
  const understood = await understandVouched(raw, {
    dealer: team.dealer,
    dealerRules: taughtRules(rules),
    now: receivedAt,
  })
  const kind = understood.kind === 'automatic' ? 'unclassified' : understood.kind
  const routing = await store.noticeTeachings.routingOf(dealerId, kind)
  const role = routing?.role ?? understood.role ?? 'information_clerk'
  return {
    notice: {
      ...notice,
      status,
      kind,
      kindBecause: understood.kindBecause,
      answerBy: understood.answerBy,
      answerByBecause: understood.answerByBecause,
      text: understood.text,
      role,
      ownerId: ownerFor(role, routing?.ownerId, team),
      attachments: await layOut(dealerId, noticeId, understood.attachments, files),
      releasedAt: stamp.at,
    },
    files: understood.attachments,
  }
}
