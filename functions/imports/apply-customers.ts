import { afterExport } from '../../shared/domain/consent.ts'
import { consentOn, withConsent, type ContactPoint } from '../../shared/domain/contact-point.ts'
import type { Customer } from '../../shared/domain/customer.ts'
import { idFor } from '../../shared/domain/ids.ts'
import type { PurposeName } from '../../shared/domain/purpose.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { takeName } from '../../shared/store/guards.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { ApplyContext, ChunkPlan, NumberedRow, TableApplier } from './apply-chunk.ts'
import type { CustomerRow } from './customers-table.ts'

/** The purposes that an export's 短信同意 speaks of: service SMS to the customer about the own car. */
const CONSENTED: PurposeName = 'maintenance-reminders'

/** `consented` are the numbers that some row of the file says yes for: another row's blank takes nothing from them. */
export function applyCustomers(consented: { has(mobile: string): boolean }): TableApplier<CustomerRow> {
  return { chunkSize: 30, plan: (rows, context) => planCustomers(rows, context, consented) }
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
  const known = await store.customers.byIds(dealerId, ids.values())
  const writes: Write[] = []
  let changed = 0
  const words = new Map<string, ContactPoint>()
  for (const { values } of rows) {
    const { smsConsent, ...fields } = values
    const guarded = ids.get(values.number)
    const customerId = guarded ?? idFor('customer', dealerId, values.number)
    const before = known.get(customerId)
    const after: Customer = { ...(before ?? unwritten(stamp)), ...fields, dealerId, customerId }
    const same = before !== undefined && saysTheSame(before, after)
    if (!same) writes.push(customerRecord.put(after, stamp))
    if (guarded === undefined)
      writes.push(takeName(dealerId, 'customer-number', values.number, customerId, stamp))
    const { mobile } = values
    const contact = words.get(mobile) ?? contacts.get(mobile)
    const cell = cellOf(smsConsent, consented.has(mobile))
    const word = cell && withCell(contact, cell, { dealerId, address: mobile }, stamp)
    if (word !== undefined) words.set(mobile, word)
    if (!same || word !== undefined) changed += 1
  }
  writes.push(...[...words.values()].map((contact) => contactPointRecord.put(contact, stamp)))
  return { writes, changed, refused: [] }
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
  const history = [...(before?.history ?? []), { state, source: stamp.by, at: stamp.at }]
  return withConsent(known ?? { ...unwritten(stamp), ...of, consents: [], suppressions: [] }, {
    purpose: CONSENTED,
    channel: 'sms',
    state,
    history,
  })
}
