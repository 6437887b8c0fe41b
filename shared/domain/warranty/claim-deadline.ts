import { addDays, dateIn, type CalendarDate, type Zone } from '../time.ts'
import type { claimSteps, WarrantyClaim } from '../warranty-claim.ts'
import type { ClaimDeadlines } from './claim-days.ts'

/** What the department has to do next about a claim, and until the end of which day. */
export interface ClaimDeadline {
  readonly step: (typeof claimSteps)[number]
  readonly dueOn: CalendarDate
}

/**
 * The next deadline of ours; undefined while the manufacturer has to do something, and when nothing is left to do. A
 * claim is submitted on the day of the delivery, or on that of its opening where it is opened later. A returned or
 * refused one has its days from the manufacturer's last answer.
 */
export function claimDeadline(
  claim: Pick<WarrantyClaim, 'status' | 'deliveredOn' | 'openedAt' | 'answers'>,
  { submitWithinDays, resubmitWithinDays, appealWithinDays }: ClaimDeadlines,
  zone: Zone,
): ClaimDeadline | undefined {
  const openedOn = dateIn(claim.openedAt, zone)
  const answer = claim.answers.at(-1)
  const answeredOn = answer === undefined ? openedOn : dateIn(answer.at, zone)
  switch (claim.status) {
    case 'opened': {
      const from = openedOn > claim.deliveredOn ? openedOn : claim.deliveredOn
      return { step: 'submit', dueOn: addDays(from, submitWithinDays) }
    }
    case 'returned':
      return { step: 'resubmit', dueOn: addDays(answeredOn, resubmitWithinDays) }
    case 'refused':
      return { step: 'appeal', dueOn: addDays(answeredOn, appealWithinDays) }
    case 'submitted':
    case 'under_review':
    case 'approved':
    case 'appealed':
    case 'settled':
    case 'withdrawn':
      return undefined
  }
}
