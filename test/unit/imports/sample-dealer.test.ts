import { createReadStream } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import type { Encoding } from '../../../shared/domain/text-encoding.ts'
import { readRows } from '../../../functions/imports/read-rows.ts'
import type { RefusalCode } from '../../../functions/imports/refusals.ts'
import type { TableName } from '../../../functions/imports/tables.ts'
import { importFiles } from '../../../shared/domain/import-run.ts'
import { today } from './reading.ts'

interface Count {
  accepted: number
  rejected: Partial<Record<RefusalCode, number>>
  warnings: number
  encoding?: Encoding
}
const counts = new Map<TableName, Count>()

/** References, resolved as simply as can be: the import proper asks the store. */
const keys = { customers: new Set<string>(), vehicles: new Set<string>(), orders: new Set<string>() }

async function countFile(name: TableName): Promise<Count> {
  const count: Count = { accepted: 0, rejected: {}, warnings: 0 }
  const refuse = (code: RefusalCode): void => {
    count.rejected[code] = (count.rejected[code] ?? 0) + 1
  }
  const file = createReadStream(new URL(`../../../examples/dealer/${name}.csv`, import.meta.url))
  for await (const item of readRows(name, file, today, { onEncoding: (found) => (count.encoding = found) })) {
    if (item.kind === 'refused') {
      refuse(item.refusal.code)
      continue
    }
    const { values } = item
    count.warnings += item.warnings.length
    if ('customerNumber' in values && !keys.customers.has(values.customerNumber)) refuse('customer-unknown')
    else if ((name === 'orders' || name === 'policies') && 'vin' in values && !keys.vehicles.has(values.vin))
      refuse('vehicle-unknown')
    else if ('orderNumber' in values && !keys.orders.has(values.orderNumber)) refuse('order-unknown')
    else {
      count.accepted += 1
      if (name === 'customers' || name === 'vehicles' || name === 'orders') keys[name].add(item.key)
    }
  }
  return count
}

beforeAll(async () => {
  for (const name of importFiles) counts.set(name, await countFile(name))
})

it.each([
  ['staff', 'utf-8', 38, {}],
  ['customers', 'gb18030', 596, { 'phone-invalid': 2, 'name-missing': 2, 'duplicate-row': 5 }],
  [
    'vehicles',
    'gb18030',
    717,
    {
      'vin-check-digit': 4,
      'vin-length': 2,
      'purchase-date-future': 2,
      'customer-unknown': 5,
      'duplicate-row': 6,
    },
  ],
  [
    'orders',
    'utf-8',
    4592,
    { 'mileage-negative': 3, 'delivered-before-received': 3, 'vehicle-unknown': 114, 'duplicate-row': 9 },
  ],
  [
    'policies',
    'utf-8',
    1236,
    { 'ends-before-start': 3, 'premium-not-a-number': 3, 'vehicle-unknown': 26, 'duplicate-row': 7 },
  ],
  ['parts_orders', 'gb18030', 38, { 'order-unknown': 2 }],
] as const)(
  '%s: %s, %d rows accepted and each refusal counted by its code',
  (name, encoding, accepted, rejected) => {
    expect(counts.get(name)).toEqual({ accepted, rejected, warnings: 0, encoding })
  },
)
