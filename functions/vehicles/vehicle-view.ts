import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { checkVin } from '../../shared/domain/vin.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { VehicleView } from '../../shared/http/routes/vehicle-views.ts'

/** A vehicle's record as the API shows it. */
export function vehicleView(vehicle: Vehicle): VehicleView {
  return { ...vehicle, etag: etagOf(vehicle.version), warnings: warningsOf(vehicle) }
}

function warningsOf({ vin }: Vehicle): VehicleView['warnings'] {
  const check = checkVin(vin)
  if (!check.ok || check.warning === undefined) return []
  return [
    {
      code: check.warning,
      zh: '车架号校验位不符（进口车可能没有校验位）：请按行驶证核对',
      en: 'The check digit of the VIN is wrong, which occurs on imported cars: check it against the licence',
    },
  ]
}
