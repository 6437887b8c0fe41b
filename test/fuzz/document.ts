/** As much of a JSON schema (2020-12) as the document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
}

interface Parameter {
  readonly in: 'path' | 'query' | 'header'
  readonly name: string
  readonly required?: boolean
  readonly schema: Schema
}

interface Content {
  readonly schema: Schema
  readonly example?: unknown
}

export interface OpenApi {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, DeclaredOperation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

interface DeclaredOperation {
  readonly parameters?: readonly Parameter[]
  readonly security?: readonly unknown[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>
  readonly 'x-roles'?: readonly string[]
}

/** One thing that a client may ask for, by the document alone. */
export interface Operation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly open: boolean
  readonly roles: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly body: Content | undefined
  readonly responses: DeclaredOperation['responses']
}

export function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, declared]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      open: declared.security?.length === 0,
      roles: declared['x-roles'] ?? [],
      parameters: declared.parameters ?? [],
      body: declared.requestBody?.content['application/json'],
      responses: declared.responses,
    })),
  )
}

export function resolved(ref: string, { components }: OpenApi): Schema {
  const name = ref.replace('#/components/schemas/', '')
  const schema = components?.schemas?.[name]
  if (schema === undefined) throw new Error(`the document points at ${ref}, which it does not have`)
  return schema
}
