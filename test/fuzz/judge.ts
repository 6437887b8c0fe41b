import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { OpenApi, Operation } from './document.ts'
import type { FuzzRequest } from './request.ts'

export interface FuzzAnswer {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

/** What a request must not have been answered with; undefined: all is well. */
export type Judge = (request: FuzzRequest, answer: FuzzAnswer) => string | undefined

/** Twists with only one right answer. */
const owed: Partial<Record<FuzzRequest['twist'], readonly number[]>> = {
  'unknown field': [422],
  'unknown parameter': [422],
  'broken JSON': [400, 422],
  'no JSON': [415],
  'no token': [401],
  'other role': [403],
  // 404 where the list's own record is not there.
  'forged cursor': [400, 404, 422],
  'no If-Match': [428, 422],
}

/**
 * Judges answers by the document alone, with a validator that shares nothing with ours: no 5xx, only what is declared,
 * as it is declared, and no unknown field taken.
 * @param foreign ids that another dealer's token must never be shown
 */
export function judgeBy(document: OpenApi, foreign: () => readonly string[]): Judge {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
  ajv.addSchema({ $id: 'api', components: document.components ?? {} })
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (
    { name, responses }: Operation,
    status: number,
    type: string,
  ): ValidateFunction | undefined => {
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

  return ({ operation, twist, id }, { status, contentType, text }) => {
    if (status >= 500) return `answered ${String(status)}`
    const right = owed[twist]
    if (right !== undefined && !right.includes(status))
      return `${twist}: answered ${String(status)}, owed ${right.join(' or ')}`
    // The gateway's own word, before any function is asked.
    if (twist === 'no token') return undefined
    if (!(String(status) in operation.responses))
      return `answered ${String(status)}, which the document does not have`
    const type = contentType.split(';')[0] ?? ''
    const validate = validatorOf(operation, status, type)
    if (validate === undefined)
      return `answered ${String(status)} as ${type}, which the document does not have`
    const body: unknown = type.includes('json') ? JSON.parse(text) : text
    if (!validate(body)) return `the answer is not as declared: ${ajv.errorsText(validate.errors)}`
    if (twist === 'other dealer') {
      if (status < 300 && id !== undefined && foreign().includes(id))
        return 'another dealer’s token was let through'
      const leaked = foreign().find((each) => each !== id && text.includes(each))
      if (leaked !== undefined) return 'another dealer’s token was shown an id'
    }
    return undefined
  }
}
