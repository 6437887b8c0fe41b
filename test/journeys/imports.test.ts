import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDealer, localDealer } from '../../local/main-job/dealer.ts'
import { startStack, type LocalStack } from '../../local/stack.ts'
import { synthesize } from '../../local/synthesize.ts'
import type { ImportFile } from '../../shared/domain/import-run.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import {
  createImport,
  downloadImportReport,
  readImport,
  startImport,
  undoImport,
} from '../../shared/http/routes/imports.ts'
import { openStore, type Store } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { apiClient, overHttp } from '../support/api-client.ts'
import { local } from '../support/builders.ts'
import { personalData, smallDealer } from './small-dealer.ts'

/*
 * A clerk hands a dealer's export in over HTTP, through the very bundles that would be deployed: a dry run, the real one,
 * the refused rows back as a file, corrected and sent again, and both imports taken back.
 */

const { dealerId } = localDealer
let stack: LocalStack
let store: Store
let api: ReturnType<typeof apiClient>

beforeAll(async () => {
  stack = await startStack({ cdkOut: await synthesize(), at: local('2026-11-23 10:00') })
  store = openStore(connectTable(stack.tableName, new DynamoDBClient(stack.client('dynamodb'))))
  await ensureDealer(store, stack.clock.now())
  const token = await stack.token({
    dealerId,
    roles: ['information_clerk'],
    sub: 'clerk',
    staffId: undefined,
  })
  api = apiClient(overHttp(stack.url, token))
})

afterAll(() => stack.stop())

function ok<Reply extends { ok: boolean }>(reply: Reply): Extract<Reply, { ok: true }> {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Extract<Reply, { ok: true }>
}

/** Opens an import and uploads its files as a browser's form does. */
async function uploaded(
  files: Partial<Record<ImportFile, string | Buffer>>,
  dryRun = false,
): Promise<string> {
  const names = Object.keys(files) as ImportFile[]
  const { body } = ok(await api(createImport, { body: { files: names, dryRun } }))
  for (const { file, url, fields } of body.uploads) {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([files[file]!]), `${file}.csv`)
    const { status } = await fetch(url, { method: 'POST', body: form })
    expect(status).toBe(204)
  }
  return body.import.importId
}

const read = async (importId: string) => ok(await api(readImport, { params: { importId } })).body

/** Does it, and lets the hints of it be worked off: the one that is delayed too. */
async function ask(route: typeof startImport | typeof undoImport, importId: string) {
  const { etag } = await read(importId)
  ok(await api(route, { params: { importId }, ifMatch: etag }))
  await stack.runUntil(addMinutes(stack.clock.now(), 2))
  return read(importId)
}

const files = ['staff', 'customers', 'vehicles', 'policies'] as const
const content = () => {
  const directory = smallDealer()
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, `${file}.csv`))]))
}
const known = async () =>
  (await store.guards.idsBehind(dealerId, 'customer-number', ['C1', 'C2', 'C3', 'C4'])).size

describe('an export that is handed in over HTTP', () => {
  let first: string
  let second: string

  it('is tried first: everything is told, nothing written', async () => {
    first = await uploaded(content(), true)
    const run = await ask(startImport, first)
    expect(run).toMatchObject({ status: 'checked', allowed: ['start', 'cancel'] })
    expect(run.files.map(({ file, created, refused }) => [file, created, refused])).toEqual([
      ['staff', 2, 0],
      ['customers', 3, 1],
      ['vehicles', 3, 1],
      ['policies', 3, 0],
    ])
    expect(await known()).toBe(0)
  })

  it('is then imported, with the same outcome', async () => {
    const tried = await read(first)
    const run = await ask(startImport, first)
    expect(run).toMatchObject({ status: 'done', dryRun: false, allowed: ['undo'] })
    expect(run.files).toEqual(tried.files)
    expect(await known()).toBe(3)
  })

  it('gives its refused rows back as files, which are taken once what was wrong is corrected', async () => {
    const report = async (file: ImportFile) =>
      ok(await api(downloadImportReport, { params: { importId: first }, query: { file } })).body
    const [customers, vehicles] = [await report('customers'), await report('vehicles')]
    expect(customers.split('\r\n')).toHaveLength(3)
    second = await uploaded({ customers: customers.replace('1380013,', '13800000004,'), vehicles })
    const run = await ask(startImport, second)
    expect(run.files).toMatchObject([
      { file: 'customers', created: 1, refused: 0 },
      { file: 'vehicles', created: 1, refused: 0 },
    ])
    expect(await known()).toBe(4)
  })

  it('is taken back, and so is what was corrected, until nothing is left', async () => {
    expect(await ask(undoImport, first)).toMatchObject({ status: 'undone', undo: { phase: 'done' } })
    expect(await known()).toBe(1)
    expect(await ask(undoImport, second)).toMatchObject({ status: 'undone' })
    expect(await known()).toBe(0)
    expect(await store.staff.ofDealer(dealerId)).toEqual([])
    expect(stack.failures).toEqual([])
    expect(stack.outbox.all()).toEqual([])
  })

  it('leaves nothing personal in any log', () => {
    const printed = stack.logs.lines().join('\n')
    expect(printed).toContain('UNDO_COMPLETED')
    for (const secret of [...personalData, '赵敏', '1380013']) expect(printed).not.toContain(secret)
  })
})
