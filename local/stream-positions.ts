import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

/** How far each reader has read its stream, kept beside the database: what Lambda's event source mapping remembers. */
export interface StreamPositions {
  of(streamArn: string, functionName: string): ReadonlyMap<string, string>
  note(streamArn: string, functionName: string, positions: ReadonlyMap<string, string>): void
  /** Writes down what was noted. */
  save(): void
}

/** `<stream ARN> <function>` → shard → sequence number. A new table has a new stream, and is read from its start. */
const Saved = z.record(z.string(), z.record(z.string(), z.string()))

/** @param file absent = nothing is kept */
export function streamPositions(file: string | undefined): StreamPositions {
  const known =
    file !== undefined && existsSync(file) ? Saved.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  const keyOf = (streamArn: string, functionName: string) => `${streamArn} ${functionName}`
  return {
    of: (streamArn, functionName) => new Map(Object.entries(known[keyOf(streamArn, functionName)] ?? {})),
    note(streamArn, functionName, positions) {
      known[keyOf(streamArn, functionName)] = Object.fromEntries(positions)
    },
    save() {
      if (file === undefined) return
      // Renamed into place: a crash leaves the old state or the new one.
      writeFileSync(`${file}.new`, JSON.stringify(known))
      renameSync(`${file}.new`, file)
    },
  }
}
