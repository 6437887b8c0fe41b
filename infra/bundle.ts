import { globSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { functionList } from './functions.ts'
import { leaveOut } from './leave-out.ts'
import { lightenStart } from './lighten-start.ts'

export interface Bundle {
  readonly name: string
  /** Absolute path of the directory that becomes the Lambda's code. */
  readonly directory: string
  /** Size of index.js, minified, not compressed. */
  readonly bytes: number
}

export interface BundleOptions {
  /** Where `functions/` lies. Default: the project. */
  readonly root?: string
  /** Emptied first. Default: `<root>/build`. */
  readonly outDir?: string
  /** Default: every function of the bill of materials. */
  readonly declared?: readonly { readonly name: string; readonly entry: string }[]
}

export const projectRoot = resolve(import.meta.dirname, '..')
export const buildDir = join(projectRoot, 'build')

/** How code is bundled for Lambda, ours or not. */
export const bundling = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // The SDK's ES modules shake off what is not called; its CommonJS build does not.
  mainFields: ['module', 'main'],
  // One byte a character: with a single Chinese one in it, the engine keeps the whole text in two.
  charset: 'ascii',
  legalComments: 'none',
} as const satisfies BuildOptions

/**
 * Bundles every function in one run, SDK and all, to `<outDir>/<name>/index.js` (minified CommonJS with an
 * export `handler`), and keeps esbuild's account of what went in as `<outDir>/meta.json`.
 * @throws Error when a declared entry is missing or a handler file is not declared: neither is ever skipped
 */
export async function bundleFunctions(options: BundleOptions = {}): Promise<readonly Bundle[]> {
  const root = options.root ?? projectRoot
  const outDir = options.outDir ?? join(root, 'build')
  const declared = options.declared ?? functionList
  checkEntries(root, declared)

  await rm(outDir, { recursive: true, force: true })
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(declared.map(({ name, entry }) => [`${name}/index`, join(root, entry)])),
    outdir: outDir,
    ...bundling,
    // Beside the code and left behind at deployment: it finds the line that a stack trace means.
    sourcemap: 'external',
    metafile: true,
    plugins: [leaveOut, lightenStart],
    logLevel: 'warning',
  })

  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, 'meta.json'), JSON.stringify(metafile))
  return Promise.all(
    declared.map(async ({ name }) => {
      const directory = join(outDir, name)
      // Wherever the directory lies, below a project of ES modules too, index.js is CommonJS.
      await writeFile(join(directory, 'package.json'), '{"type":"commonjs"}\n')
      const output = metafile.outputs[relative(root, join(directory, 'index.js')).split(sep).join('/')]
      if (output === undefined) throw new Error(`esbuild reports no output for ${name}.`)
      return { name, directory, bytes: output.bytes }
    }),
  )
}

function checkEntries(root: string, declared: NonNullable<BundleOptions['declared']>): void {
  const found = new Set(
    globSync('functions/**/*.handler.ts', { cwd: root }).map((path) => path.split(sep).join('/')),
  )
  const entries = new Set(declared.map(({ entry }) => entry))
  const missing = declared.filter(({ entry }) => !found.has(entry))
  const undeclared = [...found].filter((path) => !entries.has(path)).sort()
  const faults = [
    ...missing.map(({ name, entry }) => `${name}: its entry ${entry} does not exist`),
    ...undeclared.map((path) => `${path}: no function in infra/functions.ts has this entry`),
  ]
  if (faults.length > 0) throw new Error(`Functions and handlers differ:\n  ${faults.join('\n  ')}`)
}

if (import.meta.main) {
  try {
    const bundles = await bundleFunctions()
    const width = Math.max(...bundles.map(({ name }) => name.length))
    for (const { name, bytes } of bundles) {
      console.log(`${name.padEnd(width)} ${(bytes / 1024).toFixed(0).padStart(5)} KB`)
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
