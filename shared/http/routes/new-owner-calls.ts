import * as z from 'zod'
import { line } from '../../domain/text.ts'
import { CalendarDate, Instant, TimeOfDay } from '../../domain/time.ts'
import { defineRoute, noBody } from '../contract.ts'
import { followUpCallers, followUpParams, FollowUpSummaryBody, ToldFollowUpBody } from './follow-up-calls.ts'

const functionName = 'follow-up-api'

const List = z.object({
  callingHours: z.object({
    from: TimeOfDay,
    to: TimeOfDay,
    /** Whether customers may be rung up at this moment. */
    open: z.boolean(),
  }),
  /** Owners who are to be called, those that are left out here among them. */
  total: z.int().nonnegative(),
  items: z.array(
    z.object({
      ...FollowUpSummaryBody.shape,
      /** The owner wants no contact: nobody rings them up, and the booklet alone is registered. */
      contactRefused: z.boolean(),
      contact: z.object({ name: z.string(), mobile: z.string() }),
      vehicle: z.object({
        plate: z.string().optional(),
        vin: z.string(),
        brand: z.string(),
        model: z.string(),
        soldOn: CalendarDate,
      }),
      /** The last call that reached nobody. */
      lastAttemptAt: Instant.optional(),
    }),
  ),
})
export type NewOwnerListView = z.input<typeof List>

export const readNewOwnerList = defineRoute({
  method: 'GET',
  path: '/new-owner-list',
  functionName,
  roles: [...followUpCallers, 'warranty_clerk', 'general_manager'],
  params: {},
  query: { limit: z.coerce.number().int().min(1).max(500).default(100) },
  body: noBody,
  response: List,
  refuses: ['not-found'],
  summary: {
    zh: '新车主回访名单：七日内回访并登记保养手册；不愿被联系的只登记手册',
    en: 'Owners of new cars to be called within the week, the booklet registered; of who wants no contact the booklet alone',
  },
})

export const welcomeNewOwner = defineRoute({
  method: 'POST',
  path: '/follow-up-calls/{followUpCallId}/welcome',
  functionName,
  roles: [...followUpCallers, 'warranty_clerk'],
  ifMatch: true,
  idempotent: true,
  params: followUpParams,
  query: {},
  body: z.strictObject({
    /** The maintenance booklet is registered with the manufacturer. */
    bookletRegistered: z.boolean(),
    remark: line(200).optional(),
  }),
  response: ToldFollowUpBody,
  refuses: ['not-found', 'transition-refused'],
  summary: {
    zh: '新车主已回访，保养手册是否已登记',
    en: 'The owner of a new car was reached; whether the booklet is registered',
  },
})

export const newOwnerRoutes = [readNewOwnerList, welcomeNewOwner] as const
