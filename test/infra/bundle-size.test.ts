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
 * What a function may weigh, in times what a DynamoDB client alone does, where the target of 1.35 is not met: each says what it
 * carries.
 */
const larger: Readonly<Record<string, number>> = {
  // Every record that is kept of a person, to be copied and erased.
  'customers-api': 1.37,
  // Tables as manufacturers make them, and the records of all that they bring: statements, prices, duties, recalls.
  'notice-effects': 1.47,
  // Both senders, the notices that answers are to, and the recalls that customers are told of.
  'messages-deliver': 1.48,
  // Every record, a reader of CSV, and what is said of each bad row.
  'run-import': 1.47,
  // The statutory ledger at the desk, beside promises, reminders, calls, claims and campaigns.
  'orders-api': 1.5,
  // Owners, plates, merges and the timeline of everything that happened to a car.
  'vehicles-api': 1.37,
  // Coverage, the ledger and its clocks.
  'warranty-api': 1.37,
  'warranty-claims-api': 1.36,
  // The spreadsheet, the claims, the statutory ledger, and the wording of five kinds of mail.
  'warranty-mail': 1.6,
  'warranty-mail-api': 1.5,
  // Mail as strangers write it: MIME and its entities, CSV, and the words that each kind of notice is known by.
  'notices-receive': 1.9,
  'notices-api': 1.9,
}

it.each(functionList.map(({ name }) => name))(
  '%s weighs at most 1.35 times what a DynamoDB client alone does, or what is said of it here',
  (name) => {
    expect(bundles.find((bundle) => bundle.name === name)!.bytes / floor).toBeLessThanOrEqual(
      larger[name] ?? 1.35,
    )
  },
)

it.each(functionList.map(({ name }) => name))(
  '%s is ASCII, which the engine keeps in one byte a character',
  (name) => {
    expect(readFileSync(join(outDir, name, 'index.js'), 'latin1')).not.toMatch(/[^\0-\x7f]/)
  },
)
