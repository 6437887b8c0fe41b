import fc from 'fast-check'
import type { LocalStack } from '../../local/stack.ts'
import { RoleCode } from '../../shared/domain/roles.ts'
import { operationsOf, type OpenApi, type Operation } from './document.ts'
import { judgeBy } from './judge.ts'
import { known } from './known.ts'
import { requestTo, type FuzzRequest } from './request.ts'

export interface Finding {
  readonly nth: number
  readonly what: string
  readonly request: string
  readonly answer: string
}

export interface FuzzReport {
  readonly requests: number
  readonly findings: readonly Finding[]
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Operations that were never answered with success. */
  readonly neverDone: readonly string[]
  readonly operations: number
}

export interface FuzzOptions {
  readonly requests: number
  readonly seed: number
  readonly dealerId: string
  readonly staffId: string
  /** Records that are there from the beginning. */
  readonly there: unknown
  readonly tell?: (done: number) => void
}

/** Asks the stack for all that its own document offers, as told and twisted, one request after the other. */
export async function fuzz(stack: LocalStack, options: FuzzOptions): Promise<FuzzReport> {
  const document = (await (await fetch(`${stack.url}/openapi.json`)).json()) as OpenApi
  const operations = operationsOf(document)
  const seen = known()
  seen.learn(options.there, { id: undefined, etag: undefined })
  const judge = judgeBy(document, () => seen.ids())
  const tokens = tokensOf(stack, options)
  const sources = { document, known: seen, now: stack.clock.nowMilliseconds() }
  const statuses: Record<string, number> = {}
  const done = new Set<string>()
  const findings: Finding[] = []

  for (let nth = 1; nth <= options.requests; nth += 1) {
    const operation = operations[(nth * 7) % operations.length] ?? operations[0]!
    // Made anew each time: what is known has grown.
    const [request] = fc.sample(requestTo(operation, sources), {
      seed: options.seed * 1_000_003 + nth,
      numRuns: 1,
    })
    if (request === undefined) continue
    const token = await tokens(request)
    const response = await fetch(`${stack.url}${request.target}`, {
      method: operation.method,
      headers: { ...request.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: request.body ?? null,
    })
    const text = await response.text()
    const answer = { status: response.status, contentType: response.headers.get('content-type') ?? '', text }
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    const what = judge(request, answer)
    if (what !== undefined) findings.push({ nth, what, request: told(request), answer: text.slice(0, 600) })
    if (response.ok && request.twist !== 'other dealer') {
      done.add(operation.name)
      if (answer.contentType.includes('json') && operation.path !== '/openapi.json')
        seen.learn(JSON.parse(text), { id: request.id, etag: response.headers.get('etag') ?? undefined })
    }
    options.tell?.(nth)
  }
  return {
    requests: options.requests,
    findings,
    statuses,
    neverDone: operations.filter(({ name }) => !done.has(name)).map(({ name }) => name),
    operations: operations.length,
  }
}

/** Tokens are asked for once each. */
function tokensOf(stack: LocalStack, { dealerId, staffId }: FuzzOptions) {
  const made = new Map<string, Promise<string>>()
  return ({ operation, twist }: FuzzRequest): Promise<string> | undefined => {
    if (operation.open || twist === 'no token') return undefined
    const dealer = twist === 'other dealer' ? 'D999' : dealerId
    const role = twist === 'other role' ? strangerTo(operation) : operation.roles[0]
    const name = `${dealer} ${String(role)}`
    const token =
      made.get(name) ??
      stack.token({ dealerId: dealer, roles: [role ?? ''], sub: `fuzz-${String(role)}`, staffId })
    made.set(name, token)
    return token
  }
}

function strangerTo({ roles }: Operation): string {
  return RoleCode.options.find((role) => !roles.includes(role)) ?? 'nobody'
}

function told({ operation, twist, target, headers, body }: FuzzRequest): string {
  return `${operation.method} ${target} (${twist}) ${JSON.stringify(headers)} ${body ?? ''}`.slice(0, 1500)
}
