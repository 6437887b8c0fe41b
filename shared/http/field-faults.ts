import type * as z from 'zod'
import { FieldsInvalid, type FieldFault } from '../runtime/errors.ts'
import { fieldReasons, type FieldReason } from '../runtime/problems.ts'

type Part = 'params' | 'query' | 'body'

/**
 * The parts of a request by their schemas; all faults of all parts are told at once.
 * @throws FieldsInvalid
 */
export function readFields<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  route: { params: Params; query: Query; body: Body },
  given: { params: unknown; query: unknown; body: unknown },
): { params: z.output<Params>; query: z.output<Query>; body: z.output<Body> } {
  const params = route.params.safeParse(given.params)
  const query = route.query.safeParse(given.query)
  const body = route.body.safeParse(given.body)
  if (params.success && query.success && body.success) {
    return { params: params.data, query: query.data, body: body.data }
  }
  throw new FieldsInvalid(
    (
      [
        ['params', params],
        ['query', query],
        ['body', body],
      ] as const
    ).flatMap(([part, { error }]) =>
      (error?.issues ?? []).flatMap((issue) => faultsOf(issue, part, given[part])),
    ),
  )
}

function faultsOf(issue: z.core.$ZodIssue, part: Part, value: unknown): FieldFault[] {
  const path = [part, ...issue.path.map(String)]
  const fault = (reason: FieldReason): FieldFault[] => [{ path: path.join('.'), reason }]
  switch (issue.code) {
    case 'unrecognized_keys':
      // The name is the caller's own: shortened, in case a value stands in its place.
      return issue.keys.map((key) => ({
        path: [...path, key.slice(0, 40)].join('.'),
        reason: 'unknown-field',
      }))
    case 'invalid_type':
      return fault(isGiven(value, issue.path) ? 'wrong-type' : 'required')
    case 'invalid_value':
    case 'invalid_union':
      return fault(isGiven(value, issue.path) ? 'not-a-choice' : 'required')
    case 'invalid_format':
      return fault('wrong-format')
    case 'too_small':
      return fault('too-small')
    case 'too_big':
      return fault('too-large')
    case 'custom':
      return fault(reasonGiven(issue.params) ?? 'invalid')
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return fault('invalid')
  }
}

function isGiven(value: unknown, path: readonly PropertyKey[]): boolean {
  let inner = value
  for (const name of path) {
    if (typeof inner !== 'object' || inner === null) return false
    inner = new Map<PropertyKey, unknown>(Object.entries(inner)).get(String(name))
  }
  return inner !== undefined
}

/** A schema's own check names its reason: `{ params: { reason: 'required' } }`. */
function reasonGiven(params: Record<string, unknown> | undefined): FieldReason | undefined {
  const reason = params?.['reason']
  return typeof reason === 'string' && isReason(reason) ? reason : undefined
}

function isReason(name: string): name is FieldReason {
  return Object.hasOwn(fieldReasons, name)
}
