import * as z from 'zod'
import type { Endpoints } from '../../local/endpoints.ts'
import { faultProxy, type Answer, type SeenRequest } from '../faults/proxy.ts'

/** What one function has asked of AWS. */
export interface Usage {
  /** Requests by `service.Operation`; a repetition by the SDK counts again. */
  readonly requests: Readonly<Record<string, number>>
  readonly readUnits: { readonly table: number; readonly indexes: number }
  readonly writeUnits: { readonly table: number; readonly indexes: number }
  /** Requests that were answered with an error. */
  readonly refused: number
}

export interface RequestCount {
  endpointsFor(real: Endpoints, functionName: string): Promise<Endpoints>
  /** By function, since the last call. */
  take(): ReadonlyMap<string, Usage>
  stop(): Promise<void>
}

interface Tally {
  readonly requests: Record<string, number>
  readonly readUnits: { table: number; indexes: number }
  readonly writeUnits: { table: number; indexes: number }
  refused: number
}

/** Counts what functions ask of services. DynamoDB is asked for the capacity of each request; nothing else changes. */
export function countRequests(): RequestCount {
  let tallies = new Map<string, Tally>()
  const witness = ({ functionName, service, operation }: SeenRequest, _: string, answer: Answer) => {
    const tally = tallies.get(functionName) ?? emptyTally()
    tallies.set(functionName, tally)
    const name = `${service}.${operation}`
    tally.requests[name] = (tally.requests[name] ?? 0) + 1
    if (answer.status >= 400) tally.refused += 1
    else if (service === 'dynamodb') addUnits(tally, operation, answer.body)
  }
  const proxy = faultProxy({ witness })
  proxy.judgeBy(({ service, body }) =>
    service === 'dynamodb' ? (_, forward) => forward(askingForCapacity(body)) : undefined,
  )
  return {
    endpointsFor: (real, functionName) => proxy.endpointsFor(real, functionName),
    take() {
      const taken = tallies
      tallies = new Map()
      return taken
    },
    stop: () => proxy.stop(),
  }
}

function emptyTally(): Tally {
  const none = () => ({ table: 0, indexes: 0 })
  return { requests: {}, readUnits: none(), writeUnits: none(), refused: 0 }
}

function askingForCapacity(body: Buffer): string {
  const request = z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString('utf8')))
  return JSON.stringify({ ...request, ReturnConsumedCapacity: 'INDEXES' })
}

const Units = z.object({ CapacityUnits: z.number().default(0), ReadCapacityUnits: z.number().optional() })
const Consumed = z.object({
  Table: Units.default({ CapacityUnits: 0 }),
  GlobalSecondaryIndexes: z.record(z.string(), Units).default({}),
})
const Reply = z.object({
  ConsumedCapacity: z.union([z.array(Consumed), Consumed.transform((one) => [one])]),
})

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'])

function addUnits(tally: Tally, operation: string, body: Buffer): void {
  const { ConsumedCapacity } = Reply.parse(JSON.parse(body.toString('utf8')))
  for (const { Table, GlobalSecondaryIndexes } of ConsumedCapacity) {
    // A transaction that comes a second time under its token is a read of what the first one did.
    const wrote = writes.has(operation) && Table.ReadCapacityUnits === undefined
    const units = wrote ? tally.writeUnits : tally.readUnits
    units.table += Table.CapacityUnits
    for (const { CapacityUnits } of Object.values(GlobalSecondaryIndexes)) units.indexes += CapacityUnits
  }
}
