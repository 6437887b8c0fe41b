import fc from 'fast-check'
import { RepairKind, RepairOrderStatus, type RepairOrder } from '../../../shared/domain/order.ts'
import { addDays, timeIn } from '../../../shared/domain/time.ts'
import { day, local, repairOrderOf } from '../../support/builders.ts'

const first = day('2026-11-28')
const date = fc.integer({ min: 0, max: 40 }).map((days) => addDays(first, days))
const time = fc
  .tuple(date, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([on, hour, minute]) =>
    local(`${on} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`),
  )
const fen = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 99_999_999_999 }))

/** An order of any kind in any state, around December 2026; what an old system settled has no invoice. */
export const anyOrder: fc.Arbitrary<RepairOrder> = fc
  .record({
    name: fc.uuid(),
    kind: fc.constantFrom(...RepairKind.options),
    status: fc.constantFrom(...RepairOrderStatus.options),
    receivedOn: date,
    days: fc.nat({ max: 12 }),
    laborFen: fen,
    partsFen: fen,
    otherFen: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000 })),
    promisedAt: fc.option(time, { nil: undefined }),
    invoicedAt: time,
    invoicedDaysBefore: fc.nat({ max: 3 }),
    imported: fc.boolean(),
  })
  .map((some) => {
    const { name, kind, status, receivedOn, laborFen, partsFen, promisedAt } = some
    const deliveredOn = status === 'delivered' ? addDays(receivedOn, some.days) : undefined
    // Nobody gets a car back before it is settled.
    const invoicedAt =
      deliveredOn === undefined
        ? some.invoicedAt
        : local(
            `${addDays(deliveredOn, -some.invoicedDaysBefore)} ${timeIn(some.invoicedAt, 'Asia/Shanghai')}`,
          )
    const settled = status === 'invoiced' || (status === 'delivered' && !some.imported)
    return repairOrderOf(name, {
      ...{ kind, status, receivedOn, laborFen, partsFen },
      totalFen: laborFen + partsFen + some.otherFen,
      deliveredOn,
      ...(settled ? { invoice: { charges: [], totalFen: 0, at: invoicedAt, by: 'test' } } : {}),
      ...(promisedAt === undefined
        ? {}
        : {
            promise: {
              at: promisedAt,
              number: 1,
              changes: [{ promisedAt, at: promisedAt, by: 'test' }],
            },
          }),
    })
  })
