import type { EvidenceKind } from '../../shared/domain/claim-kind.ts'
import type { WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import type { AuthorizationRule, EvidenceRule } from '../../shared/domain/warranty/claim-settings.ts'
import { needsAuthorization } from './needs-authorization.ts'

/** Something that a claim lacks before it may be submitted. */
export type Missing =
  | {
      readonly what: EvidenceKind
      readonly line?: number | undefined
      /** How many more. */
      readonly count: number
      readonly source: string
    }
  /** Words of a line: what the customer says, why, what was done. */
  | { readonly what: 'complaint' | 'cause' | 'correction'; readonly line: number }
  | {
      readonly what: 'authorization'
      readonly standing: 'not-asked' | 'asked' | 'refused' | 'granted-for-less'
    }

/**
 * What a claim lacks of the evidence that its kind, its lines and the manufacturer ask for; none: it may be submitted.
 * A free service has no fault, so nobody tells why. Pure.
 */
export function evidenceMissing(
  claim: Pick<WarrantyClaim, 'kind' | 'manufacturer' | 'lines' | 'authorization' | 'evidence' | 'rescued'>,
  rules: {
    readonly evidence: readonly EvidenceRule[]
    readonly authorization: readonly AuthorizationRule[]
  },
): Missing[] {
  const authorization = needsAuthorization(claim, rules.authorization)
  return [
    ...rules.evidence
      .filter(
        ({ manufacturer, kinds }) =>
          (manufacturer === '*' || manufacturer === claim.manufacturer) && kinds.includes(claim.kind),
      )
      .flatMap((rule) => lackingBy(rule, claim)),
    ...(claim.kind === 'free_service' ? [] : claim.lines.flatMap(wordsMissing)),
    ...(authorization.needed && authorization.standing !== 'granted'
      ? [{ what: 'authorization' as const, standing: authorization.standing }]
      : []),
  ]
}

function lackingBy(
  { evidence, when, atLeast, source }: EvidenceRule,
  claim: Pick<WarrantyClaim, 'lines' | 'evidence' | 'rescued'>,
): Missing[] {
  const given = claim.evidence.filter(({ kind }) => kind === evidence)
  const lacking = (has: number, line?: number): Missing[] =>
    has >= atLeast ? [] : [{ what: evidence, line, count: atLeast - has, source }]
  switch (when) {
    case 'always':
      return lacking(given.length)
    case 'rescued':
      return claim.rescued ? lacking(given.length) : []
    case 'each_part':
      return claim.lines
        .filter(({ part }) => part !== undefined)
        .flatMap(({ line }) => lacking(given.filter((each) => each.line === line).length, line))
  }
}

function wordsMissing({ line, ...words }: WarrantyClaim['lines'][number]): Missing[] {
  const wanted = ['complaint', 'cause', 'correction'] as const
  return wanted.filter((what) => (words[what]?.trim() ?? '') === '').map((what) => ({ what, line }))
}
