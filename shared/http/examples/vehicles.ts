import { Plate } from '../../domain/plate.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { Vin } from '../../domain/vin.ts'
import { example } from '../example.ts'
import * as routes from '../routes/vehicles.ts'
import type { VehicleView } from '../routes/vehicle-views.ts'
import { mergeVehicle } from '../routes/vehicle-merge.ts'
import { readTimeline } from '../routes/vehicle-timeline.ts'

const vehicleId = 'veh_kqlnibu3txvyaquiavi5'
const customerId = 'cus_kqlnibu3txvyaquiavi5'
const twin = 'veh_aqlnibu3txvyaquiavi5'
const buyer = 'cus_aqlnibu3txvyaquiavi5'
const staffId = 'stf_kqlnibu3txvyaquiavi5'
const orderId = 'ord_kqlnibu3txvyaquiavi5'
const day = (text: string) => CalendarDate.parse(text)
const plate = Plate.parse('浙A12345')
const mistyped = Vin.parse('LGWEF4A56HF000008')
const earlierPlate = Plate.parse('浙B54321')

const taken: VehicleView = {
  vehicleId,
  etag: '"1"',
  vin: Vin.parse('LGWEF4A53HF000001'),
  brand: '长城',
  model: '哈弗H6',
  soldOn: day('2025-11-20'),
  warrantyFrom: day('2025-11-22'),
  customerId,
  status: 'active',
  serviceStatus: 'active',
  formerOwners: [],
  formerPlates: [],
  formerVins: [],
  statusChanges: [],
  absorbed: [],
  warnings: [],
  createdAt: Instant.parse('2025-11-22T02:10:00.000Z'),
  createdBy: staffId,
  updatedAt: Instant.parse('2025-11-22T02:10:00.000Z'),
  updatedBy: staffId,
}

const today = day('2026-11-25')
const plated: VehicleView = {
  ...taken,
  etag: '"2"',
  plate,
  platedSince: today,
  formerPlates: [{ plate: earlierPlate, until: today, by: staffId }],
  updatedAt: Instant.parse('2026-11-25T03:00:00.000Z'),
}

export const vehicleExamples = [
  example(routes.createVehicle, {
    body: {
      vin: 'lgwef4a5 3hf000001',
      brand: '长城',
      model: '哈弗H6',
      soldOn: '2025-11-20',
      warrantyFrom: '2025-11-22',
      customerId,
    },
    response: taken,
  }),
  example(routes.findVehicles, { response: { items: [{ ...plated, found: 'former' }] } }),
  example(routes.readVehicle, {
    response: {
      ...plated,
      owner: { customerId, name: '王芳' },
      nextService: {
        on: day('2026-12-20'),
        daysLeft: 25,
        base: { kind: 'visit', on: day('2026-06-20'), orderId },
        interval: { months: 6, km: 6000 },
        because: 'months',
        kmPerDay: 31.5,
        zh: '自2026-06-20保养起6个月（先于6,000公里）',
        en: '6 months from the service on 2026-06-20, which comes before 6,000 km',
      },
      workshop: {
        lastVisitOn: day('2026-06-20'),
        daysSinceVisit: 158,
        lastMaintenance: { orderId, on: day('2026-06-20') },
      },
      odometer: { last: { on: day('2026-06-20'), km: 6650 }, setAside: [], recorded: [] },
      cover: {
        commercial: {
          policyId: 'pol_kqlnibu3txvyaquiavi5',
          insurer: '人保',
          endsOn: day('2026-12-01'),
          premiumFen: 385_000,
          specialistId: staffId,
          daysLeft: 6,
        },
      },
      waiting: [
        {
          purpose: 'maintenance-reminders',
          step: 'before',
          dueAt: Instant.parse('2026-12-06T01:00:00.000Z'),
          zh: '保养到期前短信提醒',
          en: 'SMS before the service falls due',
        },
      ],
    },
  }),
  example(routes.changeVehicle, { body: { plate: '浙a·12345' }, response: plated }),
  example(routes.transferVehicle, {
    body: { customerId: buyer, on: '2026-11-24' },
    response: {
      ...plated,
      etag: '"3"',
      customerId: buyer,
      ownedSince: day('2026-11-24'),
      formerOwners: [{ customerId, until: day('2026-11-24'), by: staffId }],
    },
  }),
  example(routes.setVehicleStatus, {
    body: { status: 'moved_away', on: '2026-11-20', reason: '迁往上海' },
    response: {
      ...plated,
      etag: '"3"',
      status: 'moved_away',
      statusChanges: [{ status: 'moved_away', on: day('2026-11-20'), reason: '迁往上海', by: staffId }],
    },
  }),
  example(routes.recordOdometer, {
    body: { km: 665, on: '2026-11-25', source: 'read' },
    response: {
      taken: false,
      vehicleId,
      etag: '"2"',
      because: 'falls',
      against: { on: day('2026-06-20'), km: 6650 },
      zh: '里程与已登记的相比倒退，未采用：请核对；里程表换过或以前读错的，请说明原因再确认。',
      en: 'The odometer falls between this reading and a known one, so it was set aside: check it, or confirm it with a reason.',
    },
  }),
  example(routes.listVehicleChanges, {
    response: {
      items: [
        {
          at: Instant.parse('2026-11-25T03:00:00.000Z'),
          by: staffId,
          action: 'changed',
          before: { plate: earlierPlate },
          after: { plate },
        },
      ],
    },
  }),
  example(mergeVehicle, {
    body: { otherId: twin, otherEtag: '"2"' },
    response: {
      vehicle: {
        ...plated,
        etag: '"3"',
        formerVins: [{ vin: mistyped, because: 'merged', until: today, by: staffId }],
        absorbed: [twin],
      },
      other: {
        ...taken,
        vehicleId: twin,
        etag: '"3"',
        vin: mistyped,
        status: 'merged',
        mergedInto: vehicleId,
      },
      moved: { orders: 2, policies: 1 },
    },
  }),
  example(readTimeline, {
    response: {
      items: [
        {
          kind: 'plate',
          on: today,
          by: staffId,
          from: earlierPlate,
          to: plate,
          zh: '车牌由浙B54321换为浙A12345',
          en: 'Plate 浙B54321 became 浙A12345',
        },
        {
          kind: 'call',
          on: day('2026-11-24'),
          at: Instant.parse('2026-11-24T02:30:00.000Z'),
          by: staffId,
          policyId: 'pol_kqlnibu3txvyaquiavi5',
          outcome: 'THINKING',
          zh: '续保电话：考虑中',
          en: 'Renewal call: thinking it over',
        },
        {
          kind: 'order',
          on: day('2026-06-20'),
          orderId,
          number: 'RO2026062001',
          repairKind: 'maintenance',
          status: 'delivered',
          deliveredOn: day('2026-06-20'),
          odometerKm: 6650,
          zh: '保养工单RO2026062001：已交车',
          en: 'Repair order RO2026062001, maintenance: Delivered',
        },
      ],
    },
  }),
]
