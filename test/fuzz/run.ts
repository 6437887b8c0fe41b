import type { LocalStack } from '../../local/stack.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { randomOf, type Random } from '../faults/random.ts'
import { operationsOf, type OpenApi, type Operation } from './document.ts'
import { judgeBy, type FuzzAnswer } from './judge.ts'
import { known } from './known.ts'
import { mayBeDone, placeOf, requestTo, type FuzzRequest } from './request.ts'
import { tokensOf, type Account } from './tokens.ts'
import { twistNames, type TwistName } from './twists.ts'

export interface Finding {
  readonly nth: number
  readonly what: string
  readonly request: string
  readonly answer: string
}

/** How often an operation was done, and how often requests as the document wants them were refused, by problem. */
export interface Answered {
  done: number
  /** The role that did it last. */
  by?: string
  readonly refused: Map<string, number>
}

export interface FuzzReport {
  readonly requests: number
  readonly findings: readonly Finding[]
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>
  readonly twists: Readonly<Record<TwistName, number>>
  readonly operations: ReadonlyMap<string, Answered>
}

export interface FuzzOptions extends Account {
  readonly requests: number
  readonly seed: number
  /** Records that are there from the beginning. */
  readonly there: unknown
  /** Does what a client would do besides: uploads the files of an import. */
  readonly follow: (answered: unknown) => Promise<void>
  readonly tell?: (done: number) => void
}

/** Requests after which time goes on, by so many minutes: imports are read, messages delivered, appointments missed. */
const PAUSE = 50
const MINUTES = 5

/** What a function logs of what it answered with a 5xx. */
const FAILED = 'REQUEST_FAILED'

/** Asks the stack for all that its own document offers, as told and twisted, one request after the other. */
export async function fuzz(stack: LocalStack, options: FuzzOptions): Promise<FuzzReport> {
  const document = (await (await fetch(`${stack.url}/openapi.json`)).json()) as OpenApi
  const operations = operationsOf(document)
  const seen = known()
  seen.learn(options.there, '')
  const judge = judgeBy(document, (id) => seen.ids.has(id) && id !== options.staffId)
  const tokenOf = tokensOf(stack, options)
  const sources = { document, known: seen, now: stack.clock.nowMilliseconds() }
  const statuses: Record<string, number> = {}
  const twists = Object.fromEntries(twistNames.map((name) => [name, 0])) as Record<TwistName, number>
  const answered = new Map<string, Answered>(
    operations.map(({ name }) => [name, { done: 0, refused: new Map() }]),
  )
  const findings: Finding[] = []

  for (let nth = 1; nth <= options.requests; nth += 1) {
    const random = randomOf(`${String(options.seed)} ${String(nth)}`)
    const operation = random.chance(0.4) ? seldomDone(random) : inTurn(operations, nth)
    const request = requestTo(operation, sources, random)
    const role = roleFor(request, random)
    const token = await tokenOf(request, role, random)
    const { answer, etag } = await ask(stack.url, request, token)
    const find = (what: string, { status, text }: FuzzAnswer) => {
      const logged = status < 500 ? '' : (stack.logs.lines().findLast((line) => line.includes(FAILED)) ?? '')
      findings.push({ nth, what, request: told(request), answer: `${text.slice(0, 600)} ${logged}` })
    }
    const ok = answer.status < 300
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    twists[request.twist] += 1
    const what = judge(request, answer)
    if (what !== undefined) find(what, answer)
    if (request.who === 'caller' || operation.open) {
      const count = answered.get(operation.name)!
      if (ok) {
        count.done += 1
        count.by = role
      }
      if (!ok && request.twist === 'none') {
        const why = whyIn(answer)
        count.refused.set(why, (count.refused.get(why) ?? 0) + 1)
        learnRefusal(request, answer)
      }
      if (ok) await learn(operation, answer)
      // Of a record that has no id in its view: the dealer, a part's price.
      if (ok && etag !== undefined && !answer.text.includes('Id"'))
        seen.version(placeOf(operation), request.id ?? '', etag)
      if (etag !== undefined && answer.status === 412)
        seen.version(placeOf(operation), request.id ?? '', etag)
      if (ok && request.headers['idempotency-key'] !== undefined) {
        const again = await ask(stack.url, request, token)
        if (again.answer.status !== answer.status || again.answer.text !== answer.text)
          find('the same under the same key was answered otherwise', again.answer)
      }
    }
    if (nth % PAUSE === 0) await stack.runUntil(addMinutes(stack.clock.now(), MINUTES))
    options.tell?.(nth)
  }
  return { requests: options.requests, findings, statuses, twists, operations: answered }

  /** Of what the known records allow something that was done less than most: records move on, and all is reached. */
  function seldomDone(random: Random): Operation {
    const ready = operations.filter((each) => mayBeDone(each, seen))
    const doneOf = ({ name }: Operation) => answered.get(name)?.done ?? 0
    return random.pick(ready.sort((a, b) => doneOf(a) - doneOf(b)).slice(0, 8))
  }

  /** Half of the time one that was let before: not every role may do it for everybody. */
  function roleFor({ operation }: FuzzRequest, random: Random): string {
    const by = answered.get(operation.name)?.by
    if (by !== undefined && random.chance(0.5)) return by
    return operation.roles.length === 0 ? '' : random.pick(operation.roles)
  }

  function learnRefusal({ id, operation }: FuzzRequest, answer: FuzzAnswer) {
    const { code, allowed } = problemIn(answer)
    if (id === undefined) return
    if (allowed !== undefined) seen.told(id, allowed)
    const isGone = code === 'not-found' && operation.path.split('{').length === 2
    if (isGone || code === 'customer-erased' || code === 'vehicle-merged') seen.forget(id)
  }

  async function learn(operation: Operation, { text, contentType }: FuzzAnswer) {
    if (!contentType.includes('json') || operation.open) return
    const said: unknown = JSON.parse(text)
    seen.learn(said, placeOf(operation))
    await options.follow(said)
  }
}

interface Problem {
  readonly code?: string
  readonly errors?: readonly { readonly path: string; readonly reason: string }[]
  readonly allowed?: readonly string[]
}

const problemIn = ({ text }: FuzzAnswer) => JSON.parse(text) as Problem

function whyIn(answer: FuzzAnswer): string {
  const { code, errors: [first] = [] } = problemIn(answer)
  return first === undefined ? (code ?? String(answer.status)) : `${first.path} ${first.reason}`
}

/** One after the other, each round in another order. */
function inTurn(operations: readonly Operation[], nth: number): Operation {
  const round = Math.floor((nth - 1) / operations.length)
  return randomOf(`round ${String(round)}`).shuffled(operations)[(nth - 1) % operations.length]!
}

async function ask(url: string, { method, target, headers, body }: FuzzRequest, token: string | undefined) {
  const response = await fetch(`${url}${target}`, {
    method,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: body ?? null,
  })
  const contentType = response.headers.get('content-type') ?? ''
  return {
    answer: { status: response.status, contentType, text: await response.text() } satisfies FuzzAnswer,
    etag: response.headers.get('etag') ?? undefined,
  }
}

function told({ method, target, twist, headers, body }: FuzzRequest): string {
  return `${method} ${target} (${twist}) ${JSON.stringify(headers)} ${body ?? ''}`.slice(0, 1500)
}
