import type { Notice } from '../../shared/domain/notice.ts'
import { addSeconds, epochMilliseconds, type Instant } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/notices.ts'
import { FieldsInvalid, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { noticeRecord } from '../../shared/store/notices.ts'
import type { Paging } from '../../shared/store/read.ts'
import type { NoticesDependencies } from './api.ts'
import { howUrgent } from './how-urgent.ts'
import { listWanted } from './list-wanted.ts'
import { answerOf, noticeFor, readTeam, surroundingsOf } from './notice-answers.ts'
import { mailView, noticeSummary } from './notice-view.ts'
import { mayHaveVirus } from './release-notice.ts'
import { statisticsOf } from './notice-statistics.ts'
import { mayHandle, type Team } from './who-answers.ts'

/** A click away: whoever has the address fetches the file without a token. */
const DOWNLOAD_SECONDS = 600
const MOST_PERIOD_MS = 400 * 86_400_000

/** What answers the routes that read notices and the mails that brought them. */
export function noticeReads(dependencies: NoticesDependencies): Implementation[] {
  const { store, downloads, clock } = dependencies
  const addressOf = async (key: string, filename: string): Promise<routes.DownloadView> => {
    const from = clock.now()
    const url = await downloads.addressOf(key, { filename, from, seconds: DOWNLOAD_SECONDS })
    return { url, until: addSeconds(from, DOWNLOAD_SECONDS) }
  }
  return [
    implement(routes.listNotices, async ({ caller, query: { limit, cursor, ...filter } }) => {
      const { dealerId } = caller
      const team = await readTeam(dependencies, caller)
      const isWanted = (notice: Notice) => isListed(notice, filter, caller, team)
      const page = await paged(
        { dealerId, list: routes.listNotices.path, filter },
        { limit, cursor },
        (paging) => listWanted((more) => store.notices.open(dealerId, more), paging, isWanted),
        (notice) => noticeSummary(notice, team),
      )
      return { body: page }
    }),
    implement(routes.listReceivedNotices, async ({ caller, query: { limit, cursor, ...filter } }) => {
      refuseLongPeriod(filter)
      const { dealerId } = caller
      const team = await readTeam(dependencies, caller)
      const { from, until, state: status, kind, role, owner: ownerId } = filter
      const page = await paged(
        { dealerId, list: routes.listReceivedNotices.path, filter },
        { limit, cursor },
        (paging) => store.notices.received(dealerId, { from, until, status, kind, role, ownerId }, paging),
        (notice) => noticeSummary(notice, team),
      )
      return { body: page }
    }),
    implement(routes.readNotice, async ({ caller, params: { noticeId } }) => {
      const { notice, team } = await noticeFor(dependencies, caller, noticeId)
      return answerOf(notice, await surroundingsOf(dependencies, notice), team)
    }),
    implement(routes.fetchAttachment, async ({ caller, params: { noticeId, number } }) => {
      const { notice } = await noticeFor(dependencies, caller, noticeId)
      const file = notice.attachments[number - 1]
      if (file?.fileKey === undefined) throw new NotFound()
      return { body: await addressOf(file.fileKey, file.name) }
    }),
    implement(routes.listNoticeChanges, async ({ caller, params: { noticeId }, query }) => {
      await noticeFor(dependencies, caller, noticeId)
      const { dealerId } = caller
      const scope = { dealerId, list: routes.listNoticeChanges.path, filter: { noticeId } }
      const ask = (paging: Paging) => store.audit.newestOf(dealerId, noticeRecord.entity, noticeId, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
    implement(
      routes.listReceivedMails,
      async ({ caller: { dealerId }, query: { limit, cursor, ...filter } }) => {
        refuseLongPeriod(filter)
        const page = await paged(
          { dealerId, list: routes.listReceivedMails.path, filter },
          { limit, cursor },
          (paging) => store.notices.mailsReceived(dealerId, filter, paging),
          mailView,
        )
        return { body: page }
      },
    ),
    implement(routes.fetchMail, async ({ caller: { dealerId }, params: { mailId } }) => {
      const mail = await store.notices.mailById(dealerId, mailId)
      if (mail === undefined) throw new NotFound()
      if (mayHaveVirus(mail)) throw new Refused('virus-found')
      return { body: await addressOf(mail.fileKey, `${mailId}.eml`) }
    }),
    implement(routes.readNoticeStatistics, async ({ caller, query: { month } }) => {
      const team = await readTeam(dependencies, caller)
      return { body: await statisticsOf(month, team, store.notices) }
    }),
  ]
}

type Filter = Omit<Parameters<typeof matches>[1], never>

function isListed(notice: Notice, filter: Filter, caller: Caller, team: Team): boolean {
  if (!mayHandle(notice, caller, team) || !matches(notice, filter)) return false
  if (filter.urgency !== undefined && howUrgent(notice, team).urgency !== filter.urgency) return false
  const { staffId } = caller
  return filter.unread === undefined || !notice.readBy.some((reading) => reading.staffId === staffId)
}

function matches(
  notice: Notice,
  {
    state,
    kind,
    role,
    owner,
  }: Readonly<
    Partial<Record<'state' | 'kind' | 'role' | 'owner' | 'urgency' | 'unread', string | undefined>>
  >,
): boolean {
  return (
    (state ?? notice.status) === notice.status &&
    (kind ?? notice.kind) === notice.kind &&
    (role ?? notice.role) === notice.role &&
    (owner === undefined || owner === notice.ownerId)
  )
}

function refuseLongPeriod({ from, until }: { readonly from: Instant; readonly until: Instant }): void {
  if (until <= from) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-small' }])
  if (epochMilliseconds(until) - epochMilliseconds(from) > MOST_PERIOD_MS)
    throw new FieldsInvalid([{ path: 'query.until', reason: 'too-far-ahead' }])
}
