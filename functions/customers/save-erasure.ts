import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import {
  erasureSteps,
  isErased,
  mobilesOf,
  type Customer,
  type ErasedCustomer,
  type ErasureStep,
} from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { asWritten, saysTheSame } from '../../shared/store/record-kind.ts'
import { MOST_WRITES, type Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { asDealtWith } from './as-dealt-with.ts'
import { numberWrites } from './erase-numbers.ts'
import { stepsOfErasure, type Steps } from './erasure-steps.ts'
import type { CustomerRecords } from '../../shared/store/customer-records.ts'

export interface ErasureRequest {
  readonly store: CustomerRecords
  readonly dealerId: string
  readonly stamp: Stamp
}

/** How far an erasure has come. */
export interface Erasure {
  readonly record: ErasedCustomer
  /** Records that this request erased, by step. */
  readonly erased: Readonly<Partial<Record<ErasureStep, number>>>
  /** Messages that are on their way at this moment: once they have arrived the same request erases them. */
  readonly beingSent: number
}

/** Transactions of one request: at 50 ms each it ends long before the gateway hangs up. */
const MOST_PARTS = 40
/** The person's record, and who began or ended it. */
const RECORD_WRITES = 2

/**
 * Erases a person: the record at once, so that from then on nobody is written to, and then everything else that the
 * department holds, part by part. The record says how far it has come: whoever asks again goes on from there, and of
 * somebody who is erased it looks once more for what came later.
 * @throws NotFound, Stale, Refused `customer-merged`, Contested
 */
export async function eraseCustomer(
  request: ErasureRequest,
  { customerId, version }: { readonly customerId: string; readonly version: number },
): Promise<Erasure> {
  const { store, dealerId } = request
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new NotFound()
  const steps = stepsOfErasure()
  let erasure: Erasure = { record: await begun(request, customerId, version), erased: {}, beingSent: 0 }
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const { step, erased, record, beingSent, more } = await nextPart(request, dealer, steps, erasure.record)
    const counts = step === undefined ? {} : { [step]: (erasure.erased[step] ?? 0) + erased }
    erasure = { record, erased: { ...erasure.erased, ...counts }, beingSent }
    if (!more) break
  }
  return erasure
}

/** The record from whose first writing on there is nobody to write to. */
async function begun(
  { store, dealerId, stamp }: ErasureRequest,
  customerId: string,
  version: number,
): Promise<ErasedCustomer> {
  const { begun: record } = await untilCommitted(store, async () => {
    const known = await store.customers.recordById(dealerId, customerId)
    if (isErased(known)) return { begun: asSeen(known, version), writes: [] }
    const customer = asSeen(asDealtWith(known), version)
    const erasing = erasingOf(customer, stamp)
    const person = new Set([customerId, ...erasing.duplicates])
    return {
      begun: asWritten(undefined, erasing, stamp),
      writes: [
        customerRecord.put(erasing, stamp),
        auditRecord.put(entryOf(erasing, 'erasure-begun', stamp), stamp),
        ...(await numberWrites(store, customer, person, stamp)),
      ],
    }
  })
  return record
}

function erasingOf(customer: Customer, stamp: Stamp): ErasedCustomer {
  const { dealerId, customerId, version, createdAt, createdBy, updatedAt, updatedBy } = customer
  return {
    ...{ dealerId, customerId, version, createdAt, createdBy, updatedAt, updatedBy },
    ...{ state: 'erasing', begunAt: stamp.at, begunBy: stamp.by, step: erasureSteps[0] },
    mobiles: mobilesOf(customer),
    duplicates: customer.mergedFrom.map((each) => each.customerId),
  }
}

interface WrittenPart {
  readonly record: ErasedCustomer
  /** Whose part it was; undefined: nothing was left. */
  readonly step: ErasureStep | undefined
  readonly erased: number
  readonly beingSent: number
  readonly more: boolean
}

async function nextPart(
  { store, dealerId, stamp }: ErasureRequest,
  dealer: Dealer,
  steps: Steps,
  { customerId }: ErasedCustomer,
): Promise<WrittenPart> {
  const { part } = await untilCommitted(store, async () => {
    const known = await store.customers.recordById(dealerId, customerId)
    if (!isErased(known)) throw new NotFound()
    const room = MOST_WRITES - RECORD_WRITES
    for (const step of erasureSteps.slice(erasureSteps.indexOf(known.step ?? erasureSteps[0]))) {
      const {
        writes,
        erased,
        beingSent = 0,
        mobiles = [],
      } = await steps[step]({
        ...{ store, dealer, stamp, room },
        record: known,
      })
      if (writes.length === 0 && beingSent === 0) continue
      const all = [...new Set([...(known.mobiles ?? []), ...mobiles])]
      const after: ErasedCustomer = { ...known, step, ...(known.state === 'erasing' ? { mobiles: all } : {}) }
      return written(known, after, writes, stamp, { step, erased, beingSent, more: writes.length > 0 })
    }
    const { step: _, mobiles: __, ...rest } = known
    const ended: ErasedCustomer = { ...rest, state: 'erased', erasedAt: known.erasedAt ?? stamp.at }
    const note = known.state === 'erasing' ? [auditRecord.put(entryOf(ended, 'erased', stamp), stamp)] : []
    return written(known, ended, note, stamp, { step: undefined, erased: 0, beingSent: 0, more: false })
  })
  return part
}

function written(
  before: ErasedCustomer,
  after: ErasedCustomer,
  writes: readonly Write[],
  stamp: Stamp,
  part: Omit<WrittenPart, 'record'>,
): { part: WrittenPart; writes: Write[] } {
  // Written with every part, so that of two who erase at once each sees what the other has done.
  if (writes.length === 0 && saysTheSame(before, after))
    return { part: { ...part, record: before }, writes: [] }
  return {
    part: { ...part, record: asWritten(undefined, after, stamp) },
    writes: [customerRecord.put(after, stamp), ...writes],
  }
}

/** Who began or ended it, and when: nothing of what was erased. */
function entryOf(
  { dealerId, customerId, version }: ErasedCustomer,
  action: string,
  stamp: Stamp,
): AuditEntry {
  return {
    ...unwritten(stamp),
    dealerId,
    recordKind: customerRecord.entity,
    recordId: customerId,
    entryId: `${stamp.at}#${String(version)}#${stamp.by}`,
    action,
  }
}
