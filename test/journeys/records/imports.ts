import { expect, it } from 'vitest'
import type { ImportFile } from '../../../shared/domain/import-run.ts'
import { findCustomers } from '../../../shared/http/routes/customers.ts'
import * as routes from '../../../shared/http/routes/imports.ts'
import { done, type Desk } from './desk.ts'
import { exported } from './export.ts'

interface Upload {
  readonly url: string
  readonly fields: Record<string, string>
  readonly file: ImportFile
}

/** The clerk hands in the books of the old system, by the forms that the API gives out. */
export function booksComeIn(desk: () => Desk): void {
  const clerk = () => desk().as('information_clerk')
  const files = Object.keys(exported) as (keyof typeof exported)[]
  let importId = ''

  it('the clerk uploads the books by the forms of a dry run, and is told which rows are refused', async () => {
    const { body } = await done(
      clerk()(routes.createImport, { body: { files, dryRun: true, note: '老系统导出' } }),
    )
    importId = body.import.importId
    const anew = await done(clerk()(routes.listUploads, { params: { importId } }))
    expect(anew.body.uploads.map(({ file }) => file)).toEqual(files)
    for (const upload of body.uploads) await send(upload)
    await started(body.import.etag)
    const judged = await done(clerk()(routes.readImport, { params: { importId } }))
    expect(judged.body).toMatchObject({ status: 'checked', allowed: ['start', 'cancel'] })
    expect(refusedIn(judged.body.files)).toEqual({ customers: 2, vehicles: 1 })
    expect(await desk().store.staff.ofDealer(desk().dealerId)).toEqual([])

    const report = await done(
      clerk()(routes.readImportReport, { params: { importId }, query: { file: 'customers' } }),
    )
    expect(report.body.items).toMatchObject([
      { kind: 'refused', line: 5, code: 'phone-invalid' },
      { kind: 'refused', line: 6, code: 'phone-invalid' },
    ])
    const csv = await done(
      clerk()(routes.downloadImportReport, { params: { importId }, query: { file: 'customers' } }),
    )
    expect(csv.body).toContain('赵敏')
    expect(csv.body).not.toContain('王伟')
  })

  it('the same import once more takes them for good, and nobody is told anything by it', async () => {
    const { etag = '' } = await done(clerk()(routes.readImport, { params: { importId } }))
    await started(etag)
    const { body } = await done(clerk()(routes.readImport, { params: { importId } }))
    expect(body).toMatchObject({
      status: 'done',
      files: [{ created: 6 }, { created: 3 }, { created: 3 }, { created: 1 }, { created: 4 }],
    })
    expect(desk().stack.outbox.all()).toEqual([])
    const staff = await desk().store.staff.ofDealer(desk().dealerId)
    for (const { role, staffId } of staff) desk().seat(role, staffId)
  })

  it('an import that was opened in error is given up, and the list tells both', async () => {
    const { body } = await done(clerk()(routes.createImport, { body: { files: ['orders'] } }))
    const { etag } = body.import
    const params = { importId: body.import.importId }
    await done(clerk()(routes.cancelImport, { params, ifMatch: etag }))
    expect(await clerk()(routes.startImport, { params, ifMatch: '"2"' })).toMatchObject({ status: 409 })
    const changes = await done(clerk()(routes.listImportChanges, { params }))
    expect(changes.body.items.map(({ action }) => action)).toEqual(['cancelled', 'created'])
    const list = await done(clerk()(routes.listImports))
    expect(list.body.items.map(({ status }) => status)).toEqual(['cancelled', 'done'])
  })

  it('what was read in error is taken back whole, as long as nobody has worked on it', async () => {
    const { body } = await done(clerk()(routes.createImport, { body: { files: ['customers'] } }))
    const params = { importId: body.import.importId }
    const text = `客户编号,姓名,手机\nC1,王伟,13800000001\nC7,周错误,13800000077\n`
    for (const upload of body.uploads) await send(upload, text)
    const started = await done(clerk()(routes.startImport, { params, ifMatch: body.import.etag }))
    await desk().stack.drained()
    const wrong = () => desk().as('service_advisor')(findCustomers, { query: { number: 'C7' } })
    expect((await done(wrong())).body.items).toMatchObject([{ name: '周错误' }])
    expect(await clerk()(routes.undoImport, { params, ifMatch: started.body.etag })).toMatchObject({
      status: 412,
    })
    const over = await done(clerk()(routes.readImport, { params }))
    await done(clerk()(routes.undoImport, { params, ifMatch: over.body.etag }))
    await desk().stack.drained()
    expect((await done(clerk()(routes.readImport, { params }))).body.status).toBe('undone')
    expect((await done(wrong())).body.items).toEqual([])
  })

  async function send({ url, fields, file }: Upload, text?: string) {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([text ?? exported[file as keyof typeof exported]]), `${file}.csv`)
    const answer = await fetch(url, { method: 'POST', body: form })
    expect(answer.status, await answer.text()).toBeLessThan(300)
  }

  async function started(ifMatch: string) {
    await done(clerk()(routes.startImport, { params: { importId }, ifMatch }))
    await desk().stack.drained()
  }
}

function refusedIn(files: readonly { file: string; refused: number }[]): Record<string, number> {
  return Object.fromEntries(files.flatMap(({ file, refused }) => (refused > 0 ? [[file, refused]] : [])))
}
