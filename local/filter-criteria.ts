import * as z from 'zod'
import { TemplateUnsupported } from './local-error.ts'

/**
 * Event filtering as event source mappings do it: a pattern is a JSON object whose leaves are lists of accepted
 * values; every named field must match one of its list. Values: a literal, `{exists}`, `{prefix}`, `{suffix}`,
 * `{'anything-but': …}`, `{numeric: […]}`, `{'equals-ignore-case'}`.
 */
export type EventFilter = (record: unknown) => boolean

/**
 * @param patterns the JSON texts of `FilterCriteria.Filters`; a record passes when one of them matches. None: all pass.
 * @throws TemplateUnsupported for a rule that AWS knows and this file does not.
 */
export function eventFilter(patterns: readonly string[]): EventFilter {
  const parsed = patterns.map((text) => Pattern.parse(JSON.parse(text)))
  for (const pattern of parsed) check(pattern)
  return parsed.length === 0 ? () => true : (record) => parsed.some((pattern) => matches(pattern, record))
}

type Pattern = { [field: string]: Pattern | unknown[] }
const Pattern: z.ZodType<Pattern> = z.lazy(() =>
  z.record(z.string(), z.union([z.array(z.unknown()), Pattern])),
)

const Comparison = z.enum(['=', '<', '<=', '>', '>='])
const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const Rule = z.union([
  Scalar,
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ 'anything-but': z.union([Scalar, z.array(Scalar)]) }),
  z.strictObject({ numeric: z.array(z.union([Comparison, z.number()])) }),
])
type Rule = z.infer<typeof Rule>

function check(pattern: Pattern): void {
  for (const [field, inner] of Object.entries(pattern)) {
    if (Array.isArray(inner)) for (const rule of inner) parseRule(field, rule)
    else check(inner)
  }
}

function parseRule(field: string, rule: unknown): Rule {
  const parsed = Rule.safeParse(rule)
  if (parsed.success) return parsed.data
  throw new TemplateUnsupported(
    `The event filter on ${field} has a rule unknown here: ${JSON.stringify(rule)}.`,
  )
}

function matches(pattern: Pattern, value: unknown): boolean {
  return Object.entries(pattern).every(([field, inner]) => {
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined
    return Array.isArray(inner)
      ? inner.some((rule) => holds(parseRule(field, rule), found))
      : matches(inner, found)
  })
}

function holds(rule: Rule, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((element) => holds(rule, element))
  if (typeof rule !== 'object' || rule === null) return value === rule
  if ('exists' in rule) return rule.exists === (value !== undefined)
  if ('prefix' in rule) return typeof value === 'string' && value.startsWith(rule.prefix)
  if ('suffix' in rule) return typeof value === 'string' && value.endsWith(rule.suffix)
  if ('equals-ignore-case' in rule)
    return typeof value === 'string' && value.toLowerCase() === rule['equals-ignore-case'].toLowerCase()
  if ('anything-but' in rule) {
    const excluded: unknown[] = [rule['anything-but']].flat()
    return value !== undefined && !excluded.includes(value)
  }
  return typeof value === 'number' && inRange(rule.numeric, value)
}

/** `['>', 0, '<=', 5]`: pairs of comparison and bound, all of which hold. */
function inRange(numeric: readonly (string | number)[], value: number): boolean {
  for (let at = 0; at < numeric.length; at += 2) {
    const bound = numeric[at + 1]
    if (typeof bound !== 'number' || !compare(Comparison.parse(numeric[at]), value, bound)) return false
  }
  return true
}

function compare(comparison: z.infer<typeof Comparison>, value: number, bound: number): boolean {
  switch (comparison) {
    case '=':
      return value === bound
    case '<':
      return value < bound
    case '<=':
      return value <= bound
    case '>':
      return value > bound
    case '>=':
      return value >= bound
  }
}
