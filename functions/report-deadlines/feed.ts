import { timingSafeEqual } from 'node:crypto'
import { readFeedAddress, type CalendarFeed } from '../../shared/domain/calendar-feed.ts'
import { roles } from '../../shared/domain/role-names.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { addDays, dateIn } from '../../shared/domain/time.ts'
import { implementOpen, type Implementation } from '../../shared/http/api-handler.ts'
import { readFeed } from '../../shared/http/routes/calendar-feeds.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import { calendarText } from './calendar-text.ts'
import { owedOn, type Owed } from './owed-days.ts'
import { workplaceOf } from './workplace-of.ts'

/** What was owed last week is still looked at; further than two months ahead days move. */
const DAYS_BACK = 7
const DAYS_AHEAD = 60

export interface FeedDependencies {
  readonly store: Pick<DutyStore, 'dealers' | 'staff' | 'duties' | 'calendarFeeds'>
  readonly clock: Clock
}

/** What answers the addresses of calendar feeds. */
export function feedApi({ store, clock }: FeedDependencies): Implementation[] {
  return [
    implementOpen(readFeed, async ({ params: { token } }) => {
      const feed = await feedAt(store, token)
      const { dealerId, staffId, role } = feed
      const [dealer, staff, duties] = await Promise.all([
        store.dealers.byId(dealerId),
        store.staff.ofDealer(dealerId),
        store.duties.ofDealer(dealerId),
      ])
      if (dealer === undefined) throw new NotFound()
      const today = dateIn(clock.now(), dealer.zone)
      const person = staff.find((each) => each.staffId === staffId)
      // Who has left has no calendar any more, whether or not somebody thought of the address.
      if (staffId !== undefined && (person === undefined || hasLeft(person, today))) throw new NotFound()
      const days = { from: addDays(today, -DAYS_BACK), until: addDays(today, DAYS_AHEAD) }
      const owed = owedOn(
        duties.filter((duty) => role === undefined || duty.role === role),
        staff,
        days,
        workplaceOf(dealer),
      ).filter((each) => staffId === undefined || isHeldBy(each, staffId))
      return { body: calendarText(nameOf(feed, person), dealer, owed) }
    }),
  ]
}

/**
 * The feed of an address. One that never was and one that was revoked are told alike, after the same work.
 * @throws NotFound
 */
async function feedAt(store: Pick<DutyStore, 'calendarFeeds'>, token: string): Promise<CalendarFeed> {
  const address = readFeedAddress(token)
  if (address === undefined) throw new NotFound()
  const { dealerId, feedId, secretHash } = address
  const feed = await store.calendarFeeds.byId(dealerId, feedId)
  const isOpen = isSame(feed?.secretHash ?? NO_HASH, secretHash) && feed?.revokedAt === undefined
  if (feed === undefined || !isOpen) throw new NotFound()
  return feed
}

const NO_HASH = '0'.repeat(64)

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

function hasLeft({ leftOn }: Staff, today: string): boolean {
  return leftOn !== undefined && leftOn < today
}

function isHeldBy({ holders }: Owed, staffId: string): boolean {
  return holders.some(({ staff }) => staff.staffId === staffId)
}

function nameOf({ role }: CalendarFeed, person: Staff | undefined): string {
  return person?.name ?? roles.find(({ code }) => code === role)?.zh ?? ''
}
