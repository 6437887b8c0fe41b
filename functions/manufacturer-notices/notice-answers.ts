import type { Notice } from '../../shared/domain/notice.ts'
import type { Caller } from '../../shared/http/caller.ts'
import type { Answer } from '../../shared/http/respond.ts'
import type { NoticeView } from '../../shared/http/routes/notices.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import { noticeView, type NoticeSurroundings } from './notice-view.ts'
import { mayHandle, teamOf, type Team } from './who-answers.ts'

/** @throws NotFound when there is no such dealer */
export async function readTeam(
  { store, clock }: { readonly store: Pick<NoticeStore, 'dealers' | 'staff'>; readonly clock: Clock },
  { dealerId }: Caller,
): Promise<Team> {
  const [dealer, staff] = await Promise.all([store.dealers.byId(dealerId), store.staff.ofDealer(dealerId)])
  if (dealer === undefined) throw new NotFound()
  return teamOf(dealer, staff, clock.now())
}

/** Repeated mails that are told with their notice. */
const MOST_REPETITIONS = 20

/** What stands around a notice. */
export async function surroundingsOf(
  { store }: { readonly store: Pick<NoticeStore, 'notices' | 'messages'> },
  { dealerId, noticeId, messageIdHeader, repeated, answer }: Notice,
): Promise<NoticeSurroundings> {
  const approved = answer?.approved
  const [seen, repetitions, answerMail] = await Promise.all([
    messageIdHeader === undefined ? undefined : store.notices.underSenderId(dealerId, messageIdHeader),
    repeated === 0
      ? { items: [] }
      : store.notices.repetitions(dealerId, noticeId, { limit: MOST_REPETITIONS }),
    approved === undefined ? undefined : store.messages.byId(dealerId, approved.messageId),
  ])
  return { related: seen?.notices ?? [], repetitions: repetitions.items, answerMail }
}

export function answerOf(notice: Notice, around: NoticeSurroundings, team: Team): Answer<NoticeView> {
  return { body: noticeView(notice, around, team), version: notice.version }
}

/** @throws NotFound, NotAllowed `not-your-notice` */
export async function noticeFor(
  dependencies: {
    readonly store: Pick<NoticeStore, 'dealers' | 'staff' | 'notices'>
    readonly clock: Clock
  },
  caller: Caller,
  noticeId: string,
): Promise<{ readonly notice: Notice; readonly team: Team }> {
  const [notice, team] = await Promise.all([
    dependencies.store.notices.byId(caller.dealerId, noticeId),
    readTeam(dependencies, caller),
  ])
  if (notice === undefined) throw new NotFound()
  if (!mayHandle(notice, caller, team)) throw new NotAllowed('not-your-notice')
  return { notice, team }
}
