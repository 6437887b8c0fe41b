import * as z from 'zod'
import { StaffChangeId, StaffId } from '../../domain/ids.ts'
import { MOST_FILINGS, StaffChange, StaffChangeStatus } from '../../domain/staff-change.ts'
import { line } from '../../domain/text.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'staff-api'

/** Who types it into the manufacturers' systems, and who answers for it. */
const filers = ['information_clerk', 'service_manager'] as const
const readers = [...filers, 'general_manager'] as const

const { staffChangeId, staffId, kind, on, roles, rolesBefore, status, filings, settledAt } = StaffChange.shape
const { createdAt, createdBy } = StaffChange.shape

const Body = z.object({
  staffChangeId,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  staffId,
  /** As they stand in the books now. */
  number: z.string().optional(),
  name: z.string().optional(),
  kind,
  on,
  roles,
  rolesBefore,
  status,
  /** One for each manufacturer of the dealer's that was expected then. */
  filings,
  settledAt,
  createdAt,
  createdBy,
})
export type StaffChangeView = z.input<typeof Body>

export const listFilings = defineRoute({
  method: 'GET',
  path: '/staff-changes',
  functionName,
  roles: readers,
  params: {},
  query: {
    status: StaffChangeStatus.optional(),
    staffId: StaffId.optional(),
    from: BookDate.optional(),
    until: BookDate.optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Body),
  summary: {
    zh: '人员变动报备：status=to_file 为待报备，按日期从早到晚；其他按日期从近到远，筛选时一页可能不满',
    en: 'Staff changes: those to file by their day (`status=to_file`), else the last first; filtered a page may hold fewer',
  },
})

const params = { staffChangeId: StaffChangeId }

export const readFiling = defineRoute({
  method: 'GET',
  path: '/staff-changes/{staffChangeId}',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: Body,
  summary: { zh: '一次人员变动及其报备情况', en: 'A change among the staff, and which systems say so' },
})

const verb = {
  method: 'POST',
  functionName,
  roles: filers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: Body,
  refuses: ['transition-refused'],
} as const

/** Which of the `filings`. */
const system = z.int().min(1).max(MOST_FILINGS)

export const fileStaffChange = defineRoute({
  ...verb,
  path: '/staff-changes/{staffChangeId}/file',
  body: z.strictObject({
    system,
    /** Today when it is not given. */
    on: BookDate.optional(),
    /** The number that the system gave. */
    reference: line(100).optional(),
  }),
  summary: { zh: '登记已在某厂家系统报备', en: "Records that it is filed in one manufacturer's system" },
})

export const needNotFile = defineRoute({
  ...verb,
  path: '/staff-changes/{staffChangeId}/not-needed',
  body: z.strictObject({ system, reason: line(200) }),
  summary: { zh: '登记某厂家系统无需报备', en: 'Records why one system need not say so' },
})

export const undoFiling = defineRoute({
  ...verb,
  path: '/staff-changes/{staffChangeId}/undo',
  body: z.strictObject({ system }),
  summary: {
    zh: '撤回对某厂家系统的登记（办结后一天内）',
    en: 'Takes back what was recorded of one system, within a day of the end',
  },
})

export const staffChangeRoutes = [listFilings, readFiling, fileStaffChange, needNotFile, undoFiling] as const
