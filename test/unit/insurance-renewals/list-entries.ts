import fc from 'fast-check'
import { addDays, CalendarDate } from '../../../shared/domain/time.ts'
import type { CallListEntry } from '../../../functions/insurance-renewals/call-list.ts'

export const today = CalendarDate.parse('2026-11-23')

export function entry(changes: Partial<CallListEntry> = {}): CallListEntry {
  const daysLeft = changes.daysLeft ?? 12
  return {
    rank: 1,
    vehiclePlate: '浙JJDVE2',
    vin: 'LGWPY2P30N1PH6524',
    brand: '长城',
    model: '坦克300',
    customerName: '武文',
    mobile: '+8613800138000',
    policyKind: 'commercial',
    insurer: '太平洋产险',
    policyNumber: 'PDAA16990689941703',
    endsOn: addDays(today, daysLeft),
    daysLeft,
    step: 15,
    segment: 'repeatRenewal',
    premiumFen: 264_601,
    listedSince: today,
    isNew: true,
    ...changes,
  }
}

/** Entries that agree and differ in each thing the order looks at. */
export const anyEntry: fc.Arbitrary<CallListEntry> = fc
  .record({
    daysLeft: fc.constantFrom(-30, -1, 0, 1, 30, 31, 60, 61, 90),
    isNew: fc.boolean(),
    segment: fc.constantFrom('firstRenewal', 'repeatRenewal', 'servicedNotInsured', 'lapsed'),
    premiumFen: fc.constantFrom(0, 95_000, 264_601),
    vin: fc.constantFrom('LGWEF4A53HF000001', 'LGBH52E03KY000001', 'LVSHFFAC3JS000001'),
    policyNumber: fc.constantFrom('A', 'B'),
  })
  .map(entry)
