import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundleFunctions } from '../../infra/bundle.ts'

const directories: string[] = []
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true })
})

function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'after-sales-bundle-'))
  directories.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const handler = "export const handler = async (): Promise<string> => 'done'\n"
const declared = [
  { name: 'first', entry: 'functions/a/first.handler.ts' },
  { name: 'second-api', entry: 'functions/b/api.handler.ts' },
]

describe('bundling', () => {
  it('turns each declared entry into a CommonJS index.js under the function’s name', async () => {
    const root = project({
      'package.json': '{"type":"module"}',
      'functions/a/first.handler.ts': handler,
      'functions/b/api.handler.ts': handler,
      'build/gone/index.js': 'left over from an earlier build',
    })
    const bundles = await bundleFunctions({ root, declared })

    expect(bundles.map(({ name }) => name)).toEqual(['first', 'second-api'])
    for (const { directory, bytes } of bundles) {
      expect(bytes).toBe(readFileSync(join(directory, 'index.js')).byteLength)
      const loaded = createRequire(import.meta.url)(join(directory, 'index.js')) as {
        handler(): Promise<string>
      }
      expect(await loaded.handler()).toBe('done')
    }
    expect(existsSync(join(root, 'build/gone'))).toBe(false)
    expect(Object.keys(JSON.parse(readFileSync(join(root, 'build/meta.json'), 'utf8')) as object)).toContain(
      'inputs',
    )
  })

  it('refuses a declared entry that is missing and a handler that nobody declared, naming both', async () => {
    const root = project({
      'functions/a/first.handler.ts': handler,
      'functions/c/stray.handler.ts': handler,
    })
    await expect(bundleFunctions({ root, declared })).rejects.toThrow(
      [
        'Functions and handlers differ:',
        '  second-api: its entry functions/b/api.handler.ts does not exist',
        '  functions/c/stray.handler.ts: no function in infra/functions.ts has this entry',
      ].join('\n'),
    )
    expect(existsSync(join(root, 'build'))).toBe(false)
  })
})
