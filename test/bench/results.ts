import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import type { CrashRun } from './crash-run.ts'
import type { KillRun } from './kill-run.ts'
import type { StartRun } from './start-times.ts'
import type { SweepRun } from './sweep-run.ts'

/** Everything that one run of the bench has found. */
export interface Results {
  readonly on: string
  readonly machine: string
  /** Processes that wanted a core in the minute before: times are worth little above the number of cores. */
  readonly loadBefore: number
  readonly versions: Readonly<Record<string, string>>
  readonly sweep: { readonly runs: readonly SweepRun[]; readonly kill: KillRun } | undefined
  readonly start: StartRun | undefined
  /** The one that sends as many at a time as the peers first. */
  readonly crash: readonly CrashRun[] | undefined
}

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})

const told = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-sqs',
  'esbuild',
  'zod',
  '@dynoxide/linux-x64',
  'fauxqs',
]

export function circumstances(): Pick<Results, 'on' | 'machine' | 'loadBefore' | 'versions'> {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
  const { dependencies, devDependencies, optionalDependencies } = Manifest.parse(JSON.parse(text))
  const versions = { ...dependencies, ...devDependencies, ...optionalDependencies }
  return {
    on: new Date().toISOString().slice(0, 10),
    machine:
      `${process.platform} ${process.arch}, ${availableParallelism()} cores ` +
      `(${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB`,
    loadBefore: loadavg()[0] ?? 0,
    versions: {
      node: process.versions.node,
      ...Object.fromEntries(told.map((name) => [name, versions[name] ?? 'none'])),
    },
  }
}
