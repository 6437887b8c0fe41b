import * as z from 'zod'
import { CalendarFeedId, StaffId } from '../../domain/ids.ts'
import { RoleCode } from '../../domain/roles.ts'
import { Instant } from '../../domain/time.ts'
import { defineOpenRoute, defineRoute, noBody } from '../contract.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'duties-api'

/** Of oneself and of the roles that one has; the keepers of the records for everybody. */
const everybody: readonly [RoleCode, ...RoleCode[]] = [
  'general_manager',
  ...RoleCode.exclude(['general_manager']).options,
]

const FeedBody = z.object({
  feedId: CalendarFeedId,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  /** Of whom it tells: one of the two. */
  staffId: StaffId.optional(),
  role: RoleCode.optional(),
  createdAt: Instant,
  /** A staff id, else the account. */
  createdBy: z.string(),
  /** Since then nothing is told at its address any more. */
  revokedAt: Instant.optional(),
})
export type FeedView = z.input<typeof FeedBody>

export const listFeeds = defineRoute({
  method: 'GET',
  path: '/calendar-feeds',
  functionName,
  roles: everybody,
  params: {},
  query: {
    /** `yes`: those whose address is good. */
    live: z.enum(['yes', 'no', 'all']).default('yes'),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(FeedBody),
  summary: {
    zh: '日历订阅：本人的和本人岗位的，管理人员可看全部；不含地址',
    en: "Calendar feeds: one's own and those of one's roles, all of them for managers; without their addresses",
  },
})

export const createFeed = defineRoute({
  method: 'POST',
  path: '/calendar-feeds',
  functionName,
  roles: everybody,
  params: {},
  query: {},
  body: z
    .strictObject({ staffId: StaffId.optional(), role: RoleCode.optional() })
    .refine(({ staffId, role }) => (staffId === undefined) !== (role === undefined), {
      params: { reason: 'one-of-several' },
    }),
  response: FeedBody.extend({
    /** Below the address of this API. It is told once and is a secret: whoever has it reads the calendar. */
    address: z.string(),
  }),
  status: 201,
  refuses: ['not-your-staff', 'not-found', 'contested'],
  summary: {
    zh: '开通一个人或一个岗位的日历订阅，地址只显示这一次',
    en: 'Makes a calendar feed of a person or a role; its address is told this once',
  },
})

export const revokeFeed = defineRoute({
  method: 'POST',
  path: '/calendar-feeds/{feedId}/revoke',
  functionName,
  roles: everybody,
  ifMatch: true,
  idempotent: true,
  params: { feedId: CalendarFeedId },
  query: {},
  body: noBody,
  response: FeedBody,
  refuses: ['not-your-staff', 'transition-refused'],
  summary: { zh: '收回日历订阅，其地址立即失效', en: 'Revokes a calendar feed: its address is good no more' },
})

/** Whatever stands in the place of the secret is looked up; what is none is not found, like one that was revoked. */
export const readFeed = defineOpenRoute({
  method: 'GET',
  path: '/calendars/{token}',
  functionName: 'calendar-feed',
  params: { token: z.string().max(200) },
  query: {},
  body: noBody,
  response: z.string(),
  contentType: 'text/calendar; charset=utf-8',
  summary: {
    zh: '日历订阅（iCalendar），供日历软件读取；地址即密钥',
    en: 'A calendar feed (iCalendar) for calendar programs; the address is the secret',
  },
})

export const feedRoutes = [listFeeds, createFeed, revokeFeed] as const
