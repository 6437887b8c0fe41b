import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleFunctions, type Bundle } from '../../infra/bundle.ts'
import { functionList } from '../../infra/functions.ts'
import { bundleFloor } from '../support/floor.ts'

const outDir = mkdtempSync(join(tmpdir(), 'after-sales-build-'))
const floorDir = mkdtempSync(join(tmpdir(), 'after-sales-floor-'))
let bundles: readonly Bundle[]
let floor: number
beforeAll(async () => {
  bundles = await bundleFunctions({ outDir })
  floor = await bundleFloor(floorDir)
})
afterAll(() => {
  rmSync(outDir, { recursive: true })
  rmSync(floorDir, { recursive: true })
})

it('every function of the bill of materials is bundled', () => {
  expect(bundles.map(({ name }) => name)).toEqual(functionList.map(({ name }) => name))
})

/**
 * The deliverer has both senders; the importer every record, a reader of CSV and what is said of each bad row; orders work
 * out the statutory ledger at the desk, beside promises, reminders, calls and claims.
 */
const larger: ReadonlySet<string> = new Set(['messages-deliver', 'run-import', 'orders-api'])

it.each(functionList.map(({ name }) => name))(
  '%s weighs at most 1.35 times what a DynamoDB client alone does; the deliverer, the importer and orders 1.45',
  (name) => {
    const most = larger.has(name) ? 1.45 : 1.35
    expect(bundles.find((bundle) => bundle.name === name)!.bytes / floor).toBeLessThanOrEqual(most)
  },
)

it.each(functionList.map(({ name }) => name))(
  '%s is ASCII, which the engine keeps in one byte a character',
  (name) => {
    expect(readFileSync(join(outDir, name, 'index.js'), 'latin1')).not.toMatch(/[^\0-\x7f]/)
  },
)
