import { describe, expect, it } from 'vitest'
import { handOn } from '../../../functions/insurance-renewals/hand-on.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { openStore } from '../../../shared/store/store.ts'
import {
  callEntryOf,
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
  })

  it('leaves an entry that somebody changes meanwhile for the next morning', async () => {
    const { table, store } = await shop()
    let faster = true
    table.onCommit = () => {
      const result = faster ? ({ kind: 'conflict', contested: [0] } as const) : undefined
      faster = false
      return result
    }
    expect(await handOn(store, dealerOf(), staff, morning)).toBe(3)
    expect(await lengthOf(store, 'leaver')).toBe(1)
    expect(await handOn(store, dealerOf(), staff, morning)).toBe(1)
  })

  it('stays where it is while its holder calls', async () => {
    const { store } = await shop()
    expect(await handOn(store, dealerOf(), [staffOf('leaver'), staffOf('s1')], morning)).toBe(0)
    expect(await lengthOf(store, 'leaver')).toBe(4)
  })
})
