import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { Instant } from '../../shared/domain/time.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/logger.ts'

const Connection = z.object({
  endpoint: z.string(),
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
})

/** What a sending process is told. */
export const CrashSettings = z.object({
  dynamodb: Connection,
  sqs: Connection,
  queueUrl: z.string(),
  tableName: z.string(),
  /** The provider's own record: a line for each message that it took. */
  file: z.string(),
  lanes: z.int().positive(),
  leaseSeconds: z.number().positive(),
  /** Milliseconds that all processes add to the machine's clock, so that it is an hour at which SMS may go out. */
  clockOffset: z.number(),
})
export type CrashSettings = z.infer<typeof CrashSettings>

export function clockOf({ clockOffset }: Pick<CrashSettings, 'clockOffset'>): Clock {
  return { now: () => Instant.parse(new Date(Date.now() + clockOffset).toISOString()) }
}

const Line = z.object({ messageId: z.string(), to: z.string(), providerId: z.string(), at: Instant })
export type ProviderLine = z.infer<typeof Line>

/** One write of one line: a kill leaves it whole or leaves it out. */
export function lineOf(line: ProviderLine): string {
  return `${JSON.stringify(line)}\n`
}

/** Reads a provider's record as it grows. */
export interface ProviderRecord {
  /** Every message that was taken, by its id; a second line of one only counts. */
  lines(): ReadonlyMap<string, ProviderLine>
  /** Lines, doubled ones among them. */
  count(): number
}

export function readProvider(file: string): ProviderRecord {
  const known = new Map<string, ProviderLine>()
  let count = 0
  let read = 0
  const goOn = () => {
    const text = readFileSync(file, 'utf8')
    const end = text.lastIndexOf('\n') + 1
    if (end <= read) return
    for (const line of text.slice(read, end - 1).split('\n')) {
      const parsed = Line.parse(JSON.parse(line))
      known.set(parsed.messageId, parsed)
      count += 1
    }
    read = end
  }
  return {
    lines() {
      goOn()
      return known
    },
    count() {
      goOn()
      return count
    },
  }
}

const nothing = () => undefined
export const silentLog: Log = { info: nothing, warn: nothing, error: nothing }
