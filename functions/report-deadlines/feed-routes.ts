import * as z from 'zod'
import { feedAddress, type CalendarFeed } from '../../shared/domain/calendar-feed.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { changed, changeRecord } from '../../shared/http/change-record.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { createFeed, listFeeds, revokeFeed, type FeedView } from '../../shared/http/routes/calendar-feeds.ts'
import { NotAllowed, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { calendarFeedRecord } from '../../shared/store/calendar-feeds.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { DutiesDependencies } from './api.ts'
import { mayHaveFeed } from './may-have-feed.ts'
import { pageOfSmall } from './page-of-small.ts'

/** What answers the routes of calendar feeds; what the feeds themselves say is told by a function of its own. */
export function feedRoutes({ store, clock, newSecret }: DutiesDependencies): Implementation[] {
  return [
    implement(listFeeds, async ({ caller, query: { live, limit, cursor } }) => {
      const { dealerId } = caller
      const scope = { dealerId, list: listFeeds.path, filter: { live } }
      const after = cursor === undefined ? undefined : placeOf(scope, cursor, z.string())
      const feeds = (await store.calendarFeeds.ofDealer(dealerId))
        .filter((feed) => mayHaveFeed(caller, feed))
        .filter(({ revokedAt }) => live === 'all' || (revokedAt === undefined) === (live === 'yes'))
      const { items, next } = pageOfSmall(feeds, ({ feedId }) => feedId, { limit, after })
      return { body: { items: items.map(feedView), next: next && cursorFor(scope, next) } }
    }),
    // Its answer is not kept under an Idempotency-Key: the address would stand in the table.
    implement(createFeed, async ({ caller, body: { staffId, role } }) => {
      const { dealerId } = caller
      const [dealer, person] = await Promise.all([
        store.dealers.byId(dealerId),
        staffId === undefined ? undefined : store.staff.byId(dealerId, staffId),
      ])
      if (dealer === undefined || (staffId !== undefined && person === undefined)) throw new NotFound()
      if (!mayHaveFeed(caller, { staffId, role })) throw new NotAllowed('not-your-staff')
      const { feedId, secretHash, token } = feedAddress(dealerId, newSecret())
      const stamp = stampOf(caller, clock.now())
      const after: CalendarFeed = { ...unwritten(stamp), dealerId, feedId, staffId, role, secretHash }
      const { record } = await untilCommitted(store, () =>
        Promise.resolve(
          changed(calendarFeedRecord, { id: feedId, action: 'made', before: undefined, after }, stamp),
        ),
      )
      return { body: { ...feedView(record), address: `/calendars/${token}` }, version: record.version }
    }),
    implement(revokeFeed, async ({ caller, params: { feedId }, version, remember }) => {
      const { dealerId } = caller
      const stamp = stampOf(caller, clock.now())
      const answerOf = (feed: CalendarFeed) => ({ body: feedView(feed), version: feed.version })
      const read = async () => {
        const feed = await store.calendarFeeds.byId(dealerId, feedId)
        if (feed !== undefined && !mayHaveFeed(caller, feed)) throw new NotAllowed('not-your-staff')
        return feed
      }
      const feed = await changeRecord(
        store,
        { kind: calendarFeedRecord, id: feedId, version, read },
        { action: 'revoked', stamp },
        (known) => {
          if (known.revokedAt !== undefined) throw new Refused('transition-refused', { allowed: [] })
          return { ...known, revokedAt: stamp.at }
        },
        (record) => remember(answerOf(record)),
      )
      return answerOf(feed)
    }),
  ]
}

function feedView({
  version,
  feedId,
  staffId,
  role,
  createdAt,
  createdBy,
  revokedAt,
}: CalendarFeed): FeedView {
  return { feedId, etag: etagOf(version), staffId, role, createdAt, createdBy, revokedAt }
}
