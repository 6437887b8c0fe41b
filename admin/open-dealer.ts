import { newDealer } from '../shared/domain/dealer.ts'
import { idFor } from '../shared/domain/ids.ts'
import { unwritten, type Stamp } from '../shared/domain/record.ts'
import type { Staff } from '../shared/domain/staff.ts'
import { dealerRecord } from '../shared/store/dealers.ts'
import { takeName } from '../shared/store/guards.ts'
import { staffRecord } from '../shared/store/staff.ts'
import type { Store } from '../shared/store/store.ts'
import { untilCommitted } from '../shared/store/until-committed.ts'
import type { Flags } from './flags.ts'

/** What the command found and made. */
export interface Opened {
  readonly dealer: 'made' | 'was there'
  readonly staff: 'made' | 'was there'
  readonly staffId: string
}

/** The dealer's record and its first member of staff, each made only if it is not there. */
export async function openDealer(
  store: Pick<Store, 'dealers' | 'guards' | 'commit'>,
  flags: Flags,
  stamp: Stamp,
): Promise<Opened> {
  const { dealer: dealerId, name, signature, phone, zone, 'staff-number': number } = flags
  const { opened } = await untilCommitted(store, async () => {
    const [known, ids] = await Promise.all([
      store.dealers.byId(dealerId),
      store.guards.idsBehind(dealerId, 'staff-number', [number]),
    ])
    const taken = ids.get(number)
    const staffId = taken ?? idFor('staff', dealerId, number)
    const writes = [
      ...(known === undefined
        ? [dealerRecord.put(newDealer({ dealerId, name, signature, phone, zone }, stamp), stamp)]
        : []),
      ...(taken === undefined
        ? [
            staffRecord.put(memberOf(flags, staffId, stamp), stamp),
            takeName(dealerId, 'staff-number', number, staffId, stamp),
          ]
        : []),
    ]
    const told: Opened = {
      dealer: known === undefined ? 'made' : 'was there',
      staff: taken === undefined ? 'made' : 'was there',
      staffId,
    }
    return { opened: told, writes }
  })
  return opened
}

function memberOf(flags: Flags, staffId: string, stamp: Stamp): Staff {
  const { dealer: dealerId, 'staff-number': number, 'staff-name': name, role, email } = flags
  return { ...unwritten(stamp), dealerId, staffId, number, name, role, email }
}
