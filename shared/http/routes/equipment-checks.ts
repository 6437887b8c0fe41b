import * as z from 'zod'
import { CheckLine, CheckOccasion, EquipmentCheck, MOST_CHECK_LINES } from '../../domain/equipment-check.ts'
import { DeadlineId, EquipmentCheckId } from '../../domain/ids.ts'
import { line } from '../../domain/text.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate, Remark } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'team-records-api'

/** Who checks, and who answers for the workshop. */
const checkers = ['team_leader', 'workshop_supervisor', 'service_manager'] as const
const readers = [
  ...checkers,
  'technical_supervisor',
  'quality_inspector',
  'information_clerk',
  'general_manager',
] as const

const { createdAt, createdBy, updatedAt, updatedBy, ...own } = EquipmentCheck.omit({
  dealerId: true,
  version: true,
}).shape

const Body = z.object({
  ...own,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  createdAt,
  createdBy,
  updatedAt,
  updatedBy,
})
export type EquipmentCheckView = z.input<typeof Body>

const lines = z
  .array(
    z.strictObject({
      tool: line(100),
      quantity: CheckLine.shape.quantity,
      problem: CheckLine.shape.problem,
      remark: line(200).optional(),
    }),
  )
  .max(MOST_CHECK_LINES)

export const RecordedCheck = z.strictObject({
  /** As the workshop calls it: 机修一组. */
  team: line(30),
  /** Today when it is not given. */
  on: BookDate.optional(),
  occasion: CheckOccasion,
  /** What is missing or damaged; empty: everything is in its place. */
  lines,
  /** The deadline of that day that it closes, by somebody who may. */
  closesDeadline: DeadlineId.optional(),
})
export type RecordedCheck = z.output<typeof RecordedCheck>

export const recordCheck = defineRoute({
  method: 'POST',
  path: '/equipment-checks',
  functionName,
  roles: checkers,
  idempotent: true,
  params: {},
  query: {},
  body: RecordedCheck,
  response: Body,
  status: 201,
  refuses: ['not-found', 'no-staff-record', 'already-exists', 'not-your-deadline', 'transition-refused'],
  summary: {
    zh: '登记班组设备与工具点检并签字；有缺失时次日须交缺失工具单',
    en: "Records and signs for a team's check; with tools missing, their list is owed the next day",
  },
})

export const listChecks = defineRoute({
  method: 'GET',
  path: '/equipment-checks',
  functionName,
  roles: readers,
  params: {},
  query: {
    /** Absent: thirty days before the last. */
    from: BookDate.optional(),
    /** Absent: today. */
    until: BookDate.optional(),
    team: line(30).optional(),
    /** `yes`: those alone whose list of missing tools is owed, the oldest first. */
    listOwed: z.enum(['yes', 'all']).default('all'),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Body),
  refuses: ['not-found'],
  summary: {
    zh: '一段日子里的设备点检，从近到远；按班组筛选时一页可能不满',
    en: 'Equipment checks of a period, the last first; filtered by team a page may hold fewer',
  },
})

const params = { equipmentCheckId: EquipmentCheckId }

export const readCheck = defineRoute({
  method: 'GET',
  path: '/equipment-checks/{equipmentCheckId}',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: Body,
  summary: { zh: '一次设备点检', en: 'An equipment check' },
})

export const changeCheck = defineRoute({
  method: 'PATCH',
  path: '/equipment-checks/{equipmentCheckId}',
  functionName,
  roles: checkers,
  ifMatch: true,
  params,
  query: {},
  body: z.strictObject({ lines }),
  response: Body,
  refuses: ['not-found', 'transition-refused'],
  summary: { zh: '更正点检结果', en: 'Puts right what a check has found' },
})

export const HandedInList = z.strictObject({
  /** Where the paper is kept. */
  reference: line(200).optional(),
  remark: Remark.optional(),
})

export const handInMissingList = defineRoute({
  method: 'POST',
  path: '/equipment-checks/{equipmentCheckId}/hand-in-list',
  functionName,
  roles: checkers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: HandedInList,
  response: Body,
  refuses: ['not-found', 'no-staff-record', 'transition-refused'],
  summary: { zh: '交缺失工具单', en: 'Hands in the list of missing tools' },
})

export const equipmentCheckRoutes = [
  recordCheck,
  listChecks,
  readCheck,
  changeCheck,
  handInMissingList,
] as const
