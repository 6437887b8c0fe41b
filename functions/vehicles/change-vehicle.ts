import type * as z from 'zod'
import { withPlate, withVin, type Recorded } from '../../shared/domain/change-vehicle.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { changeVehicle } from '../../shared/http/routes/vehicles.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'

type Change = z.output<(typeof changeVehicle)['body']>

/** The vehicle with the given fields changed; `null` takes one away. Pure. */
export function changedBy(vehicle: Vehicle, change: Change, recorded: Recorded): Vehicle {
  const { vin, plate, brand, model, soldOn, warrantyFrom, invoicedOn, household } = change
  const named = vin === undefined ? vehicle : withVin(vehicle, vin, recorded)
  const plated = plate === undefined ? named : withPlate(named, plate ?? undefined, recorded)
  return {
    ...plated,
    brand: brand ?? vehicle.brand,
    model: model ?? vehicle.model,
    soldOn: soldOn ?? vehicle.soldOn,
    warrantyFrom: warrantyFrom === undefined ? vehicle.warrantyFrom : (warrantyFrom ?? undefined),
    invoicedOn: invoicedOn === undefined ? vehicle.invoicedOn : (invoicedOn ?? undefined),
    household: household === undefined ? vehicle.household : (household ?? undefined),
  }
}

/** No car was sold tomorrow, nor invoiced. */
export function dateFaults(
  told: { readonly soldOn?: CalendarDate | undefined; readonly invoicedOn?: CalendarDate | null | undefined },
  today: CalendarDate,
): FieldFault[] {
  return (['soldOn', 'invoicedOn'] as const).flatMap((field) =>
    (told[field] ?? today) > today ? [{ path: `body.${field}`, reason: 'too-far-ahead' }] : [],
  )
}
