import * as z from 'zod'
import type { Endpoints } from '../../local/endpoints.ts'
import type { Access } from '../../infra/function-spec.ts'
import { table } from '../../shared/store/table.ts'
import { faultProxy, type SeenRequest } from '../faults/proxy.ts'

/** What is asked of a service; what a function is only told of is no request. */
type AskedFor = Exclude<keyof Access, 'knowsZones' | 'knowsPublicUrl' | 'knowsInboxDomain'>

/** What a function did, in the words of the bill of materials; what has no word there stands as it was sent. */
export type UsedAccess = Readonly<Record<AskedFor, readonly string[]>>

export interface AccessWitness {
  endpointsFor(real: Endpoints, functionName: string): Promise<Endpoints>
  /** By function, since the start; a function that has asked for nothing is missing. */
  used(): ReadonlyMap<string, UsedAccess>
  stop(): Promise<void>
}

interface Use {
  readonly kind: AskedFor
  readonly name: string
}

/**
 * Writes down what functions ask of services, whatever they are answered.
 * @param queueNamed the short name of a queue by its physical one
 */
export function accessWitness(queueNamed: (physicalName: string) => string): AccessWitness {
  const seen = new Map<string, Map<AskedFor, Set<string>>>()
  const proxy = faultProxy({
    witness(request) {
      const kinds = seen.get(request.functionName) ?? new Map<AskedFor, Set<string>>()
      seen.set(request.functionName, kinds)
      for (const { kind, name } of usesOf(request, queueNamed))
        kinds.set(kind, (kinds.get(kind) ?? new Set()).add(name))
    },
  })
  return {
    endpointsFor: (real, functionName) => proxy.endpointsFor(real, functionName),
    used: () =>
      new Map([...seen].map(([name, kinds]) => [name, inWords((kind) => [...(kinds.get(kind) ?? [])])])),
    stop: () => proxy.stop(),
  }
}

/** The same shape for what a function was given, to compare. */
export function given(access: Access): UsedAccess {
  return inWords((kind) => access[kind] ?? [])
}

/** What stands in both. */
export function common(a: UsedAccess, b: UsedAccess): UsedAccess {
  return inWords((kind) => a[kind].filter((name) => b[kind].includes(name)))
}

/** What stands in either. */
export function both(a: UsedAccess, b: UsedAccess): UsedAccess {
  return inWords((kind) => [...new Set([...a[kind], ...b[kind]])])
}

function inWords(of: (kind: AskedFor) => readonly string[]): UsedAccess {
  const sorted = (kind: AskedFor) => [...of(kind)].sort()
  return {
    table: sorted('table'),
    indexes: sorted('indexes'),
    readsFiles: sorted('readsFiles'),
    writesFiles: sorted('writesFiles'),
    sendsTo: sorted('sendsTo'),
    sends: sorted('sends'),
  }
}

function usesOf(
  { service, operation, path, body }: SeenRequest,
  queueNamed: (physicalName: string) => string,
): readonly Use[] {
  switch (service) {
    case 'dynamodb':
      return usesOfTable(operation, JSON.parse(body.toString('utf8')))
    case 's3':
      return [usesOfFiles(operation, path, body)]
    case 'sqs':
      return [
        {
          kind: 'sendsTo',
          name: operation.startsWith('SendMessage') ? queueNamed(queueIn(body)) : operation,
        },
      ]
    case 'sns':
      return [{ kind: 'sends', name: operation === 'Publish' ? 'sms' : operation }]
    case 'ses':
      return [{ kind: 'sends', name: operation.startsWith('Send') ? 'mail' : operation }]
  }
}

const Asked = z.object({ IndexName: z.string().optional() })
const Transaction = z.object({ TransactItems: z.array(z.record(z.string(), z.unknown())) })
const indexNames: ReadonlyMap<string, string> = new Map(
  Object.entries(table.indexes).map(([name, index]) => [index.name, name]),
)

/** A transaction needs the permission of each of its parts, and none of its own. */
function usesOfTable(operation: string, sent: unknown): Use[] {
  switch (operation) {
    case 'Query': {
      const { IndexName } = Asked.parse(sent)
      return IndexName === undefined
        ? [{ kind: 'table', name: operation }]
        : [{ kind: 'indexes', name: indexNames.get(IndexName) ?? IndexName }]
    }
    case 'TransactWriteItems':
      return Transaction.parse(sent)
        .TransactItems.flatMap((part) => Object.keys(part))
        .map((part) => ({
          kind: 'table',
          name: part === 'ConditionCheck' ? 'ConditionCheckItem' : `${part}Item`,
        }))
    default:
      return [{ kind: 'table', name: operation }]
  }
}

/**
 * The endpoint has the bucket in the path, then the key. A form is signed with what its function may do, so what is
 * uploaded by it is written by the function: its key stands in the form.
 */
function usesOfFiles(operation: string, path: string, body: Buffer): Use {
  const [, key = ''] = /^\/[^/?]+\/([^?]*)/.exec(path) ?? []
  const prefix = (whole: string) => decodeURIComponent(whole).split('/')[0]!
  switch (operation) {
    case 'GetObject':
    case 'HeadObject':
      return { kind: 'readsFiles', name: prefix(key) }
    case 'PutObject':
      return { kind: 'writesFiles', name: prefix(key) }
    case 'PostObject':
      return {
        kind: 'writesFiles',
        name: prefix(/name="key"\s+(\S+)/.exec(body.toString('latin1'))?.[1] ?? ''),
      }
    default:
      return { kind: 'writesFiles', name: operation }
  }
}

const ToQueue = z.object({ QueueUrl: z.string() })

function queueIn(body: Buffer): string {
  const { QueueUrl } = ToQueue.parse(JSON.parse(body.toString('utf8')))
  return QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)
}
