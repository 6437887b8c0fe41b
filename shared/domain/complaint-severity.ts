import * as z from 'zod'

/** What a complaint is about. */
export const ComplaintMatter = z.enum([
  'repair_quality',
  'service_attitude',
  'waiting_time',
  'price',
  'parts',
  'cleanliness',
  'safety',
  'other',
])
export type ComplaintMatter = z.infer<typeof ComplaintMatter>

/** How grave it is, the lowest class first. */
export const ComplaintSeverity = z.enum(['ordinary', 'serious', 'critical'])
export type ComplaintSeverity = z.infer<typeof ComplaintSeverity>

export const SeverityReason = z.enum(['safety', 'media', 'repeated', 'said', 'usual'])
export type SeverityReason = z.infer<typeof SeverityReason>

/** Three complaints of one matter raise its class, this one counted (spec: follow-up and satisfaction). */
export const REPEATED_FROM = 3

export interface SeverityFacts {
  readonly matter: ComplaintMatter
  /** It is, or is about to be, in the papers or on the net. */
  readonly media: boolean
  /** As who filed it sees it; a rule never lowers that. */
  readonly said?: ComplaintSeverity | undefined
  /** Complaints of the same matter by the same customer or about the same vehicle before this one. */
  readonly earlier: number
}

/** The class of a complaint, and why: safety or media is the highest, the third of one matter one class above. Pure. */
export function severityOf({ matter, media, said, earlier }: SeverityFacts): {
  readonly severity: ComplaintSeverity
  readonly because: SeverityReason
} {
  if (matter === 'safety') return { severity: 'critical', because: 'safety' }
  if (media) return { severity: 'critical', because: 'media' }
  const told = said ?? 'ordinary'
  if (earlier + 1 >= REPEATED_FROM && told !== 'critical')
    return { severity: oneAbove(told), because: 'repeated' }
  return { severity: told, because: said === undefined ? 'usual' : 'said' }
}

function oneAbove(severity: Exclude<ComplaintSeverity, 'critical'>): ComplaintSeverity {
  return severity === 'ordinary' ? 'serious' : 'critical'
}
