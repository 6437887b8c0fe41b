import * as z from 'zod'
import type { Complaint } from './complaint.ts'
import { ComplaintMatter } from './complaint-severity.ts'
import { ComplaintId, CustomerId, DealerId, VehicleId } from './ids.ts'
import { recordFields, unwritten, type Stamp } from './record.ts'
import { addMinutes, Instant } from './time.ts'

/** Nobody has complained so often within the days that are counted; of more the oldest are forgotten here. */
const MOST_TALLIED = 100

/**
 * Which complaints a customer or a vehicle has had. It is written in the transaction that files a complaint, so that of
 * two filed at once the later one counts the other.
 */
export const ComplaintTally = z.object({
  dealerId: DealerId,
  subjectId: z.union([CustomerId, VehicleId]),
  /** Oldest first. */
  complaints: z
    .array(z.object({ complaintId: ComplaintId, matter: ComplaintMatter, filedAt: Instant }))
    .max(MOST_TALLIED),
  ...recordFields,
})
export type ComplaintTally = z.infer<typeof ComplaintTally>

type Tallied = Pick<Complaint, 'complaintId' | 'matter' | 'filedAt'>

/** The other complaints of the same matter within so many days before this one, or noted down since, oldest first. */
export function earlierOfMatter(
  tallies: Iterable<Pick<ComplaintTally, 'complaints'>>,
  { complaintId, matter, filedAt }: Tallied,
  days: number,
): ComplaintTally['complaints'][number]['complaintId'][] {
  const since = addMinutes(filedAt, -days * 24 * 60)
  const found = [...tallies]
    .flatMap(({ complaints }) => complaints)
    .filter((each) => each.complaintId !== complaintId && each.matter === matter && each.filedAt >= since)
    .sort(byTime)
  return [...new Set(found.map((each) => each.complaintId))]
}

/** The tally with a complaint in it, as its matter is now. */
export function tallyWith(
  tally: ComplaintTally | undefined,
  { dealerId, subjectId }: Pick<ComplaintTally, 'dealerId' | 'subjectId'>,
  { complaintId, matter, filedAt }: Tallied,
  stamp: Stamp,
): ComplaintTally {
  const known = tally ?? { ...unwritten(stamp), dealerId, subjectId, complaints: [] }
  const others = known.complaints.filter((each) => each.complaintId !== complaintId)
  const complaints = [...others, { complaintId, matter, filedAt }].sort(byTime).slice(-MOST_TALLIED)
  return { ...known, complaints }
}

/** The tally without one that was withdrawn. */
export function tallyWithout(tally: ComplaintTally, complaintId: string): ComplaintTally {
  return { ...tally, complaints: tally.complaints.filter((each) => each.complaintId !== complaintId) }
}

function byTime(a: Tallied, b: Tallied): number {
  return placeOf(a) < placeOf(b) ? -1 : 1
}

function placeOf({ filedAt, complaintId }: Tallied): string {
  return `${filedAt}#${complaintId}`
}
