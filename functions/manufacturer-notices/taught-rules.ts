import type { NoticeRule } from '../../shared/domain/notice-teaching.ts'
import type { KindRule } from './kind-rules.ts'
import { TAUGHT_WEIGHT } from './rule-of-correction.ts'

/** How much less each older rule counts: of two that fit the same mail the newer one decides. */
const OLDER = 0.01

/** What corrections taught as rules of kinds. @param rules the newest first */
export function taughtRules(rules: readonly NoticeRule[]): KindRule[] {
  return rules.map(({ ruleId, kind, words, from }, age) => ({
    id: ruleId,
    kind,
    words: [words],
    places: ['subject'],
    from,
    weight: TAUGHT_WEIGHT - age * OLDER,
  }))
}
