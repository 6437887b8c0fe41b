import { describe, expect, it } from 'vitest'
import { handOn } from '../../../shared/due/hand-on.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { openStore } from '../../../shared/store/store.ts'
import {
  absenceIdOf,
  callEntryOf,
  day,
  dealerOf,
  dueItemOf,
  local,
  staffIdOf,
  staffOf,
  stampAt,
  vehicleIdOf,
} from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'

const names = ['a', 'b', 'c', 'd']
const morning = stampAt(local('2026-11-24 08:00'))

async function shop() {
  const table = memoryTable()
  const store = openStore(table)
  await save(
    store,
    ...puts(callEntryRecord, ...names.map((name) => callEntryOf('leaver', name))),
    ...puts(
      dueItemRecord,
      ...names.map((name) =>
        dueItemOf(name, { purpose: 'insurance-call-lists', assignedTo: staffIdOf('leaver') }),
      ),
    ),
  )
  return { table, store }
}

const lengthOf = async (store: ReturnType<typeof openStore>, name: string) =>
  (await store.callLists.of('D001', staffIdOf(name))).length

describe('the list of a specialist who has left', () => {
  const staff = [staffOf('leaver', { leftOn: '2026-11-23' as never }), staffOf('s1'), staffOf('s2')]

  it('goes over evenly to those who call, and their timers with it', async () => {
    const { store } = await shop()
    expect(await handOn(store, dealerOf(), staff, morning)).toBe(4)
    expect(await lengthOf(store, 'leaver')).toBe(0)
    expect([await lengthOf(store, 's1'), await lengthOf(store, 's2')]).toEqual([2, 2])
    for (const name of names) {
      const item = await store.dueItems.bySubject(
        'D001',
        'insurance-call-lists',
        `vehicle#${vehicleIdOf(name)}`,
      )
      expect([staffIdOf('s1'), staffIdOf('s2')]).toContain(item?.assignedTo)
    }
  })

  it('keeps since when each vehicle waits', async () => {
    const { store } = await shop()
    await handOn(store, dealerOf(), staff, morning)
    const [entry] = await store.callLists.of('D001', staffIdOf('s1'))
    expect(entry).toMatchObject({ listedSince: '2026-11-02', step: 'd45' })
    // Who has left does not come back to it, should they rejoin one day.
    expect(entry?.standsInFor).toBeUndefined()
  })

  it('leaves an entry that somebody changes meanwhile for the next morning', async () => {
    const { table, store } = await shop()
    let busy = true
    const contested = `D001#call-list#${staffIdOf('leaver')}`
    table.onCommit = (writes) => {
      const index = writes.findIndex(({ key }) => busy && key.pk === contested && key.sk === vehicleIdOf('b'))
      return index === -1 ? undefined : { kind: 'conflict', contested: [index] }
    }
    expect(await handOn(store, dealerOf(), staff, morning)).toBe(3)
    expect(await lengthOf(store, 'leaver')).toBe(1)
    busy = false
    expect(await handOn(store, dealerOf(), staff, morning)).toBe(1)
  })

  it('goes to the deputy of that time whole, whatever the deputy’s own role, and stays there', async () => {
    const { store } = await shop()
    const handTo = [{ deputyId: staffIdOf('manager'), from: day('2026-11-24') }]
    const gone = staffOf('leaver', { leftOn: day('2026-11-23'), deputies: handTo })
    const team = [gone, staffOf('manager', { role: 'insurance_manager' }), staffOf('s1')]
    expect(await handOn(store, dealerOf(), team, morning)).toBe(4)
    expect([await lengthOf(store, 'manager'), await lengthOf(store, 's1')]).toEqual([4, 0])
    expect(await handOn(store, dealerOf(), team, morning)).toBe(0)
  })

  it('is not added to that of the deputy by what others leave', async () => {
    const { store } = await shop()
    await save(store, ...puts(callEntryRecord, callEntryOf('other', 'e')))
    const handTo = [{ deputyId: staffIdOf('manager'), from: day('2026-11-24') }]
    const team = [
      staffOf('leaver', { leftOn: day('2026-11-23'), deputies: handTo }),
      staffOf('other', { leftOn: day('2026-11-23') }),
      staffOf('manager', { role: 'insurance_manager' }),
      staffOf('s1'),
    ]
    expect(await handOn(store, dealerOf(), team, morning)).toBe(5)
    expect([await lengthOf(store, 'manager'), await lengthOf(store, 's1')]).toEqual([4, 1])
  })

  it('stays where it is while its holder calls', async () => {
    const { store } = await shop()
    expect(await handOn(store, dealerOf(), [staffOf('leaver'), staffOf('s1')], morning)).toBe(0)
    expect(await lengthOf(store, 'leaver')).toBe(4)
  })
})

describe('the list of a specialist who does something else now', () => {
  it('goes to those who call', async () => {
    const { store } = await shop()
    const team = [staffOf('leaver', { role: 'trainer' }), staffOf('s1')]
    expect(await handOn(store, dealerOf(), team, morning)).toBe(4)
    expect(await lengthOf(store, 's1')).toBe(4)
  })
})

describe('the list of a specialist on leave', () => {
  const away = {
    absenceId: absenceIdOf('a'),
    from: day('2026-11-24'),
    until: day('2026-11-26'),
    kind: 'annual',
  } as const
  const deputies = [{ deputyId: staffIdOf('deputy') }]
  const onLeave = staffOf('leaver', { absences: [away], deputies })
  const deputy = staffOf('deputy', { role: 'insurance_clerk' })
  const staff = [onLeave, deputy, staffOf('s1')]
  const back = stampAt(local('2026-11-27 08:00'))

  it('goes to the deputy whole, whatever the deputy’s own role, and comes back afterwards', async () => {
    const { store } = await shop()
    await save(store, ...puts(callEntryRecord, callEntryOf('deputy', 'own')))
    expect(await handOn(store, dealerOf(), staff, morning)).toBe(4)
    expect([await lengthOf(store, 'deputy'), await lengthOf(store, 's1')]).toEqual([5, 0])
    expect(await handOn(store, dealerOf(), staff, morning)).toBe(0)
    expect(await handOn(store, dealerOf(), staff, back)).toBe(5)
    expect(await lengthOf(store, 'deputy')).toBe(0)
    const returned = await store.callLists.of('D001', staffIdOf('leaver'))
    expect(returned.map(({ vehicleId }) => vehicleId)).toEqual(expect.arrayContaining(names.map(vehicleIdOf)))
    expect(returned.every(({ standsInFor }) => standsInFor === undefined)).toBe(true)
  })

  it('without a deputy goes to the others, and comes back from them too', async () => {
    const { store } = await shop()
    const alone = staffOf('leaver', { absences: [away] })
    const team = [alone, staffOf('s1'), staffOf('s2')]
    expect(await handOn(store, dealerOf(), team, morning)).toBe(4)
    expect([await lengthOf(store, 's1'), await lengthOf(store, 's2')]).toEqual([2, 2])
    expect(await handOn(store, dealerOf(), team, back)).toBe(4)
    expect(await lengthOf(store, 'leaver')).toBe(4)
  })

  it('does not come back to who has left meanwhile, but stays with the deputy, else with those who call', async () => {
    const { store } = await shop()
    const team = [onLeave, deputy, staffOf('s1')]
    await handOn(store, dealerOf(), team, morning)
    const left = { ...onLeave, leftOn: day('2026-11-26') }
    expect(await handOn(store, dealerOf(), [left, deputy, staffOf('s1')], back)).toBe(0)
    const bare = { ...left, deputies: [] }
    expect(await handOn(store, dealerOf(), [bare, deputy, staffOf('s1')], back)).toBe(4)
    expect(await lengthOf(store, 's1')).toBe(4)
  })
})
