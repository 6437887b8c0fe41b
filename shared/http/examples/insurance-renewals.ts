import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import { readCallList, recordCallOutcome } from '../routes/insurance-renewals.ts'

const vehicleId = 'veh_kqlnibu3txvyaquiavi5'
const staffId = 'stf_kqlnibu3txvyaquiavi5'

export const renewalExamples = [
  example(readCallList, {
    response: {
      staffId,
      date: CalendarDate.parse('2026-11-23'),
      entries: [
        {
          etag: '"1"',
          rank: 1,
          step: 'd7',
          listedOn: CalendarDate.parse('2026-11-23'),
          listedSince: CalendarDate.parse('2026-10-09'),
          vehicle: {
            vehicleId,
            vin: 'LGWEF4A53HF000001',
            plate: '浙A12345',
            brand: '长城',
            model: '哈弗H6',
            lastVisitOn: CalendarDate.parse('2026-09-18'),
          },
          customer: { customerId: 'cus_kqlnibu3txvyaquiavi5', name: '王芳', mobile: '+8613800138000' },
          policy: {
            policyId: 'pol_kqlnibu3txvyaquiavi5',
            kind: 'commercial',
            insurer: '平安',
            number: 'PDZA202600000001',
            endsOn: CalendarDate.parse('2026-11-30'),
            daysLeft: 7,
            premiumFen: 312_000,
          },
        },
      ],
    },
  }),
  example(recordCallOutcome, {
    body: { outcome: 'CALL_BACK', callBackAt: Instant.parse('2026-11-26T02:00:00.000Z'), remark: '周四上午' },
    response: {
      vehicleId,
      outcome: 'CALL_BACK',
      onList: false,
      nextContactAt: Instant.parse('2026-11-25T23:30:00.000Z'),
    },
  }),
]
