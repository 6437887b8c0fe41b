import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Endpoints } from '../../local/endpoints.ts'
import { environmentOf } from '../../local/function-environment.ts'
import { readTemplates } from '../../local/template.ts'

/** What one function's cold start loads. */
export interface StartFigures {
  readonly name: string
  /** Of index.js, minified, not compressed. */
  readonly bytes: number
  /** Median milliseconds of `require`, in a process of its own each time; undefined: not measured. */
  readonly loadMilliseconds: number | undefined
}

export interface StartRun {
  /** A function that only builds a DynamoDB client. */
  readonly floor: StartFigures
  readonly functions: readonly StartFigures[]
  readonly samples: number
}

const nowhere = 'http://127.0.0.1:9'
const noEndpoints: Endpoints = { dynamodb: nowhere, sqs: nowhere, s3: nowhere, sns: nowhere, ses: nowhere }

/** @param samples how often each is loaded, in turn with the floor; 0: bytes alone */
export async function measureStart(
  cdkOut: string,
  samples: number,
  onProgress?: (done: number, total: number, what: string) => void,
): Promise<StartRun> {
  const directory = mkdtempSync(join(tmpdir(), 'after-sales-floor-'))
  try {
    const model = readTemplates(cdkOut)
    const [first] = model.functions
    if (first === undefined) throw new Error('The template has no function')
    const floor = {
      name: 'floor',
      bundle: directory,
      environment: environmentOf(first, model, noEndpoints, 'http://127.0.0.1'),
    }
    await bundleFloor(directory)
    const all = [
      floor,
      ...model.functions.map((fn) => ({
        name: fn.name,
        bundle: fn.bundle,
        environment: environmentOf(fn, model, noEndpoints, 'http://127.0.0.1'),
      })),
    ]
    const times = new Map<string, number[]>(all.map(({ name }) => [name, []]))
    for (let sample = 0; sample < samples; sample += 1) {
      for (const { name, bundle, environment } of all)
        times.get(name)?.push(await loadOnce(bundle, environment))
      onProgress?.(sample + 1, samples, 'loading each function')
    }
    const figures = all.map(({ name, bundle }) => ({
      name,
      bytes: statSync(join(bundle, 'index.js')).size,
      loadMilliseconds: median(times.get(name) ?? []),
    }))
    return { floor: figures[0]!, functions: figures.slice(1), samples }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Plain esbuild with the settings of our bundles and nothing of our own. */
async function bundleFloor(directory: string): Promise<void> {
  const source = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
const client = new DynamoDBClient({})
export const handler = () => client`
  await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: join(directory, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  })
  writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}\n')
}

/** Loads a bundle as Lambda's runtime does, and says how long that took. */
const loader = `const { performance } = require('node:perf_hooks')
const began = performance.now()
const { handler } = require(process.argv[1])
const took = performance.now() - began
if (typeof handler !== 'function') throw new Error('no handler')
process.stdout.write(String(took))
process.exit(0)`

async function loadOnce(bundle: string, environment: Record<string, string>): Promise<number> {
  const file = join(bundle, 'index.js')
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', loader, file], { env: environment })
  const milliseconds = Number(stdout)
  if (!(milliseconds > 0)) throw new Error(`${file} said ${stdout}`)
  return milliseconds
}

function median(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
