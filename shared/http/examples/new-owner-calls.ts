import { Mobile } from '../../domain/mobile.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import { readNewOwnerList, welcomeNewOwner } from '../routes/new-owner-calls.ts'

const soldOn = CalendarDate.parse('2026-11-21')
const at = Instant.parse('2026-11-24T02:30:00.000Z')
const recordedAt = Instant.parse('2026-11-23T01:20:00.000Z')
const clerk = 'stf_a2lnibu3txvyaquiavi5'

const call = {
  followUpCallId: 'fuc_kqlnibu3txvyaquiavi5',
  kind: 'new_owner',
  vehicleId: 'veh_kqlnibu3txvyaquiavi5',
  customerId: 'cus_kqlnibu3txvyaquiavi5',
  since: soldOn,
  dueOn: soldOn,
  lastOn: CalendarDate.parse('2026-12-21'),
} as const

export const newOwnerExamples = [
  example(readNewOwnerList, {
    response: {
      callingHours: { from: '09:00', to: '18:00', open: true },
      total: 1,
      items: [
        {
          ...call,
          etag: '"1"',
          status: 'waiting',
          attemptCount: 0,
          contactRefused: false,
          contact: { name: '王芳', mobile: Mobile.parse('+8613800138000') },
          vehicle: { vin: 'LGWEF4A53HF000001', brand: '长城', model: '哈弗H6', soldOn },
        },
      ],
    },
  }),
  example(welcomeNewOwner, {
    body: { bookletRegistered: true, remark: '首保时间已说明' },
    response: {
      ...call,
      etag: '"2"',
      status: 'reached',
      attemptCount: 1,
      attempts: [{ at, by: clerk, outcome: 'reached', remark: '首保时间已说明' }],
      bookletRegistered: true,
      endedAt: at,
      allowed: [],
      warnings: [],
      createdAt: recordedAt,
      createdBy: clerk,
      updatedAt: at,
      updatedBy: clerk,
    },
  }),
]
