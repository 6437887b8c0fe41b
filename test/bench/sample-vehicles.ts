import { ContactPoint } from '../../shared/domain/contact-point.ts'
import { Customer } from '../../shared/domain/customer.ts'
import { DealerSettings, newDealer, type Dealer } from '../../shared/domain/dealer.ts'
import type { DueItem } from '../../shared/domain/due-item.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { Mobile } from '../../shared/domain/mobile.ts'
import { Plate } from '../../shared/domain/plate.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { addDays, addMonths, CalendarDate, instantAt } from '../../shared/domain/time.ts'
import { Vehicle } from '../../shared/domain/vehicle.ts'
import { Vin, vinCheckDigit } from '../../shared/domain/vin.ts'
import { planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'

/** One dealer's vehicles, of which the first ones are due on the day of the sweep and all others later. */

const zone = 'Asia/Shanghai'
export const sweepDay = CalendarDate.parse('2026-11-23')
/** When the maintenance sweep fires. */
export const sweepAt = instantAt(sweepDay, '09:00', zone)
/** The evening before, when the dealer's export was taken over. */
export const storedAt: Stamp = { at: instantAt(addDays(sweepDay, -1), '23:00', zone), by: 'import bench' }

export function benchDealer(): Dealer {
  const identity = {
    dealerId: 'D001',
    name: '东城汽车销售服务有限公司',
    signature: '东城汽车',
    phone: '020-88886666',
  }
  const dealer = newDealer({ ...identity, zone }, storedAt)
  // More than the default is due at once, and the sweep is not to ask a person first.
  return { ...dealer, settings: DealerSettings.parse({ brake: { customerMessagesPerSweep: 1_000_000 } }) }
}

export interface SampleVehicle {
  readonly customer: Customer
  readonly contact: ContactPoint
  readonly vehicle: Vehicle
  readonly dueItem: DueItem
}

/** The plan of this brand calls for service every six months; the reminder stands two weeks before. */
const brand = { brand: '长城', model: '哈弗H6 2023款 1.5T 两驱' }
const MONTHS = 6
const DAYS_BEFORE = 14

/** @param due whether its reminder falls due on the day of the sweep, or in the 150 days after it */
export function sampleVehicle(dealer: Dealer, index: number, due: boolean): SampleVehicle {
  const name = String(index).padStart(8, '0')
  const model = modelVehicle(dealer, DAYS_BEFORE + (due ? 0 : 1 + (index % 150)))
  if (model.dueItem.dueAt === undefined || model.dueItem.dueAt <= sweepAt !== due)
    throw new Error(`Vehicle ${name} is due at ${String(model.dueItem.dueAt)}`)
  const { dealerId } = dealer
  const customerId = idFor('customer', dealerId, name)
  const vehicleId = idFor('vehicle', dealerId, name)
  const mobile = Mobile.parse(`+86138${name}`)
  const visits = model.vehicle.visits.map((visit, nth) => ({
    ...visit,
    orderId: idFor('order', name, String(nth)),
  }))
  return {
    customer: { ...model.customer, customerId, number: `C${name}`, mobile },
    contact: { ...model.contact, address: mobile },
    vehicle: {
      ...model.vehicle,
      customerId,
      vehicleId,
      vin: vinOf(index),
      plate: Plate.parse(`浙${'ABCDEFGHJK'.charAt(Math.floor(index / 100_000))}${name.slice(-5)}`),
      visits,
    },
    dueItem: {
      ...model.dueItem,
      subject: `vehicle#${vehicleId}`,
      cycle: visits.at(-1)?.orderId ?? model.dueItem.cycle,
    },
  }
}

/** By days until the next service: what is the same for all vehicles that have as many. */
const models = new Map<number, SampleVehicle>()

function modelVehicle(dealer: Dealer, daysToService: number): SampleVehicle {
  const known = models.get(daysToService)
  if (known !== undefined) return known
  const made = makeModel(dealer, addDays(sweepDay, daysToService))
  models.set(daysToService, made)
  return made
}

function makeModel(dealer: Dealer, serviceOn: CalendarDate): SampleVehicle {
  const { dealerId } = dealer
  const fields = { dealerId, ...unwritten(storedAt) }
  const customerId = idFor('customer', 'model')
  const mobile = '+8613800000000'
  const lastVisit = addMonths(serviceOn, -MONTHS)
  const soldOn = addDays(lastVisit, -380)
  const vehicle = Vehicle.parse({
    ...fields,
    ...brand,
    vehicleId: idFor('vehicle', 'model'),
    vin: vinOf(0),
    soldOn,
    warrantyFrom: soldOn,
    customerId,
    status: 'active',
    serviceStatus: 'active',
    visits: [visit(addDays(lastVisit, -190), 4_000), visit(lastVisit, 8_000)],
    cover: {
      commercial: {
        policyId: idFor('policy', 'model'),
        insurer: '平安产险',
        endsOn: addDays(serviceOn, 100),
        premiumFen: 328_000,
        specialistId: idFor('staff', 'model'),
      },
    },
  })
  const { item } = planMaintenance(vehicle, dealer, undefined, storedAt)
  if (item === undefined) throw new Error(`Nothing is planned for a service on ${serviceOn}`)
  const given = [{ state: 'given', source: storedAt.by, at: storedAt.at }]
  return {
    vehicle,
    dueItem: item,
    customer: Customer.parse({
      ...fields,
      customerId,
      number: 'C00000000',
      name: '欧阳建国',
      mobile,
      address: '浙江省杭州市西湖区文三路 100 号 3 幢 502 室',
      gender: 'male',
      birthday: '1980-01-01',
    }),
    contact: ContactPoint.parse({
      ...fields,
      address: mobile,
      consents: ['maintenance-reminders', 'insurance-call-lists'].map((purpose) => ({
        purpose,
        channel: 'sms',
        state: 'given',
        history: given,
      })),
      suppressions: [],
    }),
  }
}

function visit(on: CalendarDate, odometerKm: number) {
  const orderId = idFor('order', on)
  return { orderId, maintenance: true, receivedOn: on, deliveredOn: on, odometerKm }
}

function vinOf(index: number): Vin {
  const serial = String(index).padStart(8, '0')
  const digit = vinCheckDigit(`LGWEF4A50${serial}`)
  if (digit === undefined) throw new Error(`${serial} makes no VIN`)
  return Vin.parse(`LGWEF4A5${digit}${serial}`)
}
