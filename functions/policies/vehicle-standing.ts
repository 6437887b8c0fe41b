import type { CompulsoryTable } from '../../shared/domain/dealer.ts'
import { governingCover, type Policy, type PolicyKind } from '../../shared/domain/policy.ts'
import { segmentOf } from '../../shared/domain/renewal-segment.ts'
import { addDays, daysBetween, type CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { StandingView } from '../../shared/http/routes/policies.ts'
import { compulsoryPremium } from './compulsory-premium.ts'
import { insuredRun } from './insured-run.ts'
import { noClaimLevel } from './no-claim-level.ts'
import { compulsoryReasons, noClaimReasons, segmentReasons } from './reason-words.ts'

/**
 * How a vehicle stands with its insurance: what kind of renewal customer it is, what its claims make of the next
 * premiums, and why. Of the dealer's own books alone. Pure.
 */
export function vehicleStanding(
  vehicle: Vehicle,
  policies: readonly Policy[],
  today: CalendarDate,
  table: CompulsoryTable,
): StandingView {
  const { vehicleId, customerId, cover } = vehicle
  const governing = governingCover(cover, today)
  const commercial = ofKind(policies, 'commercial')
  const compulsory = ofKind(policies, 'compulsory')
  const level = noClaimLevel(commercial, nextStart(commercial, today))
  const { reason, ...premium } = compulsoryPremium(compulsory, nextStart(compulsory, today), table)
  return {
    vehicleId,
    customerId,
    on: today,
    segment: segmentView(vehicle, policies, governing?.policyId, today),
    governing: governing && {
      policyId: governing.policyId,
      kind: governing.kind,
      endsOn: governing.endsOn,
      daysLeft: daysBetween(today, governing.endsOn),
    },
    commercial: {
      startsOn: nextStart(commercial, today),
      noClaimLevel: level.level,
      factorPercent: level.factorPercent,
      insuredYears: level.insuredYears,
      claims: level.claims,
      why: { code: level.reason, ...noClaimReasons[level.reason] },
    },
    compulsory: {
      startsOn: nextStart(compulsory, today),
      ...premium,
      why: { code: reason, ...compulsoryReasons[reason] },
    },
    assumes: [
      {
        zh: '只按本店登记的保单和出险计算；在别处投保和未登记的出险不在其中，以保险公司报价为准。',
        en: 'From the policies and accidents in these books alone; the insurer’s own quote decides.',
      },
      { zh: '交强险按六座以下家庭自用车。', en: 'Compulsory: a private car of under six seats.' },
    ],
  }
}

/** A vehicle that is sold, scrapped or moved away is nobody to renew. */
function segmentView(
  vehicle: Vehicle,
  policies: readonly Policy[],
  governingId: string | undefined,
  today: CalendarDate,
): StandingView['segment'] {
  if (vehicle.status !== 'active') return undefined
  const governing =
    policies.find(({ policyId }) => policyId === governingId) ??
    policies.toSorted((a, b) => (a.endsOn < b.endsOn ? 1 : -1))[0]
  const { segment, reason } = segmentOf(vehicle, governing, today)
  return { segment, why: { code: reason, ...segmentReasons[reason] } }
}

function ofKind(policies: readonly Policy[], kind: PolicyKind): Policy[] {
  return policies.filter((policy) => policy.kind === kind)
}

/** The day after the last cover, else today. */
function nextStart(policies: readonly Policy[], today: CalendarDate): CalendarDate {
  const until = insuredRun(policies)?.until
  return until === undefined || until < today ? today : addDays(until, 1)
}
