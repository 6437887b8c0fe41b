import { Mobile } from '../../domain/mobile.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import { readConsents, recordConsent, type ContactView } from '../routes/contacts.ts'
import { allErasureSteps, eraseCustomer, exportCustomer } from '../routes/customer-data.ts'
import { mergeCustomer, unmergeCustomer } from '../routes/customer-merges.ts'
import * as routes from '../routes/customers.ts'
import type { ActiveCustomerView } from '../routes/customers.ts'

const customerId = 'cus_kqlnibu3txvyaquiavi5'
const staffId = 'stf_kqlnibu3txvyaquiavi5'
const takenInAt = Instant.parse('2026-11-23T02:10:00.000Z')
const changedAt = Instant.parse('2026-11-25T03:00:00.000Z')
const mobile = Mobile.parse('+8613800138000')
const earlier = Mobile.parse('+8613900139000')

const taken = {
  state: 'active' as const,
  customerId,
  etag: '"1"',
  number: 'N-7KQ2M9XA',
  name: '王芳',
  mobile: earlier,
  gender: 'female',
  birthday: CalendarDate.parse('1988-03-08'),
  earlierMobiles: [],
  mergedFrom: [],
  createdAt: takenInAt,
  createdBy: staffId,
  updatedAt: takenInAt,
  updatedBy: staffId,
} satisfies ActiveCustomerView

const changed = {
  ...taken,
  etag: '"2"',
  mobile,
  earlierMobiles: [{ mobile: earlier, from: takenInAt, until: changedAt, changedBy: staffId }],
  updatedAt: changedAt,
}

const otherId = 'cus_aqlnibu3txvyaquiavi5'
const second = { ...taken, customerId: otherId, etag: '"2"', number: 'C10086', mobile }

const contact: ContactView = {
  mobile,
  consents: [
    {
      purpose: 'maintenance-reminders',
      channel: 'sms',
      state: 'refused',
      history: [
        { state: 'given', source: 'import 2026-11-01', at: takenInAt },
        {
          state: 'refused',
          source: '前台',
          at: changedAt,
          saidOn: CalendarDate.parse('2026-11-24'),
          by: staffId,
        },
      ],
    },
  ],
  suppressions: [],
}

export const customerExamples = [
  example(routes.createCustomer, {
    body: { name: '王芳', mobile: '139 0013 9000', gender: 'female', birthday: '1988-03-08' },
    response: taken,
  }),
  example(routes.findCustomers, { response: { items: [{ ...changed, found: 'current' }] } }),
  example(routes.readCustomer, { response: changed }),
  example(routes.changeCustomer, { body: { mobile: '13800138000', address: null }, response: changed }),
  example(routes.listCustomerVehicles, {
    response: {
      items: [
        {
          vehicleId: 'veh_kqlnibu3txvyaquiavi5',
          etag: '"4"',
          vin: 'LGWEF4A53HF000001',
          plate: '浙A12345',
          brand: '长城',
          model: '哈弗H6',
          soldOn: CalendarDate.parse('2025-11-20'),
          status: 'active',
          serviceStatus: 'active',
        },
      ],
    },
  }),
  example(routes.listCustomerChanges, {
    response: {
      items: [
        {
          at: changedAt,
          by: staffId,
          action: 'changed',
          before: { mobile: earlier },
          after: { mobile },
        },
      ],
    },
  }),
  example(mergeCustomer, {
    body: { otherId, otherEtag: '"1"' },
    response: {
      customer: { ...changed, etag: '"3"', mergedFrom: [{ customerId: otherId, number: 'C10086' }] },
      other: { ...second, state: 'merged', mergedInto: customerId },
      vehicles: { moved: 1, left: 0 },
    },
  }),
  example(unmergeCustomer, {
    response: {
      customer: { ...changed, etag: '"4"' },
      other: { ...second, etag: '"3"' },
      vehicles: { moved: 1, left: 0 },
    },
  }),
  example(readConsents, { response: contact }),
  example(recordConsent, {
    body: {
      purpose: 'maintenance-reminders',
      channel: 'sms',
      state: 'refused',
      source: '前台',
      saidOn: '2026-11-24',
    },
    response: contact,
  }),
  example(exportCustomer, {
    response: {
      exportedAt: changedAt,
      customer: changed,
      records: [],
      contacts: [contact],
      vehicles: [],
      formerVehicles: [],
      policies: [],
      messages: [
        {
          messageId: 'msg_kqlnibu3txvyaquiavi5',
          purpose: 'maintenance-reminders',
          channel: 'sms',
          subject: 'vehicle#veh_kqlnibu3txvyaquiavi5',
          text: '【城南汽车】王女士，您的浙A12345即将到保养时间，欢迎预约。',
          status: 'delivered',
          address: mobile,
          sentAt: takenInAt,
          createdAt: takenInAt,
        },
      ],
      calls: [],
      visits: [],
      complaints: [],
      followUps: [],
      campaigns: [],
      orders: [],
      changes: [],
      leftOut: {},
    },
  }),
  example(eraseCustomer, {
    response: {
      customerId,
      state: 'erased',
      etag: '"8"',
      steps: allErasureSteps,
      begunAt: changedAt,
      erasedAt: changedAt,
      erased: { vehicles: 1, messages: 12, talks: 2, changes: 5 },
      beingSent: 0,
    },
  }),
]
