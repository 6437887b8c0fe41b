import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExportSaid, newsOf } from '../../../shared/domain/export-said.ts'

interface Row {
  readonly name?: string | undefined
  readonly plate?: string | undefined
  readonly km?: number | undefined
}
interface Known extends Row {
  readonly exportSaid?: ExportSaid | undefined
}

/** The record with an export's row taken in, as the imports do. */
function taken(record: Known, row: Row, rowName = 'VIN1'): Known {
  const { news, exportSaid } = newsOf(row, { recordId: 'veh_1', rowName }, record.exportSaid)
  return { ...record, ...news, exportSaid }
}
const said = ({ name, plate, km }: Known) => ({ name, plate, km })

const word = fc.constantFrom('浙A12345', '浙A54321', '', 'null', undefined)
const row = fc.record({ name: word, plate: word, km: fc.constantFrom(0, 9000, undefined) })
/** Some fields of it, others left out. */
const some = fc.record(
  { name: word, plate: word, km: fc.constantFrom(0, 1, undefined) },
  { requiredKeys: [] },
)

describe('what an export says once more', () => {
  it('changes nothing that people have changed since, however often it comes', () => {
    fc.assert(
      fc.property(row, some, fc.integer({ min: 1, max: 3 }), (first, people, times) => {
        const changed: Known = { ...taken({}, first), ...people }
        let record = changed
        for (let again = 0; again < times; again += 1) record = taken(record, first)
        expect(record).toEqual(changed)
      }),
    )
  })

  it('changes nothing of a car that has two rows, whatever they contradict each other in', () => {
    fc.assert(
      fc.property(row, row, some, (one, other, people) => {
        const both = (record: Known) => taken(taken(record, one, 'VIN1'), other, 'VIN2')
        const changed: Known = { ...both({}), ...people }
        expect(both(changed)).toEqual(changed)
      }),
    )
  })

  it('is no news under a new name of the record', () => {
    fc.assert(
      fc.property(row, some, (first, people) => {
        const changed = { ...taken({}, first, 'VIN1'), ...people }
        expect(said(taken(changed, first, 'VIN2'))).toEqual(said(changed))
      }),
    )
  })
})

describe('a cell that has changed since the last export', () => {
  it('always arrives, and no other does', () => {
    fc.assert(
      fc.property(row, some, some, (first, people, changes) => {
        const before = { ...taken({}, first), ...people }
        const next = { ...first, ...changes }
        const after = taken(before, next)
        for (const field of ['name', 'plate', 'km'] as const)
          expect(after[field]).toBe(next[field] === first[field] ? before[field] : next[field])
      }),
    )
  })

  it('arrives whether people change another field before or after it', () => {
    fc.assert(
      fc.property(row, word, word, (first, plate, name) => {
        const record = taken({}, first)
        const next = { ...first, plate }
        expect({ ...taken(record, next), name }).toEqual(taken({ ...record, name }, next))
      }),
    )
  })
})

describe('a record that no export has named', () => {
  it('takes the whole row', () => {
    fc.assert(
      fc.property(row, row, (desk, first) => {
        expect(said(taken(desk, first))).toEqual(first)
      }),
    )
  })

  it('and a column that the last export lacked, are news; a column that the file lacks is not forgotten', () => {
    const first = taken({}, { name: '王芳' })
    const plated = taken({ ...first, name: '王芳芳' }, { name: '王芳', plate: '浙A12345' })
    expect(said(plated)).toEqual({ name: '王芳芳', plate: '浙A12345', km: undefined })
    const without = taken({ ...plated, plate: '浙A00001' }, { name: '王芳' })
    expect(said(taken(without, { name: '王芳', plate: '浙A12345' }))).toMatchObject({ plate: '浙A00001' })
  })
})

describe('what is remembered', () => {
  it('has no value in it, and not the same of two records', () => {
    const of = (recordId: string) =>
      newsOf({ mobile: '+8613800138001' }, { recordId, rowName: 'C1' }).exportSaid
    const known = of('cus_1')
    expect(JSON.stringify(ExportSaid.parse(known))).toMatch(/^\{"[a-z2-7]{5}":\{"mobile":"[a-z2-7]{5}"\}\}$/)
    expect(of('cus_2')).not.toEqual(known)
  })
})
