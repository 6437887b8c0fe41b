import type { Dealer } from '../../shared/domain/dealer.ts'
import type { FileResult, ImportFile } from '../../shared/domain/import-run.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { fileKeys } from '../../shared/store/files.ts'
import { applyChunk, type NumberedRow, type TableApplier } from './apply-chunk.ts'
import { applyCustomers } from './apply-customers.ts'
import { applyOrders } from './apply-orders.ts'
import { applyPartsOrders } from './apply-parts-orders.ts'
import { applyPolicies } from './apply-policies.ts'
import { applyStaff } from './apply-staff.ts'
import { applyVehicles } from './apply-vehicles.ts'
import { readRows } from './read-rows.ts'
import { refusal, warning, type Refusal, type Warning } from './refusals.ts'
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
    return applyRows(
      'customers',
      applyCustomers(await consentedIn(run, dependencies)),
      bytes,
      run,
      dependencies,
    )
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
async function consentedIn(
  { dealer, importId, stamp }: FileRun,
  { files }: ImportDependencies,
): Promise<SeenRows> {
  const consented = new SeenRows()
  const opened = await files.open(fileKeys.import(dealer.dealerId, importId, 'customers'))
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
/** Refused rows in one page of the report. */
const MOST_IN_PAGE = 1_000
/** A chunk and a checkpoint take far less; then the function ends on its own. */
const TIME_TO_STOP_MS = 60_000

/** Reads one file and writes its rows chunk by chunk; ends early when the function's time is nearly over. */
async function applyRows<Name extends ImportFile>(
  file: Name,
  applier: TableApplier<Rows[Name]>,
  bytes: AsyncIterable<Uint8Array>,
  { dealer, importId, stamp, from, before, save }: FileRun,
  { store, files, remaining }: ImportDependencies,
): Promise<'done' | 'out-of-time'> {
  const { dealerId } = dealer
  const counts = new Counts(before)
  let bytesRead = 0
  let line = from
  let rows = 0
  let chunk: NumberedRow<Rows[Name]>[] = []
  let report: (Refusal | Warning)[] = []
  let headerOf = (field: string) => field

  const flush = async () => {
    if (chunk.length === 0) return
    const done = await applyChunk(applier, chunk, { store, dealer, stamp })
    counts.changed += done.changed
    counts.accepted += chunk.length - done.refused.length
    for (const { line: at, field, code } of done.refused) {
      report.push(refusal(code, { line: at, field: headerOf(field) }))
      counts.refuse(code)
    }
    for (const { line: at, field, code } of done.warned ?? []) {
      report.push(warning(code, { line: at, field: headerOf(field) }))
    }
    chunk = []
  }
  const checkpoint = async () => {
    await flush()
    for (let start = 0; start < report.length; start += MOST_IN_PAGE) {
      const page = report.slice(start, start + MOST_IN_PAGE)
      counts.refusedPages += 1
      const key = fileKeys.refusedRows(dealerId, importId, file, counts.refusedPages)
      await files.write(key, page.map((each) => `${JSON.stringify(each)}\n`).join(''), 'application/x-ndjson')
    }
    report = []
    await save({ line, result: counts.result(), bytesRead, safe: true })
  }

  const items = readRows(file, bytes, dateIn(stamp.at, dealer.zone), {
    onBytes: (total) => {
      bytesRead = total
    },
    onEncoding: (encoding) => {
      counts.encoding = encoding
    },
    onHeader: ({ names }) => {
      headerOf = (field) => names.get(field) ?? field
    },
  })
  for await (const item of items) {
    const at = item.kind === 'row' ? item.line : item.refusal.line
    if (at <= from) continue
    if (item.kind === 'row') {
      chunk.push({ line: item.line, values: item.values })
      report.push(...item.warnings)
    } else {
      report.push(item.refusal)
      counts.refuse(item.refusal.code)
    }
    line = at
    rows += 1
    if (chunk.length === applier.chunkSize) await flush()
    if (rows % ROWS_TO_CHECKPOINT === 0 || report.length >= MOST_IN_PAGE) await checkpoint()
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
  refusedPages: number
  encoding: string | undefined
  readonly #rejected: Map<string, number>

  constructor(before: FileResult) {
    this.accepted = before.accepted
    this.changed = before.changed
    this.refusedPages = before.refusedPages
    this.encoding = before.encoding
    this.#rejected = new Map(Object.entries(before.rejected))
  }

  refuse(code: string): void {
    this.#rejected.set(code, (this.#rejected.get(code) ?? 0) + 1)
  }

  result(): FileResult {
    const { accepted, changed, refusedPages, encoding } = this
    const rejected = Object.fromEntries([...this.#rejected].sort())
    return { present: true, accepted, changed, refusedPages, encoding, rejected }
  }
}
