import type { Dealer } from '../../shared/domain/dealer.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { holdersOf, type Staff } from '../../shared/domain/staff.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { CALL_LISTS } from '../../shared/due/plans/insurance-call-lists.ts'
import { callEntryRecord } from '../../shared/store/call-lists.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import type { Store } from '../../shared/store/store.ts'
import { specialistFor, type Loads } from './share-out.ts'

/** Roles whose lists may be left behind: specialists, and those who stood in while there were none. */
const callers: readonly Staff['role'][] = [
  'renewal_specialist',
  'insurance_manager',
  'service_manager',
  'general_manager',
]

/**
 * Gives the entries of those who no longer call (they left, or specialists have come for whom they stood in) to
 * those who do, evenly: an entry stays on each working day's list, whoever's list it is. Returns how many went
 * over. An entry that somebody changes meanwhile goes over the next morning.
 */
export async function handOn(
  store: Store,
  dealer: Dealer,
  staff: readonly Staff[],
  stamp: Stamp,
): Promise<number> {
  const { dealerId, zone } = dealer
  const today = dateIn(stamp.at, zone)
  const calling = holdersOf('renewal_specialist', staff, today).map(({ staffId }) => staffId)
  if (calling.length === 0) return 0
  const former = staff.filter(({ staffId, role }) => callers.includes(role) && !calling.includes(staffId))
  const left = (await Promise.all(former.map(({ staffId }) => store.callLists.of(dealerId, staffId)))).flat()
  if (left.length === 0) return 0
  const loads: Loads = new Map()
  for (const staffId of calling) loads.set(staffId, (await store.callLists.of(dealerId, staffId)).length)
  let handed = 0
  for (const entry of left) {
    const subject = `vehicle#${entry.vehicleId}`
    const item = await store.dueItems.bySubject(dealerId, CALL_LISTS, subject)
    const staffId = specialistFor({ wanted: [], listedWith: undefined }, calling, loads)
    if (staffId === undefined) continue
    const assigned = item?.assignedTo === entry.staffId ? item : undefined
    const result = await store.commit([
      callEntryRecord.remove(entry),
      callEntryRecord.put({ ...entry, ...unwritten(stamp), staffId }, stamp),
      ...(assigned === undefined ? [] : [dueItemRecord.put({ ...assigned, assignedTo: staffId }, stamp)]),
    ])
    if (result.kind === 'committed') handed += 1
  }
  return handed
}
