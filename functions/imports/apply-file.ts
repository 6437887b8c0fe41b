import type { Dealer } from '../../shared/domain/dealer.ts'
import type { FileResult, ImportFile } from '../../shared/domain/import-run.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import type { ImportStore } from './import-store.ts'
import { applyChunk, type NumberedRow, type TableApplier } from './apply-chunk.ts'
import { applyCustomers } from './apply-customers.ts'
import { applyOrders } from './apply-orders.ts'
import { applyPartsOrders } from './apply-parts-orders.ts'
import { applyPolicies } from './apply-policies.ts'
import { applyStaff } from './apply-staff.ts'
import { applyVehicles } from './apply-vehicles.ts'
import { readRows } from './read-rows.ts'
import { refusal, warning } from './refusals.ts'
import { refusedLine, warningLine } from './report-line.ts'
import { ReportPages } from './report-pages.ts'
import type { ImportDependencies } from './run-import.ts'
import { SeenRows } from './seen-rows.ts'
import type { Rows } from './tables.ts'

type ApplyFile = (
  bytes: AsyncIterable<Uint8Array>,
  run: FileRun,
  dependencies: ImportDependencies,
) => Promise<'done' | 'out-of-time'>

/** How each file of an export is read and written. */
export const applyFile: Readonly<Record<ImportFile, ApplyFile>> = {
  staff: applying('staff', applyStaff),
  async customers(bytes, run, dependencies) {
    return applyRows('customers', applyCustomers(await consentedIn(run)), bytes, run, dependencies)
  },
  vehicles: applying('vehicles', applyVehicles),
  orders: applying('orders', applyOrders),
  policies: applying('policies', applyPolicies),
  parts_orders: applying('parts_orders', applyPartsOrders),
}

function applying<Name extends ImportFile>(file: Name, applier: TableApplier<Rows[Name]>): ApplyFile {
  return (bytes, run, dependencies) => applyRows(file, applier, bytes, run, dependencies)
}

/** The numbers that the customers file says yes for, read ahead: a number's rows may stand far apart. */
async function consentedIn({ dealer, stamp, open }: FileRun): Promise<SeenRows> {
  const consented = new SeenRows()
  const opened = await open()
  if (opened === undefined) return consented
  for await (const item of readRows('customers', opened.bytes, dateIn(stamp.at, dealer.zone))) {
    if (item.kind === 'row' && item.values.smsConsent === 'yes')
      consented.add(item.values.mobile, '', item.line)
  }
  return consented
}

export interface FileProgress {
  readonly line: number
  readonly result: FileResult
  readonly bytesRead: number
  /** Everything up to `line` is written: a run that is cut off may go on from here. */
  readonly safe: boolean
}

export interface FileRun {
  readonly dealer: Dealer
  readonly importId: string
  /** Where the rows of a chunk go: the records, or what they would be. */
  readonly storeForChunk: () => ImportStore
  /** Begins to read the file once more. */
  readonly open: () => Promise<{ bytes: AsyncIterable<Uint8Array> } | undefined>
  readonly stamp: Stamp
  /** Rows up to this line are in already. */
  readonly from: number
  /** What an earlier run has counted of them. */
  readonly before: FileResult
  readonly save: (progress: FileProgress) => Promise<void>
}

/** Rows between two checkpoints: what a run that is cut off reads again. */
const ROWS_TO_CHECKPOINT = 10_000
/** Rows between two saves of the progress that people watch. */
const ROWS_TO_PROGRESS = 500
/** A chunk and a checkpoint take far less; then the function ends on its own. */
const TIME_TO_STOP_MS = 60_000

/** Reads one file and writes its rows chunk by chunk; ends early when the function's time is nearly over. */
async function applyRows<Name extends ImportFile>(
  file: Name,
  applier: TableApplier<Rows[Name]>,
  bytes: AsyncIterable<Uint8Array>,
  { storeForChunk, dealer, importId, stamp, from, before, save }: FileRun,
  { files, remaining }: Pick<ImportDependencies, 'files' | 'remaining'>,
): Promise<'done' | 'out-of-time'> {
  const { dealerId } = dealer
  const counts = new Counts(before)
  let bytesRead = 0
  let line = from
  let rows = 0
  let chunk: (NumberedRow<Rows[Name]> & { readonly cells: readonly string[] })[] = []
  const report = new ReportPages({ dealerId, importId, file }, files)
  let headerOf = (field: string) => field

  const flush = async () => {
    if (chunk.length === 0) return
    const done = await applyChunk(applier, chunk, { store: storeForChunk(), dealer, stamp })
    counts.changed += done.changed
    counts.created += done.created
    counts.accepted += chunk.length - done.refused.length
    const cellsAt = new Map(chunk.map(({ line: at, cells }) => [at, cells]))
    for (const { line: at, field, code } of done.refused) {
      report.add(refusedLine(refusal(code, { line: at, field: headerOf(field) }), cellsAt.get(at) ?? []))
      counts.refuse(code)
    }
    for (const { line: at, field, code } of done.warned ?? []) {
      report.add(warningLine(warning(code, { line: at, field: headerOf(field) })))
      counts.warned += 1
    }
    chunk = []
  }
  const checkpoint = async () => {
    await flush()
    counts.refusedPages = await report.write(counts.refusedPages)
    await save({ line, result: counts.result(), bytesRead, safe: true })
  }

  const items = readRows(file, bytes, dateIn(stamp.at, dealer.zone), {
    onBytes: (total) => {
      bytesRead = total
    },
    onEncoding: (encoding) => {
      counts.encoding = encoding
    },
    onHeader: ({ names, cells }) => {
      headerOf = (field) => names.get(field) ?? field
      report.under(cells)
    },
  })
  for await (const item of items) {
    const at = item.kind === 'row' ? item.line : item.refusal.line
    if (at <= from) continue
    if (item.kind === 'row') {
      chunk.push({ line: item.line, values: item.values, cells: item.cells })
      for (const each of item.warnings) report.add(warningLine(each))
      counts.warned += item.warnings.length
    } else {
      report.add(refusedLine(item.refusal, item.cells))
      counts.refuse(item.refusal.code)
    }
    line = at
    rows += 1
    if (chunk.length === applier.chunkSize) await flush()
    if (rows % ROWS_TO_CHECKPOINT === 0 || report.isFull) await checkpoint()
    else if (rows % ROWS_TO_PROGRESS === 0)
      await save({ line, result: counts.result(), bytesRead, safe: false })
    if (remaining() < TIME_TO_STOP_MS) {
      await checkpoint()
      return 'out-of-time'
    }
  }
  await checkpoint()
  return 'done'
}

class Counts {
  accepted: number
  changed: number
  created: number
  warned: number
  refusedPages: number
  encoding: string | undefined
  readonly #rejected: Map<string, number>

  constructor(before: FileResult) {
    this.accepted = before.accepted
    this.changed = before.changed
    this.created = before.created
    this.warned = before.warned
    this.refusedPages = before.refusedPages
    this.encoding = before.encoding
    this.#rejected = new Map(Object.entries(before.rejected))
  }

  refuse(code: string): void {
    this.#rejected.set(code, (this.#rejected.get(code) ?? 0) + 1)
  }

  result(): FileResult {
    const { accepted, changed, created, warned, refusedPages, encoding } = this
    const rejected = Object.fromEntries([...this.#rejected].sort())
    return { present: true, accepted, changed, created, warned, refusedPages, encoding, rejected }
  }
}
