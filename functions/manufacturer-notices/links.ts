import { readLinkToken, type NoticeLink } from '../../shared/domain/notice-link.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { noticeTimerWrites } from '../../shared/due/plans/notice-timers.ts'
import { implementOpen, type Implementation } from '../../shared/http/api-handler.ts'
import { acknowledgeByLink, openNoticeLink } from '../../shared/http/routes/notice-links.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { noticeLinkRecord } from '../../shared/store/notice-links.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { linkPage, pageHeaders, type LinkState } from './link-page.ts'
import { acknowledged, readBy } from './notice-verbs.ts'
import { noticeWrites } from './notice-writes.ts'

export interface LinkDependencies {
  readonly store: Pick<
    NoticeStore,
    'dealers' | 'notices' | 'noticeLinks' | 'deadlines' | 'dueItems' | 'commit'
  >
  readonly clock: Clock
}

/** What answers the links of mails, without a token: the address is the secret. */
export function linksApi(dependencies: LinkDependencies): Implementation[] {
  const page = (state: LinkState) => ({ body: linkPage(state), headers: pageHeaders })
  return [
    implementOpen(openNoticeLink, async ({ params: { token } }) => {
      const { state } = await stateOf(token, dependencies)
      return page(state)
    }),
    implementOpen(acknowledgeByLink, async ({ params: { token } }) =>
      page(await takeNote(token, dependencies)),
    ),
  ]
}

interface Found {
  readonly state: LinkState
  /** Of a link that is good. */
  readonly good?: { readonly link: NoticeLink; readonly notice: Notice }
}

/** What a link is worth now. One that never was, and one of another dealer, are told alike. */
async function stateOf(token: string, { store, clock }: LinkDependencies): Promise<Found> {
  const address = readLinkToken(token)
  if (address === undefined) return { state: { is: 'unknown' } }
  const { dealerId, secretHash } = address
  const link = await store.noticeLinks.byHash(dealerId, secretHash)
  if (link === undefined) return { state: { is: 'unknown' } }
  const [notice, dealer] = await Promise.all([
    store.notices.byId(dealerId, link.noticeId),
    store.dealers.byId(dealerId),
  ])
  if (notice === undefined || dealer === undefined) return { state: { is: 'unknown' } }
  const { zone } = dealer
  // Who opens an old link of what is done wants to know that it is done.
  if (link.usedAt !== undefined || notice.status !== 'received')
    return { state: { is: 'used', notice, zone } }
  // Whoever it was handed on to has to look at it, and was mailed a link of their own.
  if (link.staffId !== notice.ownerId) return { state: { is: 'handed-on' } }
  if (link.goodUntil < clock.now()) return { state: { is: 'too-old' } }
  return { state: { is: 'good', notice, zone }, good: { link, notice } }
}

/** Notes it in the name of who was mailed; the link, the notice and its timers are one transaction. */
async function takeNote(token: string, dependencies: LinkDependencies): Promise<LinkState> {
  const { store, clock } = dependencies
  const { state } = await untilCommitted(
    store,
    async (): Promise<{ readonly state: LinkState; readonly writes: readonly Write[] }> => {
      const { state: found, good } = await stateOf(token, dependencies)
      if (good === undefined || found.is !== 'good') return { state: found, writes: [] }
      const { link, notice: before } = good
      const dealer = await store.dealers.byId(link.dealerId)
      if (dealer === undefined) return { state: { is: 'unknown' }, writes: [] }
      const stamp = { at: clock.now(), by: link.staffId }
      const after = readBy(acknowledged(before, stamp, 'link'), link.staffId, stamp.at)
      return {
        state: { is: 'done', notice: after, zone: found.zone },
        writes: [
          noticeLinkRecord.put({ ...link, usedAt: stamp.at }, stamp),
          ...noticeWrites({ action: 'acknowledged', before, after }, stamp),
          ...(await noticeTimerWrites(before, after, { store, dealer, stamp })),
        ],
      }
    },
  )
  return state
}
