import { describe, expect, it } from 'vitest'
import { UndoPlanner } from '../../../functions/imports/plan-undo.ts'
import type { UndoEntry } from '../../../functions/imports/undo-log.ts'
import { keyText, type Item } from '../../../shared/store/table-client.ts'
import { memoryTable } from '../../support/memory-table.ts'

const key = { pk: 'D001#vehicle#veh_a', sk: 'vehicle' }
const ours = 'import I1'
const undone = 'undo of import I1'

/** An entry of the log: the version found, whose it was, and the version written. */
const wrote = (version: number, found = 0, by = 'somebody'): UndoEntry => ({
  ...key,
  version,
  deleted: false,
  ...(found === 0 ? {} : { before: { ...key, version: found, updatedBy: by, createdBy: 'somebody' } }),
})
const stands = (version: number, updatedBy: string, createdBy = 'somebody'): Item => ({
  ...key,
  version,
  updatedBy,
  createdBy,
})

async function verdict(entries: readonly UndoEntry[], item: Item | undefined) {
  const table = memoryTable()
  if (item !== undefined) table.put(item)
  const planner = new UndoPlanner({ importedBy: ours, undoneBy: undone })
  for (const [page, entry] of entries.entries()) planner.add(page, [entry])
  const { steps, changed, restored } = await planner.plan(table)
  const step = steps.get(keyText(key))
  if (step !== undefined) return { page: step.page, left: step.left, created: step.created }
  if (changed.length > 0) return 'changed'
  return restored > 0 ? 'restored' : 'untouched'
}

describe('what becomes of a record when an import is taken back', () => {
  it.each<[string, UndoEntry[], Item | undefined, unknown]>([
    ['made by it', [wrote(1)], stands(1, ours, ours), { page: 0, left: { version: 1 }, created: true }],
    ['changed by it once', [wrote(4, 3)], stands(4, ours), { page: 0, left: { version: 4 }, created: false }],
    [
      'changed by it twice',
      [wrote(4, 3), wrote(5, 4, ours)],
      stands(5, ours),
      { page: 0, left: { version: 5 }, created: false },
    ],
    [
      'made, and changed twice by it',
      [wrote(1), wrote(2, 1, ours), wrote(3, 2, ours)],
      stands(3, ours, ours),
      { page: 0, left: { version: 3 }, created: true },
    ],
    [
      'planned, then changed by somebody and planned anew',
      [wrote(4, 3), wrote(5, 4)],
      stands(5, ours),
      { page: 1, left: { version: 5 }, created: false },
    ],
    [
      'changed by it, by somebody, and by it again',
      [wrote(4, 3), wrote(6, 5)],
      stands(6, ours),
      { page: 1, left: { version: 6 }, created: false },
    ],
    [
      'planned twice at one version',
      [wrote(4, 3), wrote(4, 3)],
      stands(4, ours),
      { page: 1, left: { version: 4 }, created: false },
    ],
    [
      'changed by it, its last transaction being none',
      [wrote(4, 3), wrote(5, 4, ours)],
      stands(4, ours),
      { page: 0, left: { version: 4 }, created: false },
    ],
    ['changed by somebody since', [wrote(4, 3)], stands(5, 'somebody'), 'changed'],
    ['made by it and changed by somebody since', [wrote(1)], stands(2, 'somebody', ours), 'changed'],
    ['planned and never written', [wrote(4, 3)], stands(3, 'somebody'), 'untouched'],
    ['planned, but made by somebody first', [wrote(1)], stands(1, 'somebody'), 'untouched'],
    ['perhaps written and changed since', [wrote(4, 3), wrote(5, 4)], stands(6, 'somebody'), 'changed'],
    ['put back already', [wrote(4, 3)], stands(5, undone), 'restored'],
    ['made by it and gone', [wrote(1)], undefined, 'restored'],
    ['there before it and gone', [wrote(4, 3)], undefined, 'changed'],
  ])('%s', async (_, entries, item, expected) => {
    expect(await verdict(entries, item)).toEqual(expected)
  })

  it('a name that it took goes with its owner, and one that is somebody else’s by now stays', async () => {
    const guard: UndoEntry = { pk: 'D001#guard#vin#V1', sk: 'guard', deleted: false, ownerId: 'veh_a' }
    for (const [createdBy, steps] of [
      [ours, 1],
      ['somebody', 0],
    ] as const) {
      const table = memoryTable()
      table.put({ pk: guard.pk, sk: guard.sk, entity: 'Guard', id: 'veh_a', createdBy })
      const planner = new UndoPlanner({ importedBy: ours, undoneBy: undone })
      planner.add(0, [guard])
      const plan = await planner.plan(table)
      expect([plan.steps.size, plan.changed.length]).toEqual([steps, 0])
    }
  })

  it('a pointer that it wrote over again goes back to what was there before the first time', async () => {
    const pointer = { pk: 'D001#former-plate#A', sk: 'veh_a' }
    const entry = (createdBy: string | undefined): UndoEntry => ({
      ...pointer,
      deleted: false,
      ...(createdBy === undefined ? {} : { before: { ...pointer, createdBy } }),
    })
    for (const [found, page] of [
      [['somebody', ours], 0],
      [[undefined, ours, ours], 0],
      [[undefined, undefined], 1],
    ] as const) {
      const table = memoryTable()
      table.put({ ...pointer, createdBy: ours })
      const planner = new UndoPlanner({ importedBy: ours, undoneBy: undone })
      for (const [index, by] of found.entries()) planner.add(index, [entry(by)])
      const step = (await planner.plan(table)).steps.get(keyText(pointer))
      expect(step).toMatchObject({ page, left: 'without-version' })
    }
  })

  it('is too much to weigh beyond a limit, whatever is written twice', () => {
    const planner = new UndoPlanner({ importedBy: ours, undoneBy: undone }, 2)
    const other = (name: string) => ({ ...wrote(1), pk: `D001#vehicle#${name}` })
    planner.add(0, [other('a'), other('b')])
    planner.add(1, [other('a'), other('b')])
    expect(() => {
      planner.add(2, [other('c')])
    }).toThrow('too many items')
  })
})
