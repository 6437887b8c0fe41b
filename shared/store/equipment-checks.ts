import { EquipmentCheck } from '../domain/equipment-check.ts'
import { idFor } from '../domain/ids.ts'
import type { CalendarDate } from '../domain/time.ts'
import { readFound, readOne, readPage, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A team checks once before work and once after it: the key is made from that. */
export function equipmentCheckIdOf(
  dealerId: string,
  { team, on, occasion }: Pick<EquipmentCheck, 'team' | 'on' | 'occasion'>,
): string {
  return idFor('equipmentCheck', dealerId, team, on, occasion)
}

const key = (dealerId: string, equipmentCheckId: string) => ({
  pk: `${dealerId}#equipment-check#${equipmentCheckId}`,
  sk: 'equipment-check',
})

const ALL = 'equipment-checks'
const LISTS_OWED = 'missing-tools-lists'
/** Sorts after every key that begins with a day and `#`. */
const AFTER = '$'

/** It stands among all of the dealer's by its day, and while its list is owed among those. */
export const equipmentCheckRecord = recordKind({
  entity: 'EquipmentCheck',
  schema: EquipmentCheck,
  key: ({ dealerId, equipmentCheckId }) => key(dealerId, equipmentCheckId),
  attributes: ({ dealerId, equipmentCheckId, on, status }) => {
    const sort = `${on}#${equipmentCheckId}`
    return {
      relatedPk: `${dealerId}#${ALL}`,
      relatedSk: sort,
      ...(status === 'list_owed' ? { lookupPk: `${dealerId}#${LISTS_OWED}`, lookupSk: sort } : {}),
    }
  },
})

/** Of which days, both ends included. */
interface Days {
  readonly from: CalendarDate
  readonly until: CalendarDate
}

export function equipmentCheckStore(client: TableClient) {
  const between = ({ from, until }: Days) => ({ from, upTo: `${until}${AFTER}` })
  return {
    byId: (dealerId: string, equipmentCheckId: string) =>
      readOne(client, equipmentCheckRecord, key(dealerId, equipmentCheckId)),
    /** A page of those of a period, the last day first, as the index shows them. */
    inPeriod: (
      dealerId: string,
      { from, until, ...paging }: Days & Paging,
    ): Promise<Listed<EquipmentCheck>> =>
      readPage(client, equipmentCheckRecord, 'related', {
        dealerId,
        of: ALL,
        newestFirst: true,
        ...between({ from, until }),
        ...paging,
      }),
    /** A page of those whose list of missing tools is owed, the oldest first, each as it is now. */
    listsOwed: (
      dealerId: string,
      { from, until, ...paging }: Days & Paging,
    ): Promise<Listed<EquipmentCheck>> =>
      readFound(client, equipmentCheckRecord, {
        dealerId,
        of: LISTS_OWED,
        ...between({ from, until }),
        ...paging,
      }),
  }
}
