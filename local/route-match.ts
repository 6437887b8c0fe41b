import type { RouteModel } from './template-model.ts'

export interface RouteMatch {
  readonly route: RouteModel
  /** Values of the path's parameters, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * The route that API Gateway picks for a request: fixed segments before `{parameters}` before `{proxy+}`, and a
 * route of the method before one for `ANY`.
 * @param path as requested, percent-encoded, without query
 */
export function matchRoute(
  routes: readonly RouteModel[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const segments = path.split('/').slice(1)
  return routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const parameters = parametersOf(route.path, segments)
      return parameters === undefined ? [] : [{ route, parameters, rank: rankOf(route) }]
    })
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .at(0)
}

function parametersOf(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {}
  const parts = pattern.split('/').slice(1)
  for (const [index, part] of parts.entries()) {
    const segment = segments[index]
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    if (name?.endsWith('+') === true) {
      const rest = segments.slice(index).join('/')
      return rest === '' ? undefined : { ...parameters, [name.slice(0, -1)]: decode(rest) }
    }
    if (segment === undefined) return undefined
    if (name === undefined) {
      if (part !== segment) return undefined
    } else if (segment === '') return undefined
    else parameters[name] = decode(segment)
  }
  return parts.length === segments.length ? parameters : undefined
}

/** Sorts the more exact route first, segment by segment. */
function rankOf({ method, path }: RouteModel): string {
  const parts = path.split('/').slice(1)
  const ranks = parts.map((part) => (part.endsWith('+}') ? 2 : part.startsWith('{') ? 1 : 0))
  return `${ranks.join('')}${method === 'ANY' ? 9 : 3}`
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
