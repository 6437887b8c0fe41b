import { describe, expect, it } from 'vitest'
import { insuranceCallLists } from '../../../functions/insurance-renewals/purpose.ts'
import type { Staff } from '../../../shared/domain/staff.ts'
import { sweep } from '../../../shared/due/sweep.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { openStore } from '../../../shared/store/store.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import {
  absenceIdOf,
  callEntryOf,
  coverOf,
  day,
  dealerOf,
  dueItemOf,
  local,
  policyIdOf,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { clockAt, puts, save } from '../../support/store.ts'

/** The lists of 23 November, on which the contact about anna's policy is due; the policy names S1. */
async function listsOf(...staff: Staff[]) {
  const store = openStore(memoryTable())
  const cover = { commercial: coverOf('anna', '2026-11-30', { specialistId: staffIdOf('S1') }) }
  await save(
    store,
    ...puts(dealerRecord, dealerOf()),
    ...puts(staffRecord, ...staff),
    ...puts(vehicleRecord, vehicleOf('anna', { cover })),
    // The deputy has the most to do, so nobody gets a vehicle by having the fewest.
    ...puts(callEntryRecord, callEntryOf('C1', 'other'), callEntryOf('C1', 'another')),
    ...puts(
      dueItemRecord,
      dueItemOf('anna', {
        purpose: 'insurance-call-lists',
        cycle: policyIdOf('anna'),
        step: 'd7',
        dueAt: local('2026-11-23 07:30'),
      }),
    ),
  )
  await sweep(insuranceCallLists(store), { store, clock: clockAt(local('2026-11-23 07:31')), by: 'test' })
  const lists = await Promise.all(staff.map(({ staffId }) => store.callLists.of('D001', staffId)))
  return lists.flat().filter(({ vehicleId }) => vehicleId === vehicleIdOf('anna'))
}

const absences = [
  { absenceId: absenceIdOf('a'), from: day('2026-11-20'), until: day('2026-11-27'), kind: 'annual' } as const,
]
const deputies = [{ deputyId: staffIdOf('C1') }]
const deputy = staffOf('C1', { role: 'insurance_clerk' })

describe('a vehicle whose specialist', () => {
  it('is at work stands on their list', async () => {
    expect(await listsOf(staffOf('S1', { deputies }), staffOf('S2'), deputy)).toMatchObject([
      { staffId: staffIdOf('S1'), vehicleId: vehicleIdOf('anna') },
    ])
  })

  it('is on leave stands on the deputy’s list, for whom it was', async () => {
    expect(await listsOf(staffOf('S1', { absences, deputies }), staffOf('S2'), deputy)).toMatchObject([
      { staffId: staffIdOf('C1'), standsInFor: staffIdOf('S1') },
    ])
  })

  it('has left stands on the list of the deputy of that time, whatever the deputy’s own role', async () => {
    const gone = staffOf('S1', { leftOn: day('2026-11-20'), deputies })
    expect(await listsOf(gone, staffOf('S2'), deputy)).toMatchObject([{ staffId: staffIdOf('C1') }])
    expect(await listsOf({ ...gone, deputies: [] }, staffOf('S2'), deputy)).toMatchObject([
      { staffId: staffIdOf('S2') },
    ])
  })

  it('is on leave without a deputy stands on that of another who calls', async () => {
    expect(await listsOf(staffOf('S1', { absences }), staffOf('S2'), deputy)).toMatchObject([
      { staffId: staffIdOf('S2') },
    ])
  })
})
