import { afterExport } from '../../shared/domain/consent.ts'
import { consentOn, unheardOf, withWord, type ContactPoint } from '../../shared/domain/contact-point.ts'
import {
  isErased,
  newCustomer,
  withMobile,
  type Customer,
  type CustomerFields,
  type CustomerRecord,
  type MergedCustomer,
} from '../../shared/domain/customer.ts'
import { newsOf } from '../../shared/domain/export-said.ts'
import { idFor } from '../../shared/domain/ids.ts'
import type { ContactPurpose } from '../../shared/domain/purpose.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { customerRecord, formerMobileWrites } from '../../shared/store/customers.ts'
import { takeName } from '../../shared/store/guards.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { ApplyContext, ChunkPlan, NumberedRow, TableApplier } from './apply-chunk.ts'
import type { CustomerRow } from './customers-table.ts'
import { rowOutcome } from './row-outcome.ts'

/** The purposes that an export's 短信同意 speaks of: service SMS to the customer about the own car. */
const CONSENTED: ContactPurpose = 'maintenance-reminders'

/** `consented` are the numbers that some row of the file says yes for: another row's blank takes nothing from them. */
export function applyCustomers(consented: { has(mobile: string): boolean }): TableApplier<CustomerRow> {
  return { chunkSize: 25, plan: (rows, context) => planCustomers(rows, context, consented) }
}

async function planCustomers(
  rows: readonly NumberedRow<CustomerRow>[],
  { store, dealer: { dealerId }, stamp }: ApplyContext,
  consented: { has(mobile: string): boolean },
): Promise<ChunkPlan<CustomerRow>> {
  const numbers = rows.map(({ values }) => values.number)
  const mobiles = rows.map(({ values }) => values.mobile)
  const [ids, contacts] = await Promise.all([
    store.guards.idsBehind(dealerId, 'customer-number', numbers),
    store.contactPoints.byAddresses(dealerId, mobiles),
  ])
  const known = await store.customers.recordsByIds(dealerId, ids.values())
  const writes: Write[] = []
  const refused: ChunkPlan<CustomerRow>['refused'][number][] = []
  const warned: NonNullable<ChunkPlan<CustomerRow>['warned']>[number][] = []
  let changed = 0
  let created = 0
  const words = new Map<string, ContactPoint>()
  for (const { line, values } of rows) {
    const { smsConsent, ...fields } = values
    const guarded = ids.get(values.number)
    const customerId = guarded ?? idFor('customer', dealerId, values.number)
    const before = known.get(customerId)
    if (isErased(before)) {
      refused.push({ line, field: 'number', code: 'customer-erased' })
      continue
    }
    const { mobile } = values
    let outcome: ReturnType<typeof rowOutcome> = 'same'
    if (before !== undefined && isOfDuplicate(before, values.number)) {
      warned.push({ line, field: 'number', code: 'customer-merged' })
    } else {
      const after = afterRow(before, { ...fields, dealerId, customerId }, stamp)
      outcome = rowOutcome(before, after)
      if (outcome !== 'same')
        writes.push(customerRecord.put(after, stamp), ...mobileWrites(before, after, stamp))
    }
    if (guarded === undefined)
      writes.push(takeName(dealerId, 'customer-number', values.number, customerId, stamp))
    const contact = words.get(mobile) ?? contacts.get(mobile)
    const cell = cellOf(smsConsent, consented.has(mobile))
    const word = cell && withCell(contact, cell, { dealerId, address: mobile }, stamp)
    if (word !== undefined) words.set(mobile, word)
    if (outcome === 'created' || outcome === 'changed' || word !== undefined) changed += 1
    if (outcome === 'created') created += 1
  }
  writes.push(...[...words.values()].map((contact) => contactPointRecord.put(contact, stamp)))
  return { writes, changed, created, refused, warned }
}

/** The number of a record that was merged: the customer's own row says who the customer is, not this one. */
function isOfDuplicate(record: Customer | MergedCustomer, number: string): boolean {
  return record.state === 'merged' || record.number !== number
}

function mobileWrites(before: CustomerRecord | undefined, after: Customer, stamp: Stamp): Write[] {
  return before?.state === 'active' ? formerMobileWrites(before, after, stamp) : []
}

/** The customer with what is new in the row. */
function afterRow(before: CustomerRecord | undefined, told: CustomerFields, stamp: Stamp): Customer {
  const { dealerId, customerId, number, ...cells } = told
  const known = before?.state === 'active' ? before : newCustomer(told, stamp)
  const { news, exportSaid } = newsOf(cells, { recordId: customerId, rowName: number }, known.exportSaid)
  const reached = news.mobile === undefined ? known : withMobile(known, news.mobile, stamp)
  return { ...reached, ...news, exportSaid }
}

/** What the cell says of the consent: nothing where the file has no such column, or says yes elsewhere. */
function cellOf(
  smsConsent: CustomerRow['smsConsent'],
  elsewhere: boolean,
): 'yes' | 'no' | 'blank' | undefined {
  if (smsConsent !== 'unknown') return smsConsent
  return elsewhere ? undefined : 'blank'
}

/** The contact with an export's cell taken in; undefined when it changes nothing. */
function withCell(
  known: ContactPoint | undefined,
  cell: 'yes' | 'no' | 'blank',
  of: Pick<ContactPoint, 'dealerId' | 'address'>,
  stamp: Stamp,
): ContactPoint | undefined {
  const before = consentOn(known, CONSENTED, 'sms')
  const state = afterExport(before, cell)
  if (state === undefined || before?.state === state) return undefined
  const word = { state, source: stamp.by, at: stamp.at }
  return withWord(known ?? unheardOf(of, stamp), { purpose: CONSENTED, channel: 'sms' }, word)
}
