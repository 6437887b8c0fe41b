import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { bundleFunctions } from '../../infra/bundle.ts'
import { functionList } from '../../infra/functions.ts'

const outDir = mkdtempSync(join(tmpdir(), 'after-sales-build-'))
afterAll(() => rmSync(outDir, { recursive: true }))

it('every function weighs less than 1 MB, minified, with all it needs', async () => {
  const bundles = await bundleFunctions({ outDir })
  expect(bundles.map(({ name }) => name)).toEqual(functionList.map(({ name }) => name))
  for (const { name, bytes } of bundles) expect(bytes, name).toBeLessThan(1_000_000)
})
