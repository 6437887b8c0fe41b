import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

/** What the functions print: a file for each, and its last lines in memory. */
export interface FunctionLogs {
  writer(functionName: string): (chunk: string) => void
  /** The last lines of a function, or of all, oldest first. */
  lines(functionName?: string): string[]
  close(): Promise<void>
}

/** Enough to see what led to a failure, little enough to forget about. */
const keptLines = 5000

/** @param directory where `<function>.log` is appended to; absent = memory only. */
export function functionLogs(directory?: string): FunctionLogs {
  if (directory !== undefined) mkdirSync(directory, { recursive: true })
  const kept = new Map<string, string[]>()
  const files: WriteStream[] = []
  return {
    writer(functionName) {
      const lines = kept.get(functionName) ?? []
      kept.set(functionName, lines)
      const file =
        directory === undefined
          ? undefined
          : createWriteStream(join(directory, `${functionName}.log`), { flags: 'a' })
      if (file !== undefined) files.push(file)
      let rest = ''
      return (chunk) => {
        file?.write(chunk)
        const parts = (rest + chunk).split('\n')
        rest = parts.pop() ?? ''
        lines.push(...parts)
        if (lines.length > 2 * keptLines) lines.splice(0, lines.length - keptLines)
      }
    },
    lines: (functionName) =>
      functionName === undefined ? [...kept.values()].flat() : [...(kept.get(functionName) ?? [])],
    async close() {
      await Promise.all(files.map((file) => new Promise((resolve) => file.end(resolve))))
    },
  }
}
