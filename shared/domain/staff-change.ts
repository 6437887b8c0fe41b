import * as z from 'zod'
import { DealerId, StaffChangeId, StaffId } from './ids.ts'
import { statesOf } from './machine.ts'
import { recordFields } from './record.ts'
import { RoleCode } from './roles.ts'
import { staffChangeMachine } from './staff-change-machine.ts'
import { CalendarDate, Instant } from './time.ts'

/** 入职、离职、岗位变动: what manufacturers want to hear of the people of a workshop. */
export const StaffChangeKind = z.enum(['joined', 'left', 'role_changed'])
export type StaffChangeKind = z.infer<typeof StaffChangeKind>

export const StaffChangeStatus = z.enum(statesOf(staffChangeMachine))
export type StaffChangeStatus = z.infer<typeof StaffChangeStatus>

/** What became of it in one system. */
export const FilingEnd = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('filed'),
    on: CalendarDate,
    /** The number that the system gave. */
    reference: z.string().max(100).optional(),
    at: Instant,
    by: z.string(),
  }),
  z.object({ kind: z.literal('not_needed'), reason: z.string().max(200), at: Instant, by: z.string() }),
])

/** One system in which a change is filed; its place among the others, from 1 on, is its name. */
export const Filing = z.object({
  system: z.int().min(1),
  /** The manufacturer, as the settings called it then. */
  zh: z.string(),
  en: z.string(),
  end: FilingEnd.optional(),
})
export type Filing = z.infer<typeof Filing>

/** As many as a dealer has manufacturers. */
export const MOST_FILINGS = 50

/** Somebody who begins, leaves or does other work: within three days each manufacturer's system says so, too. */
export const StaffChange = z.object({
  dealerId: DealerId,
  staffChangeId: StaffChangeId,
  staffId: StaffId,
  kind: StaffChangeKind,
  /** The first day of work, the last one, or the first in the new roles. */
  on: CalendarDate,
  /** The main role first. Of who leaves: those that they had. */
  roles: z.array(RoleCode).min(1),
  /** Of a change of roles: those before. */
  rolesBefore: z.array(RoleCode).optional(),
  status: StaffChangeStatus,
  filings: z.array(Filing).min(1).max(MOST_FILINGS),
  /** When the last of them came to its end. */
  settledAt: Instant.optional(),
  ...recordFields,
})
export type StaffChange = z.infer<typeof StaffChange>

export function isToFile({ status }: Pick<StaffChange, 'status'>): boolean {
  return status === 'to_file'
}

/** Whether any system says so already: what was told is not made untold by changing the record. */
export function wasTold({ filings }: Pick<StaffChange, 'filings'>): boolean {
  return filings.some(({ end }) => end?.kind === 'filed')
}
