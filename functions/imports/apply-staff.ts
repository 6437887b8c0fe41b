import { newsOf } from '../../shared/domain/export-said.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { unwritten } from '../../shared/domain/record.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { takeName } from '../../shared/store/guards.ts'
import { staffRecord } from '../../shared/store/staff.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { TableApplier } from './apply-chunk.ts'
import { rowOutcome } from './row-outcome.ts'
import type { StaffRow } from './staff-table.ts'

export const applyStaff: TableApplier<StaffRow> = {
  chunkSize: 50,
  async plan(rows, { store, dealer: { dealerId }, stamp }) {
    const numbers = rows.map(({ values }) => values.number)
    const ids = await store.guards.idsBehind(dealerId, 'staff-number', numbers)
    const usual = (number: string) => idFor('staff', dealerId, number)
    const unknown = numbers.filter((number) => !ids.has(number))
    const records = await store.staff.byIds(dealerId, [...ids.values(), ...unknown.map(usual)])
    // A person whose number was corrected since has kept their id; the number is another's now.
    const newId = (number: string) =>
      records.has(usual(number)) ? idFor('staff', dealerId, number, stamp.by) : usual(number)
    const writes: Write[] = []
    let changed = 0
    let created = 0
    for (const { values } of rows) {
      const guarded = ids.get(values.number)
      const staffId = guarded ?? newId(values.number)
      const before = guarded === undefined ? undefined : records.get(staffId)
      const { number, ...cells } = values
      const { news, exportSaid } = newsOf(cells, { recordId: staffId, rowName: number }, before?.exportSaid)
      const known: Staff = before ?? { ...unwritten(stamp), ...values, dealerId, staffId }
      const after: Staff = { ...known, ...news, exportSaid }
      const outcome = rowOutcome(before, after)
      if (outcome === 'same') continue
      if (outcome !== 'heard') changed += 1
      if (outcome === 'created') created += 1
      writes.push(staffRecord.put(after, stamp))
      if (guarded === undefined)
        writes.push(takeName(dealerId, 'staff-number', values.number, staffId, stamp))
    }
    return { writes, changed, created, refused: [] }
  },
}
