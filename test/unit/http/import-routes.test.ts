import { beforeEach, describe, expect, it } from 'vitest'
import { runImport } from '../../../functions/imports/run-import.ts'
import type { ImportFile } from '../../../shared/domain/import-run.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import {
  cancelImport,
  createImport,
  downloadImportReport,
  listImportChanges,
  listImports,
  listUploads,
  readImport,
  readImportReport,
  startImport,
  undoImport,
} from '../../../shared/http/routes/imports.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import type { Account } from '../../support/api-client.ts'
import { dealerOf, local, stampAt } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { clerk, specialist, startApi } from './fixture.ts'

const now = local('2026-11-23 10:00')
const elsewhere: Account = { ...clerk, dealerId: 'D002', sub: 'account-x' }
const header = '客户编号,姓名,手机'
const good = `${header}\nC1,王芳,13800138001\nC2,李强,13800138002\n`

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi()
  await save(api.store, ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })))
})

async function opened(
  files: ImportFile[] = ['customers'],
  more: { dryRun?: boolean; account?: Account } = {},
) {
  const { account = clerk, ...body } = more
  const reply = await api.as(account)(createImport, { body: { files, ...body } })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.body
}
const upload = (importId: string, file: string, text: string, dealerId = 'D001') =>
  api.files.stored.set(fileKeys.import(dealerId, importId, file), Buffer.from(text))
const start = (importId: string, ifMatch = '"1"', idempotencyKey?: string) =>
  api.as(clerk)(startImport, { params: { importId }, ifMatch, ...(idempotencyKey && { idempotencyKey }) })
const read = async (importId: string, account = clerk) => {
  const reply = await api.as(account)(readImport, { params: { importId } })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.body
}
/** Lets the importer have what is queued; the messages of a start are each a message of their own. */
async function work(): Promise<string[]> {
  const ends: string[] = []
  for (const [index, { body }] of api.queue.sent.splice(0).entries()) {
    const hint = {
      ...(body as { dealerId: string; importId: string }),
      messageId: `message-${String(index)}`,
    }
    ends.push(
      await runImport(hint, {
        table: api.table,
        files: api.files,
        clock: { now: () => now },
        log: api.log,
        remaining: () => 600_000,
      }),
    )
  }
  return ends
}
async function imported(text = good, file: ImportFile = 'customers', dryRun = false): Promise<string> {
  const { importId } = (await opened([file], { dryRun })).import
  upload(importId, file, text)
  expect(await start(importId)).toMatchObject({ ok: true })
  await work()
  return importId
}

describe('POST /imports', () => {
  it('opens an import and says where each announced file is uploaded: its own key, for an hour', async () => {
    const { import: run, uploads } = await opened(['customers', 'orders'], { dryRun: true })
    expect(run).toMatchObject({
      status: 'open',
      dryRun: true,
      etag: '"1"',
      allowed: ['start', 'cancel'],
      createdBy: 'account-c1',
      files: [
        { file: 'customers', state: 'announced', accepted: 0 },
        { file: 'orders', state: 'announced' },
      ],
    })
    expect(uploads.map(({ file, fields, expiresAt }) => [file, fields['key'], expiresAt])).toEqual([
      ['customers', `imports/D001/${run.importId}/customers.csv`, addMinutes(now, 60)],
      ['orders', `imports/D001/${run.importId}/orders.csv`, addMinutes(now, 60)],
    ])
    expect(await read(run.importId)).toEqual(run)
  })

  it('under one key opens one import, and answers the same', async () => {
    const again = () =>
      api.as(clerk)(createImport, { body: { files: ['staff'] }, idempotencyKey: 'key-of-one-import' })
    const first = await again()
    expect(await again()).toEqual(first)
    expect(first).toMatchObject({ status: 201, etag: '"1"' })
    expect(api.table.all().filter(({ entity }) => entity === 'Import')).toHaveLength(1)
  })

  it.each([
    [{ files: [] }, 'body.files', 'too-small'],
    [{ files: ['customers', 'customers'] }, 'body.files', 'invalid'],
    [{ files: ['invoices'] }, 'body.files.0', 'not-a-choice'],
    [{ files: ['staff'], note: 'x'.repeat(201) }, 'body.note', 'too-large'],
  ])('refuses %j', async (body, path, reason) => {
    expect(await api.as(clerk)(createImport, { body: body as never })).toMatchObject({
      status: 422,
      problem: { errors: [{ path, reason }] },
    })
  })

  it('is not for those whose work it is not', async () => {
    expect((await api.as(specialist)(createImport, { body: { files: ['staff'] } })).status).toBe(403)
  })
})

describe('GET /imports/{importId}/uploads', () => {
  it('says the places anew as long as the import is open', async () => {
    const { import: run, uploads } = await opened()
    api.moveTo(addMinutes(now, 90))
    const { importId } = run
    const reply = await api.as(clerk)(listUploads, { params: { importId } })
    expect(reply).toMatchObject({
      ok: true,
      body: { uploads: [{ fields: { key: uploads[0]!.fields['key'] }, expiresAt: addMinutes(now, 150) }] },
    })
    await api.as(clerk)(cancelImport, { params: { importId }, ifMatch: '"1"' })
    expect(await api.as(clerk)(listUploads, { params: { importId } })).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: [] },
    })
  })
})

describe('POST /imports/{importId}/start', () => {
  it('has the files read, and tells rows, reasons and who did it', async () => {
    const { importId } = (await opened()).import
    upload(importId, 'customers', `${good}C3,赵六,123\nC1,王芳,13800138001\n`)
    expect(await start(importId)).toMatchObject({
      ok: true,
      status: 202,
      etag: '"2"',
      body: { status: 'started', allowed: [], files: [{ state: 'arrived', bytes: 107 }] },
    })
    expect(await work()).toEqual(['done', 'done'])
    expect(await read(importId)).toMatchObject({
      status: 'done',
      startedBy: 'account-c1',
      startedAt: now,
      endedAt: now,
      files: [
        {
          file: 'customers',
          state: 'read',
          encoding: 'utf-8',
          accepted: 2,
          created: 2,
          changed: 0,
          unchanged: 0,
          refused: 2,
          reasons: [
            { code: 'duplicate-row', rows: 1, zh: expect.stringMatching(/^与前面某行完全相同/) as unknown },
            { code: 'phone-invalid', rows: 1, en: expect.stringContaining('mobile') as unknown },
          ],
        },
      ],
    })
    expect(api.table.all().filter(({ entity }) => entity === 'Customer')).toHaveLength(2)
    const audits = await api.store.audit.of('D001', 'Import', importId)
    expect(audits.map(({ action, createdBy }) => [action, createdBy])).toEqual([
      ['created', 'account-c1'],
      ['started', 'account-c1'],
    ])
  })

  it('counts what is new, what changes and what was known', async () => {
    await imported()
    const second = await imported(
      `${header}\nC1,王芳,13800138001\nC2,李强强,13800138002\nC9,新,13800138009\n`,
    )
    expect((await read(second)).files[0]).toMatchObject({ accepted: 3, created: 1, changed: 1, unchanged: 1 })
  })

  it('queues a hint before anything is recorded and one after, of which one does the work', async () => {
    const { importId } = (await opened()).import
    upload(importId, 'customers', good)
    let queuedBefore = -1
    api.table.onCommit = () => {
      queuedBefore = api.queue.sent.length
      api.table.onCommit = undefined
      return undefined
    }
    await start(importId)
    expect(queuedBefore).toBe(1)
    expect(api.queue.sent).toEqual([
      { body: { dealerId: 'D001', importId }, delaySeconds: 60 },
      { body: { dealerId: 'D001', importId } },
    ])
    await work()
    expect(api.log.lines.filter(({ code }) => code === 'IMPORT_STARTED')).toHaveLength(1)
    expect(api.log.lines.filter(({ code }) => code === 'IMPORT_NOT_NEEDED')).toHaveLength(1)
  })

  it('records nothing when the queue takes nothing, and the same request may come again', async () => {
    const { importId } = (await opened()).import
    upload(importId, 'customers', good)
    api.queue.refuses = true
    expect((await start(importId, '"1"', 'key-of-one-start')).status).toBe(500)
    expect(await read(importId)).toMatchObject({ status: 'open', etag: '"1"' })
    api.queue.refuses = false
    expect((await start(importId, '"1"', 'key-of-one-start')).status).toBe(202)
  })

  it('that dies after the record is still read: the delayed hint finds it started', async () => {
    const { importId } = (await opened()).import
    upload(importId, 'customers', good)
    await start(importId)
    api.queue.sent.splice(1)
    await work()
    expect(await read(importId)).toMatchObject({ status: 'done' })
  })

  it('a hint alone starts nothing', async () => {
    const { importId } = (await opened()).import
    upload(importId, 'customers', good)
    await api.queue.send([{ body: { dealerId: 'D001', importId } }])
    expect(await work()).toEqual(['done'])
    expect(await read(importId)).toMatchObject({ status: 'open' })
    expect(api.table.all().filter(({ entity }) => entity === 'Customer')).toEqual([])
  })

  it('is refused while an announced file is missing, and names it', async () => {
    const { importId } = (await opened(['customers', 'vehicles'])).import
    upload(importId, 'customers', good)
    expect(await start(importId)).toMatchObject({
      status: 409,
      problem: { code: 'files-missing', missing: ['vehicles'] },
    })
    expect(api.queue.sent).toEqual([])
  })

  it('is refused while another import of the dealer changes records, and not for another dealer', async () => {
    const first = (await opened()).import.importId
    const second = (await opened()).import.importId
    const theirs = (await opened(['customers'], { account: elsewhere })).import.importId
    for (const id of [first, second]) upload(id, 'customers', good)
    upload(theirs, 'customers', good, 'D002')
    expect((await start(first)).status).toBe(202)
    expect(await start(second)).toMatchObject({
      status: 409,
      problem: { code: 'import-under-way', existing: first },
    })
    expect(
      (await api.as(elsewhere)(startImport, { params: { importId: theirs }, ifMatch: '"1"' })).status,
    ).toBe(202)
    await work()
    expect((await start(second)).status).toBe(202)
  })

  it('holds the dealer’s messages from that moment on', async () => {
    const { importId } = (await opened()).import
    upload(importId, 'customers', good)
    await start(importId)
    expect((await api.store.dealers.byId('D001'))?.importing).toEqual([
      { importId, until: addMinutes(now, 30) },
    ])
    await work()
    expect((await api.store.dealers.byId('D001'))?.importing).toBeUndefined()
  })

  it('reads no file that was replaced after it', async () => {
    const { importId } = (await opened()).import
    upload(importId, 'customers', good)
    await start(importId)
    upload(importId, 'customers', `${header}\nX1,别人,13800138009\n`)
    await work()
    expect(await read(importId)).toMatchObject({
      status: 'failed',
      files: [{ state: 'unreadable', accepted: 0, problem: { code: 'replaced' } }],
    })
    expect(api.table.all().filter(({ entity }) => entity === 'Customer')).toEqual([])
  })

  it('happens once: a version that is gone is refused, and so is what has begun', async () => {
    const { importId } = (await opened()).import
    upload(importId, 'customers', good)
    expect((await api.as(clerk)(startImport, { params: { importId } })).status).toBe(428)
    const first = await start(importId, '"1"', 'key-of-one-start')
    expect(await start(importId, '"1"', 'key-of-one-start')).toEqual(first)
    expect(await start(importId)).toMatchObject({ status: 412, etag: '"2"' })
    expect(await start(importId, '"2"')).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: [] },
    })
    expect(api.queue.sent).toHaveLength(2)
  })
})

describe('a dry run', () => {
  it('writes nothing, says what would be, and is followed by the real one of the same files', async () => {
    const importId = await imported(`${good}C3,赵六,123\n`, 'customers', true)
    const dry = await read(importId)
    expect(dry).toMatchObject({
      status: 'checked',
      dryRun: true,
      allowed: ['start', 'cancel'],
      files: [{ accepted: 2, created: 2, refused: 1 }],
    })
    expect(api.table.all().filter(({ entity }) => ['Customer', 'Guard'].includes(String(entity)))).toEqual([])
    expect((await start(importId, dry.etag)).status).toBe(202)
    await work()
    const real = await read(importId)
    expect(real).toMatchObject({ status: 'done', dryRun: false })
    expect(real.files).toEqual(dry.files)
    expect(api.table.all().filter(({ entity }) => entity === 'Customer')).toHaveLength(2)
  })
})

describe('POST /imports/{importId}/undo', () => {
  const undo = (importId: string, ifMatch: string, account = clerk, idempotencyKey?: string) =>
    api.as(account)(undoImport, { params: { importId }, ifMatch, ...(idempotencyKey && { idempotencyKey }) })
  const customers = () => api.table.all().filter(({ entity }) => entity === 'Customer')

  it('takes an import back, and tells who asked for it', async () => {
    const importId = await imported()
    const run = await read(importId)
    expect(run).toMatchObject({ allowed: ['undo'], undoUntil: addMinutes(now, 7 * 24 * 60) })
    const first = await undo(importId, run.etag, clerk, 'key-of-one-undo')
    expect(first).toMatchObject({
      status: 202,
      body: { status: 'undoing', allowed: [], undo: { phase: 'checking', askedBy: 'account-c1' } },
    })
    expect(await undo(importId, run.etag, clerk, 'key-of-one-undo')).toEqual(first)
    expect(api.queue.sent).toHaveLength(2)
    expect(customers()).toHaveLength(2)
    expect(await work()).toEqual(['done', 'done'])
    expect(await read(importId)).toMatchObject({ status: 'undone', allowed: [], undo: { phase: 'done' } })
    expect(customers()).toEqual([])
    const audits = await api.store.audit.of('D001', 'Import', importId)
    expect(audits.map(({ action }) => action)).toEqual(['created', 'started', 'undo-asked'])
  })

  it('says why not, and leaves everything as it is, when something was changed since', async () => {
    const importId = await imported()
    await imported(`${header}\nC1,王小芳,13800138001\n`)
    await undo(importId, (await read(importId)).etag)
    await work()
    const run = await read(importId)
    expect(run).toMatchObject({
      status: 'done',
      allowed: ['undo'],
      undo: {
        phase: 'refused',
        reason: { code: 'changed-since', zh: expect.stringMatching(/不予撤销/) as unknown },
        changed: { count: 1, kinds: { customer: 1 } },
      },
    })
    expect(customers()).toHaveLength(2)
  })

  it('is refused once its time is over, and so is offered no longer', async () => {
    const importId = await imported()
    api.moveTo(addMinutes(now, 7 * 24 * 60))
    const run = await read(importId)
    expect(run.allowed).toEqual([])
    expect(await undo(importId, run.etag)).toMatchObject({ status: 409, problem: { code: 'undo-too-late' } })
    expect(api.queue.sent).toEqual([])
  })

  it('is offered for as long as the dealer has set', async () => {
    await save(
      api.store,
      dealerRecord.put({ ...dealerOf({ imports: { undoDays: 1 } }), version: 1 }, stampAt(now)),
    )
    expect(await read(await imported())).toMatchObject({ undoUntil: addMinutes(now, 24 * 60) })
  })

  it('is refused while another import changes records, and of what has not ended', async () => {
    const importId = await imported()
    const other = (await opened()).import.importId
    expect(await undo(other, '"1"')).toMatchObject({ status: 409, problem: { code: 'transition-refused' } })
    upload(other, 'customers', good)
    await start(other)
    expect(await undo(importId, (await read(importId)).etag)).toMatchObject({
      status: 409,
      problem: { code: 'import-under-way', existing: other },
    })
    await work()
    expect((await undo(importId, (await read(importId)).etag)).status).toBe(202)
  })

  it('is not there for another dealer, nor for those whose work it is not', async () => {
    const importId = await imported()
    expect((await undo(importId, '"1"', elsewhere)).status).toBe(404)
    expect((await undo(importId, '"1"', specialist)).status).toBe(403)
  })
})

describe('POST /imports/{importId}/cancel', () => {
  it('gives up what was not started, and nothing can be done with it any more', async () => {
    const { importId } = (await opened()).import
    const cancel = (ifMatch: string) => api.as(clerk)(cancelImport, { params: { importId }, ifMatch })
    expect(await cancel('"1"')).toMatchObject({
      ok: true,
      body: { status: 'cancelled', allowed: [], endedAt: now },
    })
    upload(importId, 'customers', good)
    expect((await start(importId, '"2"')).status).toBe(409)
    expect((await cancel('"2"')).status).toBe(409)
  })
})

describe('GET /imports', () => {
  it.each([1, 2, 3, 10])('lists them all, the newest first, in pages of %i', async (limit) => {
    const made: string[] = []
    for (let minute = 0; minute < 5; minute += 1) {
      api.moveTo(addMinutes(now, minute))
      made.unshift((await opened()).import.importId)
    }
    await opened(['staff'], { account: elsewhere })
    const listed: string[] = []
    let cursor: string | undefined
    do {
      const reply = await api.as(clerk)(listImports, { query: { limit, ...(cursor && { cursor }) } })
      if (!reply.ok) throw new Error(reply.problem.code)
      listed.push(...reply.body.items.map(({ importId }) => importId))
      cursor = reply.body.next
    } while (cursor !== undefined)
    expect(listed).toEqual(made)
  })
})

describe('GET /imports/{importId}/changes', () => {
  it('tells who opened, started and took back an import, newest first', async () => {
    const importId = await imported()
    const { etag } = await read(importId)
    await api.as(clerk)(undoImport, { params: { importId }, ifMatch: etag })
    const reply = await api.as(clerk)(listImportChanges, { params: { importId } })
    const said = reply.ok ? reply.body.items.map(({ action, by }) => [action, by]) : []
    expect(said).toEqual([
      ['undo-asked', 'account-c1'],
      ['started', 'account-c1'],
      ['created', 'account-c1'],
    ])
  })

  it('is not for those whose work it is not', async () => {
    const { importId } = (await opened()).import
    const reply = await api.as(specialist)(listImportChanges, { params: { importId } })
    expect(reply.status).toBe(403)
  })
})

describe('GET /imports/{importId}/report', () => {
  const rows = Array.from(
    { length: 5 },
    (_, index) => `C${String(index)},客户${String(index)},12${String(index)}`,
  )

  it.each([1, 2, 3, 10])(
    'tells each refused row once, in the order of the file, in pages of %i',
    async (limit) => {
      const importId = await imported(`${header}\n${rows.join('\n')}\n`)
      const lines: number[] = []
      let cursor: string | undefined
      do {
        const query = { file: 'customers' as const, limit, ...(cursor && { cursor }) }
        const reply = await api.as(clerk)(readImportReport, { params: { importId }, query })
        if (!reply.ok) throw new Error(reply.problem.code)
        lines.push(...reply.body.items.map(({ line }) => line))
        expect(reply.body.items[0]).toMatchObject({ kind: 'refused', code: 'phone-invalid', field: '手机' })
        cursor = reply.body.next
      } while (cursor !== undefined)
      expect(lines).toEqual([2, 3, 4, 5, 6])
    },
  )

  it('refuses a cursor of another file or import, and one that somebody made up', async () => {
    const importId = await imported(`${header}\n${rows.join('\n')}\n`)
    const page = await api.as(clerk)(readImportReport, {
      params: { importId },
      query: { file: 'customers', limit: 1 },
    })
    const cursor = (page.ok && page.body.next) || ''
    for (const query of [
      { file: 'orders', cursor },
      { file: 'customers', cursor: 'made-up' },
    ] as const) {
      expect(await api.as(clerk)(readImportReport, { params: { importId }, query })).toMatchObject({
        status: 400,
        problem: { code: 'cursor-invalid' },
      })
    }
  })

  it('of an import that has none is empty', async () => {
    const importId = await imported()
    const reply = await api.as(clerk)(readImportReport, {
      params: { importId },
      query: { file: 'customers' },
    })
    expect(reply).toMatchObject({ ok: true, body: { items: [] } })
  })
})

describe('GET /imports/{importId}/report.csv', () => {
  it('is a file for Excel, named after the import, of the refused rows alone', async () => {
    const importId = await imported(`${good}C3,赵六,123\n`)
    const reply = await api.as(clerk)(downloadImportReport, {
      params: { importId },
      query: { file: 'customers' },
    })
    expect(reply.ok && reply.body).toBe(
      '\uFEFF客户编号,姓名,手机,拒收行号,拒收列,拒收原因\r\n' +
        'C3,赵六,123,4,手机,手机号为空或不是有效的 11 位手机号：请向客户核实后改正\r\n',
    )
  })
})

describe('an import of another dealer', () => {
  it('is not there, whatever is asked of it', async () => {
    const importId = await imported(`${good}C3,赵六,123\n`)
    const mine = api.as(elsewhere)
    const params = { importId }
    const query = { file: 'customers' as const }
    const replies = await Promise.all([
      mine(readImport, { params }),
      mine(listUploads, { params }),
      mine(startImport, { params, ifMatch: '"1"' }),
      mine(cancelImport, { params, ifMatch: '"1"' }),
      mine(readImportReport, { params, query }),
      mine(downloadImportReport, { params, query }),
      mine(listImportChanges, { params }),
    ])
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([404]))
    const list = await mine(listImports)
    expect(list.ok && list.body.items).toEqual([])
  })

  it('gets nothing from a cursor of ours', async () => {
    await opened()
    await opened()
    const page = await api.as(clerk)(listImports, { query: { limit: 1 } })
    const cursor = (page.ok && page.body.next) || ''
    expect((await api.as(elsewhere)(listImports, { query: { cursor } })).status).toBe(400)
  })
})
