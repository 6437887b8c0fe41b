import type { Run } from './run.ts'
import type { StoredItem } from './stand.ts'

/**
 * A record as no version of the system has written it: somebody has been at the table by hand. What becomes of the car
 * that it belongs to is open; its neighbours in the same delivery and the same list must not notice.
 */
export async function damageRecords(run: Run, kind: 'message' | 'customer'): Promise<void> {
  const { stand, houses } = run
  const items = await stand.scan()
  const waiting = items.find(
    ({ sk, channel, status }) => sk === 'message' && channel === 'sms' && status === 'planned',
  )
  const car = houses
    .flatMap(({ cars }) => cars)
    .find(({ vehicleId }) => waiting?.['subject'] === `vehicle#${vehicleId}`)
  if (waiting === undefined || car === undefined) return
  const record =
    kind === 'message'
      ? waiting
      : items.find(({ sk, customerId }) => sk === 'customer' && customerId === car.customerId)
  if (record === undefined) throw new Error(`${car.name} has no ${kind}`)
  await stand.put(damaged(record, kind))
  car.damaged = kind
  run.struck(`the ${kind} of ${car.name} is damaged`)
}

function damaged(record: StoredItem, kind: 'message' | 'customer'): StoredItem {
  return kind === 'message' ? { ...record, recipient: 'nobody', attempts: 'none' } : { ...record, mobile: 7 }
}
