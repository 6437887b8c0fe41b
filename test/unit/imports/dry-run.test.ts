import { describe, expect, it } from 'vitest'
import { asIfWritten } from '../../../functions/imports/as-if-written.ts'
import type { ImportRun } from '../../../shared/domain/import-run.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { importRecord } from '../../../shared/store/imports.ts'
import type { Write } from '../../../shared/store/table-client.ts'
import { stampAt } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { save } from '../../support/store.ts'
import {
  asOf,
  importingWorld,
  Killed,
  later,
  sampleExport,
  type Export,
  type ImportingWorld,
} from './importing.ts'

async function dryRun(world: ImportingWorld, importId: string, content: Export): Promise<ImportRun> {
  const run: ImportRun = {
    ...unwritten(stampAt(asOf)),
    dealerId: 'D001',
    importId,
    status: 'started',
    dryRun: true,
    results: {},
  }
  await save(world.store, importRecord.put(run, stampAt(asOf)))
  world.upload(importId, content)
  return world.record(importId)
}

describe('a dry run', () => {
  it('finds in the sample dealer what the real run finds, row by row, and writes no record', async () => {
    const real = await importingWorld()
    const wanted = await real.import('I1', sampleExport())
    const world = await importingWorld()
    const before = world.dump()
    await dryRun(world, 'I1', sampleExport())
    expect(await world.run('I1')).toBe('done')
    const run = await world.record('I1')
    expect(run).toMatchObject({ status: 'checked', dryRun: true })
    expect(run.results).toEqual(wanted.results)
    expect(world.report('I1')).toEqual(real.report('I1'))
    expect(world.dump()).toEqual(before)
    expect((await world.store.dealers.byId('D001'))!.version).toBe(1)
  })

  it('finds what changes in what is there already', async () => {
    const customers = '客户编号,姓名,手机\nC1,王芳,13800138001\nC2,李强,13800138002\n'
    const world = await importingWorld()
    await world.import('I0', { customers })
    const before = world.dump()
    await dryRun(world, 'I1', { customers: customers.replace('李强', '李强强') })
    world.now = later
    await world.run('I1')
    expect((await world.record('I1')).results.customers).toMatchObject({
      accepted: 2,
      changed: 1,
      created: 0,
    })
    expect(world.dump()).toEqual(before)
  })

  it('that dies begins anew, and counts no row twice', async () => {
    const world = await importingWorld()
    await dryRun(world, 'I1', sampleExport(40))
    let saves = 0
    const client = {
      ...world.table,
      commit: (writes: readonly Write[]) => {
        saves += 1
        if (saves > 4) throw new Killed('the function is gone')
        return world.table.commit(writes)
      },
    }
    await expect(world.run('I1', { client })).rejects.toThrow(Killed)
    expect((await world.record('I1')).checkpoint).toBeUndefined()
    expect(await world.run('I1')).toBe('done')
    const alone = await importingWorld()
    await dryRun(alone, 'I1', sampleExport(40))
    await alone.run('I1')
    expect((await world.record('I1')).results).toEqual((await alone.record('I1')).results)
  })

  it('that takes longer than a function may run says that it is too much, and does not go on', async () => {
    const world = await importingWorld()
    await dryRun(world, 'I1', sampleExport(40))
    expect(await world.run('I1', { remaining: () => 0 })).toBe('done')
    expect(await world.record('I1')).toMatchObject({
      status: 'failed',
      results: { staff: { problem: { code: 'dry-run-too-large' } } },
    })
  })
})

describe('the table as if it was written', () => {
  const key = (name: string) => ({ pk: `D001#${name}`, sk: 'thing' })
  const put = (name: string, says: string): Write => ({
    kind: 'put',
    key: key(name),
    item: { says },
    condition: { clause: 'none' },
  })

  it('shows what was planned in front of what is there, and what was deleted not at all', async () => {
    const table = memoryTable()
    for (const name of ['a', 'b', 'c']) table.put({ ...key(name), says: 'stored' })
    const planned = asIfWritten(table)
    await planned.commit([put('b', 'planned'), put('d', 'planned')])
    await planned.commit([
      put('d', 'planned twice'),
      { kind: 'delete', key: key('c'), condition: { clause: 'none' } },
    ])
    const found = await planned.getMany(['a', 'b', 'c', 'd', 'e'].map(key))
    expect([...found.values()].map((item) => [item['pk'], item['says']]).sort()).toEqual([
      ['D001#a', 'stored'],
      ['D001#b', 'planned'],
      ['D001#d', 'planned twice'],
    ])
    expect(await planned.get(key('c'))).toBeUndefined()
    expect(await planned.get(key('d'))).toMatchObject({ says: 'planned twice' })
    expect(table.commits).toEqual([])
  })

  it('says so when it is more than memory has room for; what is planned again is counted once', async () => {
    const planned = asIfWritten(memoryTable(), 1_000)
    for (let times = 0; times < 50; times += 1) await planned.commit([put('a', 'x'.repeat(100))])
    await planned.commit([put('b', 'x'.repeat(100))])
    expect(() => planned.commit([put('c', 'x'.repeat(100))])).toThrow('too much for a dry run')
  })

  it('answers no list, which would not know what is planned', async () => {
    await expect(asIfWritten(memoryTable()).query({ pk: 'D001#staff' })).rejects.toThrow('by key alone')
  })
})
