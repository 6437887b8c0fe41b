import { isErased, type Customer, type CustomerRecord } from '../../shared/domain/customer.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { ActiveCustomerView, CustomerView } from '../../shared/http/routes/customers.ts'

export function activeView(customer: Customer): ActiveCustomerView {
  return { ...customer, etag: etagOf(customer.version) }
}

/** What stands under a customer's id, as the API shows it. */
export function customerView(record: CustomerRecord): CustomerView {
  const etag = etagOf(record.version)
  if (isErased(record)) return { ...record, etag }
  return record.state === 'active' ? activeView(record) : { ...record, etag }
}

export function vehicleView(vehicle: Vehicle) {
  return { ...vehicle, etag: etagOf(vehicle.version) }
}
