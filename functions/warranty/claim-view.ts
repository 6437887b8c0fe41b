import type { Dealer } from '../../shared/domain/dealer.ts'
import { verbsFrom } from '../../shared/domain/machine.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { claimedFen, type WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import { warrantyClaimMachine } from '../../shared/domain/warranty-claim-machine.ts'
import { claimDaysOf } from '../../shared/domain/warranty/claim-days.ts'
import { claimableFen } from '../../shared/domain/warranty/deserves-claim.ts'
import { claimDeadline } from '../../shared/domain/warranty/claim-deadline.ts'
import { warrantySettingsOf } from '../../shared/domain/warranty/warranty-settings.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { ClaimSummary, ClaimView } from '../../shared/http/routes/warranty-claims.ts'
import { evidenceMissing, type Missing } from './evidence-missing.ts'

/** By the dealer's settings as they are now, whatever they were when the claim was last changed. */
function nextOf(claim: WarrantyClaim, { settings, zone }: Dealer, today: CalendarDate): ClaimSummary['next'] {
  const next = claimDeadline(claim, claimDaysOf(settings), zone)
  return next && { ...next, overdue: next.dueOn < today }
}

export function claimSummary(claim: WarrantyClaim, dealer: Dealer, today: CalendarDate): ClaimSummary {
  return {
    ...claim,
    etag: etagOf(claim.version),
    claimedFen: claimedFen(claim),
    next: nextOf(claim, dealer, today),
  }
}

export function claimView(claim: WarrantyClaim, dealer: Dealer, today: CalendarDate): ClaimView {
  return {
    ...claim,
    etag: etagOf(claim.version),
    claimedFen: claimedFen(claim),
    next: nextOf(claim, dealer, today),
    missing: evidenceMissing(claim, warrantySettingsOf(dealer.settings)).map((each) => ({
      what: wordOf(each),
      line: 'line' in each ? each.line : undefined,
      count: 'count' in each ? each.count : 1,
    })),
    allowed: verbsFrom(warrantyClaimMachine, claim.status),
  }
}

/**
 * What an order charges the manufacturer, where its claim says something else. Goodwill is asked for whatever was charged,
 * and of a free service whose sum the manufacturer fixes nothing is charged.
 */
export function orderChargesFen(claim: WarrantyClaim, order: RepairOrder | undefined): number | undefined {
  if (order === undefined || claim.kind === 'goodwill') return undefined
  const charged = claimableFen(order)
  const isFixed = claim.kind === 'free_service' && charged === 0
  return isFixed || charged === claimedFen(claim) ? undefined : charged
}

/** What is missing as the answer to a submission names it: `photo`, `lines.2.cause`, `authorization.not-asked`. */
export function wordOf(missing: Missing): string {
  switch (missing.what) {
    case 'authorization':
      return `authorization.${missing.standing}`
    case 'complaint':
    case 'cause':
    case 'correction':
      return `lines.${String(missing.line)}.${missing.what}`
    case 'photo':
    case 'rescue_report':
    case 'signed_voucher':
    case 'old_part':
    case 'approval':
      return missing.line === undefined ? missing.what : `lines.${String(missing.line)}.${missing.what}`
  }
}
