import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SynthesisFailed } from './local-error.ts'

/** What bundles and templates are made of. */
const inputs = [
  'infra/**/*.ts',
  'functions/**/*.ts',
  'shared/**/*.ts',
  'events/**/*.ts',
  'cdk.json',
  'package-lock.json',
]

/**
 * Bundles the functions and synthesizes the app, unless nothing it is made of has changed since the last time.
 * @returns the directory of the assembly
 * @throws SynthesisFailed
 */
export async function synthesize(
  options: { root?: string; onStep?: (sentence: string) => void } = {},
): Promise<string> {
  const root = options.root ?? resolve(import.meta.dirname, '..')
  const cdkOut = join(root, 'cdk.out')
  const stamp = join(root, 'build', 'synthesized')
  const fingerprint = fingerprintOf(root)
  const current =
    existsSync(join(cdkOut, 'manifest.json')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === fingerprint
  if (current) return cdkOut
  rmSync(stamp, { force: true })
  options.onStep?.('打包并生成模板 bundling the functions and synthesizing the template …')
  await run(root, ['infra/bundle.ts'], {})
  // What the CDK command line tells the app, without its second of start-up.
  await run(root, ['infra/app.ts'], { CDK_OUTDIR: cdkOut })
  mkdirSync(join(root, 'build'), { recursive: true })
  writeFileSync(stamp, fingerprint)
  return cdkOut
}

function fingerprintOf(root: string): string {
  const hash = createHash('sha256').update(process.version)
  for (const file of globSync(inputs, { cwd: root }).sort())
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Runs a script of the project on this very Node; what it prints is shown only when it fails. */
async function run(
  root: string,
  script: readonly string[],
  environment: Record<string, string>,
): Promise<void> {
  const child = spawn(process.execPath, script, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed = (printed + chunk).slice(-20_000)
    })
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed)
    child.once('close', done)
  })
  if (code !== 0)
    throw new SynthesisFailed(`${script.join(' ')} ended with ${code ?? 'a signal'}:\n${lastLines(printed)}`)
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-15).join('\n')
}
