import * as z from 'zod'
import { ClaimKind, EvidenceKind } from '../claim-kind.ts'

const fen = z.int().nonnegative()
/** `*`: every manufacturer. */
const manufacturer = z.string().min(1).max(40)
const source = z.string().min(1).max(200)

/** When a manufacturer wants to be asked before the repair. Each rule that matches asks for it. */
export const AuthorizationRule = z
  .object({
    manufacturer,
    kinds: z.array(ClaimKind).min(1),
    /** The claim comes to as much as this, or more. */
    fromFen: fen.optional(),
    /** A part whose number begins so, an operation whose code does. */
    partPrefixes: z.array(z.string().min(1).max(40)).max(200).default([]),
    operationPrefixes: z.array(z.string().min(1).max(40)).max(200).default([]),
    source,
  })
  .refine(({ fromFen, partPrefixes, operationPrefixes }) =>
    [fromFen !== undefined, partPrefixes.length > 0, operationPrefixes.length > 0].some(Boolean),
  )
export type AuthorizationRule = z.infer<typeof AuthorizationRule>

/** What a claim of some kinds has to bring. */
export const EvidenceRule = z.object({
  manufacturer,
  kinds: z.array(ClaimKind).min(1),
  evidence: EvidenceKind,
  /** `rescued`: only if the car was fetched; `each_part`: for each line with a part. */
  when: z.enum(['always', 'rescued', 'each_part']),
  atLeast: z.int().min(1).max(20).default(1),
  source,
})
export type EvidenceRule = z.infer<typeof EvidenceRule>

const practice = 'common practice of manufacturers, unverified; a dealer setting'

export const defaultAuthorizationRules: AuthorizationRule[] = [
  {
    manufacturer: '*',
    kinds: ['warranty', 'campaign'],
    fromFen: 300_000,
    partPrefixes: [],
    operationPrefixes: [],
    source: practice,
  },
  // 善意索赔 is what the manufacturer owes nobody: it is asked whatever it costs.
  {
    manufacturer: '*',
    kinds: ['goodwill'],
    fromFen: 0,
    partPrefixes: [],
    operationPrefixes: [],
    source: practice,
  },
]

export const defaultEvidenceRules: EvidenceRule[] = [
  rule(['warranty', 'goodwill', 'campaign'], 'photo', 'always'),
  rule(['warranty', 'goodwill', 'campaign'], 'rescue_report', 'rescued'),
  rule(['warranty', 'goodwill'], 'old_part', 'each_part'),
  rule(['free_service', 'campaign'], 'signed_voucher', 'always'),
  rule(['goodwill'], 'approval', 'always'),
]

function rule(
  kinds: EvidenceRule['kinds'],
  evidence: EvidenceKind,
  when: EvidenceRule['when'],
): EvidenceRule {
  return { manufacturer: '*', kinds, evidence, when, atLeast: 1, source: practice }
}
