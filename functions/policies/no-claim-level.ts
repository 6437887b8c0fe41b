import type { Policy } from '../../shared/domain/policy.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { atFaultIn, insuredRun, isBroken } from './insured-run.ts'

export type NoClaimReason = 'no-policy-known' | 'lapsed-over-six-months' | 'counted'

/** 无赔款优待: the level of the commercial policy that comes next, and what it was counted from. */
export interface NoClaimLevel {
  readonly level: number
  /** Of the base premium, in percent. */
  readonly factorPercent: number
  readonly insuredYears: number
  /** Within the last three insured years. */
  readonly claims: number
  readonly reason: NoClaimReason
}

const LOWEST = -4
const HIGHEST = 5
/** Claims count for so many insured years, and so many years count against them. */
const YEARS_COUNTED = 3

/**
 * What each level makes of the base premium, in percent.
 * Source: domain facts, insurance: −4 is 0.5, +5 is 2.0; the steps between are the insurers' common table since the
 * reform of September 2020 (unverified, each insurer's own quote decides).
 */
const factors: ReadonlyMap<number, number> = new Map([
  [-4, 50],
  [-3, 60],
  [-2, 70],
  [-1, 80],
  [0, 100],
  [1, 120],
  [2, 140],
  [3, 160],
  [4, 180],
  [5, 200],
])

/**
 * Claims in the last three insured years − insured years, −4 to +5. As many years count as claims are looked for in,
 * so that ten old years do not make up for three accidents in the last one; only four years without any claim reach −4.
 * Time without cover of more than six months begins anew at 0.
 * @param commercial the vehicle's commercial policies
 * @param startsOn when the next policy begins
 */
export function noClaimLevel(commercial: readonly Policy[], startsOn: CalendarDate): NoClaimLevel {
  const run = insuredRun(commercial)
  if (run === undefined) return at(0, 0, 0, 'no-policy-known')
  const claims = atFaultIn(run, YEARS_COUNTED).length
  if (isBroken(run.until, startsOn)) return at(0, run.years, claims, 'lapsed-over-six-months')
  const clean = atFaultIn(run, YEARS_COUNTED + 1).length === 0
  const years = Math.min(run.years, clean ? YEARS_COUNTED + 1 : YEARS_COUNTED)
  return at(Math.min(HIGHEST, Math.max(LOWEST, claims - years)), run.years, claims, 'counted')
}

function at(level: number, insuredYears: number, claims: number, reason: NoClaimReason): NoClaimLevel {
  return { level, factorPercent: factors.get(level) ?? 100, insuredYears, claims, reason }
}
