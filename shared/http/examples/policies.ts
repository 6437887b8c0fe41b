import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  addClaim,
  cancelPolicy,
  changePolicy,
  createPolicy,
  findPolicies,
  lapsePolicy,
  listPolicyChanges,
  listVehiclePolicies,
  movePolicy,
  readInsurance,
  readPolicy,
  renewPolicy,
  retractClaim,
  type PolicyView,
} from '../routes/policies.ts'

const vehicleId = 'veh_kqlnibu3txvyaquiavi5'
const customerId = 'cus_kqlnibu3txvyaquiavi5'
const policyId = 'pol_kqlnibu3txvyaquiavi5'
const renewalId = 'pol_q3txvyaquiavi5kqlnib'
const specialistId = 'stf_kqlnibu3txvyaquiavi5'
const day = (text: string) => CalendarDate.parse(text)
const at = Instant.parse('2026-11-23T02:10:00.000Z')

const terms = {
  insurer: '平安',
  number: 'PDZA202600000001',
  startsOn: day('2025-12-01'),
  endsOn: day('2026-11-30'),
  premiumFen: 312_000,
  specialistId,
}
const policy: PolicyView = {
  policyId,
  etag: '"1"',
  vehicleId,
  customerId,
  kind: 'commercial',
  ...terms,
  state: 'running',
  allowed: ['renew', 'cancel', 'move', 'claims'],
  claims: [],
  createdAt: at,
  updatedAt: at,
  updatedBy: specialistId,
}
const renewalTerms = {
  ...terms,
  number: 'PDZA202700000001',
  startsOn: day('2026-12-01'),
  endsOn: day('2027-11-30'),
  premiumFen: 298_000,
}
const claim = { on: day('2026-04-02'), amountFen: 180_000, atFault: true, fatal: false, note: '追尾' }
const claimed: PolicyView = {
  ...policy,
  etag: '"2"',
  claims: [{ claimId: 'pcl_kqlnibu3txvyaquiavi5', ...claim }],
}
const over = { on: day('2026-06-01'), reason: 'CHANGED_INSURER', refundFen: 150_000 } as const

export const policyExamples = [
  example(findPolicies, { response: { items: [policy] } }),
  example(createPolicy, { body: { vehicleId, kind: 'commercial', ...terms }, response: policy }),
  example(readPolicy, { response: policy }),
  example(changePolicy, {
    body: { premiumFen: 315_000, specialistId: null },
    response: { ...policy, etag: '"2"', premiumFen: 315_000, specialistId: undefined },
  }),
  example(renewPolicy, {
    body: renewalTerms,
    response: {
      ...policy,
      ...renewalTerms,
      policyId: renewalId,
      renews: policyId,
      state: 'to_begin',
      allowed: ['renew', 'cancel', 'move'],
    },
  }),
  example(cancelPolicy, {
    body: over,
    response: {
      ...policy,
      etag: '"2"',
      state: 'cancelled',
      allowed: ['move', 'claims'],
      ended: { kind: 'cancelled', ...over },
    },
  }),
  example(lapsePolicy, {
    body: { reason: 'BOUGHT_ELSEWHERE' },
    response: {
      ...policy,
      etag: '"2"',
      state: 'lapsed',
      allowed: ['renew', 'move', 'claims'],
      ended: { kind: 'lapsed', on: day('2026-12-01'), reason: 'BOUGHT_ELSEWHERE' },
    },
  }),
  example(movePolicy, {
    body: { vehicleId: 'veh_q3txvyaquiavi5kqlnib' },
    response: { ...policy, etag: '"2"', vehicleId: 'veh_q3txvyaquiavi5kqlnib' },
  }),
  example(addClaim, { body: claim, response: claimed }),
  example(retractClaim, { response: { ...policy, etag: '"3"' } }),
  example(listPolicyChanges, {
    response: {
      items: [
        {
          at,
          by: specialistId,
          action: 'corrected',
          before: { premiumFen: 312_000 },
          after: { premiumFen: 315_000 },
        },
      ],
    },
  }),
  example(listVehiclePolicies, { response: { items: [policy] } }),
  example(readInsurance, {
    response: {
      vehicleId,
      customerId,
      on: day('2026-11-23'),
      segment: {
        segment: 'repeatRenewal',
        why: {
          code: 'renewed-here',
          zh: '上一年在本店投保。',
          en: 'It was insured here for the last year.',
        },
      },
      governing: { policyId, kind: 'commercial', endsOn: day('2026-11-30'), daysLeft: 7 },
      commercial: {
        startsOn: day('2026-12-01'),
        noClaimLevel: -2,
        factorPercent: 70,
        insuredYears: 3,
        claims: 1,
        why: {
          code: 'counted',
          zh: '近三个保险年度内有责赔款次数减去连续投保年数。',
          en: 'Claims at fault in the last three insured years, less the insured years in a row.',
        },
      },
      compulsory: {
        startsOn: day('2026-12-01'),
        premiumFen: 66_500,
        baseFen: 95_000,
        changePercent: -30,
        cleanYears: 3,
        why: {
          code: 'clean-years',
          zh: '连续无有责任事故，按年数下浮。',
          en: 'Years in a row without an accident at fault: less for each, up to three.',
        },
      },
      assumes: [{ zh: '交强险按六座以下家庭自用车。', en: 'Compulsory: a private car of under six seats.' }],
    },
  }),
]
