import { claimedFen, type WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import type { AuthorizationRule } from '../../shared/domain/warranty/claim-settings.ts'

/** One reason for which the manufacturer is asked beforehand. */
export interface AuthorizationReason {
  readonly because: 'amount' | 'part' | 'operation'
  /** Of a part or an operation. */
  readonly line?: number | undefined
  readonly source: string
}

export type AuthorizationVerdict =
  | { readonly needed: false }
  | {
      readonly needed: true
      readonly because: readonly AuthorizationReason[]
      /** Whether what the manufacturer said is enough. */
      readonly standing: 'not-asked' | 'asked' | 'refused' | 'granted' | 'granted-for-less'
    }

/** Whether a claim needs a prior authorization (预授权), why, and how that stands. Pure. */
export function needsAuthorization(
  claim: Pick<WarrantyClaim, 'kind' | 'manufacturer' | 'lines' | 'authorization'>,
  rules: readonly AuthorizationRule[],
): AuthorizationVerdict {
  const total = claimedFen(claim)
  const because = rules
    .filter(
      ({ manufacturer, kinds }) =>
        (manufacturer === '*' || manufacturer === claim.manufacturer) && kinds.includes(claim.kind),
    )
    .flatMap(({ fromFen, partPrefixes, operationPrefixes, source }): AuthorizationReason[] => [
      ...(fromFen !== undefined && total >= fromFen ? [{ because: 'amount' as const, source }] : []),
      ...claim.lines.flatMap(({ line, part, operation }): AuthorizationReason[] => [
        ...(begins(part?.partNumber, partPrefixes) ? [{ because: 'part' as const, line, source }] : []),
        ...(begins(operation?.code, operationPrefixes)
          ? [{ because: 'operation' as const, line, source }]
          : []),
      ]),
    ])
  if (because.length === 0) return { needed: false }
  return { needed: true, because, standing: standingOf(claim.authorization, total) }
}

function begins(code: string | undefined, prefixes: readonly string[]): boolean {
  return code !== undefined && prefixes.some((prefix) => code.startsWith(prefix))
}

function standingOf(authorization: WarrantyClaim['authorization'], total: number) {
  switch (authorization?.state) {
    case undefined:
      return 'not-asked'
    case 'asked':
    case 'refused':
      return authorization.state
    case 'granted': {
      const { upToFen } = authorization
      return upToFen !== undefined && total > upToFen ? 'granted-for-less' : 'granted'
    }
  }
}
