import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { OpenApi, Operation } from './document.ts'
import type { FuzzRequest } from './request.ts'
import { twists, type Twist } from './twists.ts'

export interface FuzzAnswer {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

/** What a request must not have been answered with; undefined: all is well. */
export type Judge = (request: FuzzRequest, answer: FuzzAnswer) => string | undefined

/** The gateway's own words, before any function is asked. */
const gateway = { 401: '{"message":"Unauthorized"}', 404: '{"message":"Not Found"}' } as const

/**
 * Judges answers by the document alone, with a validator that shares nothing with ours: no 5xx, only what is declared,
 * as it is declared, and nothing taken that must be refused.
 * @param foreign whether another dealer's token must never be shown this id
 */
export function judgeBy(document: OpenApi, foreign: (id: string) => boolean): Judge {
  const asDeclared = declaredBy(document)
  return (request, answer) => {
    const { status, text } = answer
    if (status >= 500) return `answered ${String(status)}`
    const { owed }: Twist = twists[request.twist]
    if (owed !== undefined && !owed.includes(status))
      return `${request.twist}: answered ${String(status)}, owed ${owed.join(' or ')}`
    const own = gatewayOwes(request)
    if (own !== undefined) return own === text ? undefined : `the gateway should have answered ${own}`
    return asDeclared(request.operation, answer) ?? letThrough(request, answer, foreign)
  }
}

/** What the gateway answers by itself: to a path that leads to no route, to a token that is none. */
function gatewayOwes({ operation, who, method, target }: FuzzRequest): string | undefined {
  const segments = new URL(target, 'http://api').pathname.split('/')
  const parts = operation.path.split('/')
  const leads =
    method === operation.method &&
    segments.length === parts.length &&
    segments.slice(1).every((segment) => segment !== '')
  if (!leads) return gateway[404]
  return !operation.open && (who === 'no token' || who === 'forged token') ? gateway[401] : undefined
}

/** What another dealer got that is not its own, or a dealer that is not there at all. */
function letThrough(
  { who, method, id, target, body = '' }: FuzzRequest,
  { status, text }: FuzzAnswer,
  foreign: (id: string) => boolean,
): string | undefined {
  if (who !== 'other dealer' && who !== 'no such dealer') return undefined
  if (status < 300 && id !== undefined && foreign(id)) return 'another dealer’s token was let through'
  if (status < 300 && who === 'no such dealer' && method !== 'GET' && writes(text))
    return 'a dealer that is not there was served'
  const shown = text.match(/\b[a-z]{3}_[a-z2-7]{20}\b/g) ?? []
  const leaked = shown.find((each) => foreign(each) && !target.includes(each) && !body.includes(each))
  return leaked === undefined ? undefined : 'another dealer’s token was shown an id'
}

/** Several at once are answered each: that none of them is there is no success. */
function writes(text: string): boolean {
  return !text.includes('"outcome":"refused"')
}

/** Whether every sentence for people says something to its end: words may have been left out of a bundle. */
function says(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) =>
    typeof inner === 'string' && (name === 'zh' || name === 'en') ? /[^\s:：,，]$/u.test(inner) : says(inner),
  )
}

function declaredBy(document: OpenApi) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
  ajv.addSchema({ $id: 'api', components: document.components ?? {} })
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = ({ name, responses }: Operation, status: number, type: string) => {
    const schema = responses[String(status)]?.content?.[type]?.schema
    if (schema === undefined) return undefined
    const key = `${name} ${String(status)} ${type}`
    const known = compiled.get(key)
    if (known !== undefined) return known
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')
    const made = ajv.compile(JSON.parse(text) as object)
    compiled.set(key, made)
    return made
  }
  return (operation: Operation, { status, contentType, text }: FuzzAnswer): string | undefined => {
    if (!(String(status) in operation.responses))
      return `answered ${String(status)}, which the document does not have`
    const type = contentType.split(';')[0] ?? ''
    const validate = validatorOf(operation, status, type)
    if (validate === undefined)
      return `answered ${String(status)} as ${type}, which the document does not have`
    const said: unknown = type.includes('json') ? JSON.parse(text) : text
    if (!validate(said)) return `the answer is not as declared: ${ajv.errorsText(validate.errors)}`
    // What a dealer has set is in the dealer's own words.
    const isOurs = !operation.open && !operation.path.startsWith('/dealer')
    return isOurs && !says(said) ? 'the answer has a sentence that ends before its end' : undefined
  }
}
