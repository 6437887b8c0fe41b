import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { assemble } from '../../infra/assemble.ts'
import type { Route } from '../../infra/constructs/api.ts'
import { functionList } from '../../infra/functions.ts'

/** A resource of a template; `part` looks into its properties. */
export interface Resource {
  readonly id: string
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
}

export interface Statement {
  readonly Sid?: string
  readonly Effect: string
  readonly Principal?: unknown
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: unknown
}

export const sampleRoutes: readonly Route[] = [
  { method: 'GET', path: '/lists/{date}', functionName: 'renewal-api' },
  { method: 'POST', path: '/lists/{date}/outcomes', functionName: 'renewal-api' },
  { method: 'GET', path: '/ledger', functionName: 'messages-api' },
  { method: 'GET', path: '/open', functionName: 'messages-api', open: true },
]

const directories: string[] = []
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true })
})

/** The app over a build directory of tiny files, so that the laws need no bundles. */
export function assembleSample(routes: readonly Route[] = sampleRoutes) {
  const directory = mkdtempSync(join(tmpdir(), 'after-sales-infra-'))
  directories.push(directory)
  const buildDir = join(directory, 'build')
  for (const { name } of functionList) {
    mkdirSync(join(buildDir, name), { recursive: true })
    writeFileSync(join(buildDir, name, 'index.js'), `exports.handler = () => '${name}'`)
    writeFileSync(join(buildDir, name, 'index.js.map'), '{}')
  }
  return assemble({ routes, buildDir, outdir: join(directory, 'cdk.out') })
}

export interface Synthesized {
  readonly directory: string
  readonly data: readonly Resource[]
  readonly service: readonly Resource[]
  readonly api: readonly Resource[]
  readonly all: readonly Resource[]
  /** All resources of a type. @throws Error when there is none, so that no law holds over nothing */
  readonly ofType: (type: string) => readonly Resource[]
}

let synthesized: Synthesized | undefined

/** The templates, synthesized once per test file. */
export function templates(): Synthesized {
  synthesized ??= synthesize()
  return synthesized
}

function synthesize(): Synthesized {
  const { directory } = assembleSample().synth()
  const read = (stack: string): Resource[] => {
    const template = JSON.parse(readFileSync(join(directory, `${stack}.template.json`), 'utf8')) as {
      Resources: Record<string, Omit<Resource, 'id'>>
      Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>
    }
    for (const output of Object.values(template.Outputs ?? {}))
      if (output.Export !== undefined) exported.set(output.Export.Name, output.Value)
    return Object.entries(template.Resources).map(([id, resource]) => ({ ...resource, id }))
  }
  const data = read('Data')
  const service = read('Service')
  const api = read('Api')
  const all = [...data, ...service, ...api]
  const ofType = (type: string): readonly Resource[] => {
    const found = all.filter((resource) => resource.Type === type)
    if (found.length === 0) throw new Error(`The templates have no ${type}.`)
    return found
  }
  return { directory, data, service, api, all, ofType }
}

/** What lies at a path of a resource's properties: `part(lambda, 'Environment.Variables.STAGE')`. */
export function part(resource: Resource, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      resource.Properties,
    )
}

/** The statements of a policy document that lies at a path of a resource's properties. */
export function statementsAt(resource: Resource, path: string): readonly Statement[] {
  return listOf(part(resource, `${path}.Statement`)) as readonly Statement[]
}

/** A function's name in the bill of materials. */
export function nameOf(lambda: Resource): string {
  return asText(part(lambda, 'Environment.Variables.POWERTOOLS_SERVICE_NAME'))
}

/** The variables of a function. */
export function variablesOf(lambda: Resource): Readonly<Record<string, unknown>> {
  return part(lambda, 'Environment.Variables') as Record<string, unknown>
}

/** The alarms on a metric of the resource with this id. */
export function alarmsOn(id: string, metric: string): readonly Resource[] {
  return templates()
    .ofType('AWS::CloudWatch::Alarm')
    .filter((alarm) => part(alarm, 'MetricName') === metric && refersTo(part(alarm, 'Dimensions'), id))
}

/** What a stack gives to the others, by the name under which it does. */
const exported = new Map<string, unknown>()

/** Whether a value of a template refers to this resource, by Ref or Fn::GetAtt, or through an export of its stack. */
export function refersTo(value: unknown, id: string): boolean {
  return referencesIn(value).includes(id)
}

/** Logical ids that a value refers to. */
export function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'Fn::ImportValue') return referencesIn(exported.get(String(inner)))
    if (key === 'Ref' && typeof inner === 'string') return [inner]
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])]
    return referencesIn(inner)
  })
}

/** A value as text, with every reference in angle brackets: `<Files8E6940B8.Arn>/mail/*`. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return String(value)
  const [[key, inner] = ['', undefined]]: [string, unknown][] = Object.entries(value)
  if (key === 'Fn::Join' && Array.isArray(inner))
    return (inner[1] as unknown[]).map(asText).join(String(inner[0]))
  if (key === 'Fn::GetAtt' && Array.isArray(inner)) return `<${inner.join('.')}>`
  return `<${asText(inner)}>`
}

/** A property that may be one value or a list of them. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}
