import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { DatabaseUnusable, systemCode } from './local-error.ts'

const Lock = z.object({ runner: z.number(), engine: z.number().optional() })

/** Keeps two runners off one database, and ends the engine that a killed runner left behind. */
export interface DatabaseLock {
  /** Notes the engine that serves the file. */
  engine(pid: number): void
  release(): void
}

/** Held by this process: a number found in a file may be that of an earlier one. */
const held = new Set<string>()

/**
 * @param lockFile beside the database
 * @param database the file that an engine left behind has on its command line
 * @throws DatabaseUnusable when another runner is at work on it.
 */
export function lockDatabase(lockFile: string, database: string): DatabaseLock {
  const left = readLock(lockFile)
  const taken =
    left !== undefined && (left.runner === process.pid ? held.has(lockFile) : isAlive(left.runner))
  if (taken)
    throw new DatabaseUnusable(
      `The database ${database} is in use by process ${left.runner} (if that is no run of this stack, delete ${lockFile}).`,
    )
  if (left?.engine !== undefined && serves(left.engine, database)) process.kill(left.engine, 'SIGKILL')
  const write = (lock: z.infer<typeof Lock>) => writeFileSync(lockFile, JSON.stringify(lock))
  write({ runner: process.pid })
  held.add(lockFile)
  return {
    engine: (engine) => write({ runner: process.pid, engine }),
    release() {
      held.delete(lockFile)
      rmSync(lockFile, { force: true })
    },
  }
}

function readLock(file: string): z.infer<typeof Lock> | undefined {
  if (!existsSync(file)) return undefined
  try {
    return Lock.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    // Cut off while it was written: its writer is gone.
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

/** Whether that process is an engine on this file; only where the system shows command lines. */
function serves(pid: number, database: string): boolean {
  const shown = `/proc/${pid}/cmdline`
  return existsSync(shown) && readFileSync(shown, 'utf8').split('\0').includes(database)
}
