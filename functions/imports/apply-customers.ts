import { afterExport, type Consent } from '../../shared/domain/consent.ts'
import type { Customer } from '../../shared/domain/customer.ts'
import { idFor } from '../../shared/domain/ids.ts'
import type { PurposeName } from '../../shared/domain/purpose.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { consentRecord } from '../../shared/store/consents.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { takeName } from '../../shared/store/guards.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { TableApplier } from './apply-chunk.ts'
import type { CustomerRow } from './customers-table.ts'

/** The purposes that an export's 短信同意 speaks of: service SMS to the customer about the own car. */
const CONSENTED: PurposeName = 'maintenance-reminders'

export const applyCustomers: TableApplier<CustomerRow> = {
  chunkSize: 30,
  async plan(rows, { store, dealer: { dealerId }, stamp }) {
    const numbers = rows.map(({ values }) => values.number)
    const mobiles = rows.map(({ values }) => values.mobile)
    const [ids, consents] = await Promise.all([
      store.guards.idsBehind(dealerId, 'customer-number', numbers),
      store.consents.ofMobiles(dealerId, CONSENTED, 'sms', mobiles),
    ])
    const known = await store.customers.byIds(dealerId, ids.values())
    const writes: Write[] = []
    let changed = 0
    const words = new Map<string, Consent>()
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
      const consent = words.get(mobile) ?? consents.get(mobile)
      const word = wordOf(smsConsent, consent, dealerId, mobile, stamp)
      if (word !== undefined) words.set(mobile, word)
      if (!same || word !== undefined) changed += 1
    }
    writes.push(...[...words.values()].map((consent) => consentRecord.put(consent, stamp)))
    return { writes, changed, refused: [] }
  },
}

/** The consent with an export's word taken in; undefined when it changes nothing. Blank is no word at all. */
function wordOf(
  smsConsent: CustomerRow['smsConsent'],
  known: Consent | undefined,
  dealerId: string,
  mobile: CustomerRow['mobile'],
  stamp: Stamp,
): Consent | undefined {
  if (smsConsent === 'unknown') return undefined
  const state = afterExport(known?.state, smsConsent === 'yes' ? 'given' : 'refused')
  if (known?.state === state) return undefined
  return {
    ...(known ?? unwritten(stamp)),
    dealerId,
    mobile,
    purpose: CONSENTED,
    channel: 'sms',
    state,
    history: [...(known?.history ?? []), { state, source: stamp.by, at: stamp.at }],
  }
}
