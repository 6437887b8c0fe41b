import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportRun } from '../../../shared/domain/import-run.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { importRecord } from '../../../shared/store/imports.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import type { Item, TableClient } from '../../../shared/store/table-client.ts'
import { callEntryOf, stampAt } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import {
  asOf,
  differences,
  dyingAt,
  importingWorld,
  Killed,
  later,
  sampleExport,
  type Dump,
  type Export,
  type ImportingWorld,
} from './importing.ts'

const header = '客户编号,姓名,手机,短信同意'
const customers = `${header}\nC1,王芳,13800138001,是\nC2,李强,13800138002,否\n`
const vehicles =
  '车架号,品牌,车型,购车日期,客户编号\nLGWEF4A53HF000001,长城,哈弗H6,2025-10-20,C1\nLGBH52E03KY000001,日产,轩逸,2024-03-01,C2\n'
const policies =
  '保单号,保险公司,险种,车架号,起保日期,到期日期,保费\nP1,平安,商业险,LGWEF4A53HF000001,2025-12-21,2026-12-20,3000\n'
const small: Export = { customers, vehicles, policies }

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
})

/** Asks as the API does, and lets the importer do it, again and again when its time is over. */
async function undo(
  importId = 'I1',
  more: { remaining?: () => number; client?: TableClient } = {},
): Promise<ImportRun> {
  const run = await world.record(importId)
  if (run.status !== 'undoing') {
    const stamp = stampAt(later)
    const from = run.status === 'failed' ? 'failed' : 'done'
    const asked: ImportRun = {
      ...run,
      status: 'undoing',
      undo: { askedAt: stamp.at, askedBy: 'clerk', from, phase: 'checking', total: 0, restored: 0 },
    }
    await save(world.store, importRecord.put(asked, stamp))
  }
  world.now = later
  while ((await world.run(importId, more)) === 'go-on');
  return world.record(importId)
}

/** The same in what it says; versions grow, and the undo is who wrote last. */
const said = (dump: Dump): Dump =>
  new Map(
    [...dump].map(([key, item]): [string, Item] => [
      key,
      { ...item, version: 0, updatedAt: '', updatedBy: '' },
    ]),
  )
const same = (before: Dump) => differences(said(world.dump()), said(before), { versions: true })

describe('an import that is taken back', () => {
  it('leaves nothing of what it has made', async () => {
    await world.import('I1', sampleExport(80))
    const { size } = world.dump()
    expect(size).toBeGreaterThan(300)
    const run = await undo()
    expect(run).toMatchObject({ status: 'undone', undo: { phase: 'done', total: size, restored: size } })
    expect(run.undo?.changed).toBeUndefined()
    expect([...world.dump().keys()]).toEqual([])
    expect((await world.store.dealers.byId('D001'))?.importing).toBeUndefined()
  })

  it('leaves what it has changed as it was before, under versions that only grow', async () => {
    await world.import('I0', small)
    const before = world.dump()
    await world.import('I1', {
      customers: customers.replace('王芳', '王芳芳').replace('是', '退订'),
      vehicles: vehicles.replace('哈弗H6', '哈弗H9').replace('2025-10-20', '2025-11-20'),
      policies: policies.replace('3000', '3500').replace('2026-12-20', '2027-01-20'),
    })
    const changed = differences(world.dump(), before, { versions: true })
    expect(changed.length).toBeGreaterThanOrEqual(5)
    const during = world.dump()
    expect(await undo()).toMatchObject({ status: 'undone', undo: { restored: changed.length } })
    expect(same(before)).toEqual([])
    for (const key of changed) {
      const [now, imported] = [world.dump().get(key)!, during.get(key)!]
      expect(now['version']).toBe(Number(imported['version']) + 1)
      expect(now['updatedBy']).toBe('undo of import I1')
    }
  })

  it('forgets the plate and the owner that only it made former ones', async () => {
    const plated = (plate: string, owner: string) =>
      `车架号,车牌号,品牌,车型,购车日期,客户编号\nLGWEF4A53HF000001,${plate},长城,哈弗H6,2025-10-20,${owner}\n`
    const at = (minutes: number) => addMinutes(asOf, minutes)
    const undone = async (importId: string) => {
      const run = await undo(importId)
      expect(run).toMatchObject({ status: 'undone' })
      expect(run.undo?.changed).toBeUndefined()
    }
    await world.import('I0', { customers, vehicles: plated('浙A11111', 'C1') })
    const first = world.dump()
    await world.import('I1', { vehicles: plated('浙A22222', 'C2') }, at(1))
    expect(['FormerPlate', 'FormerOwner'].flatMap(world.entities)).toHaveLength(2)
    await undone('I1')
    expect(same(first)).toEqual([])
    // The first plate and owner are former ones already when the last import makes them so again.
    await world.import('I2', { vehicles: plated('浙A22222', 'C2') }, at(2))
    await world.import('I3', { vehicles: plated('浙A11111', 'C1') }, at(3))
    const before = world.dump()
    await world.import('I4', { vehicles: plated('浙A33333', 'C2') }, at(4))
    await undone('I4')
    expect(same(before)).toEqual([])
  })

  it('brings its news once more when it is imported again: what it said is forgotten with it', async () => {
    await world.import('I0', small)
    const content = { customers: customers.replace('王芳', '王芳芳') }
    await world.import('I1', content)
    await undo()
    const run = await world.import('I2', content)
    expect(run.results.customers).toMatchObject({ changed: 1 })
    expect(world.entities('Customer').map(({ name }) => name)).toContain('王芳芳')
  })

  it('forgets the number that only it made a former one', async () => {
    const withMobile = (mobile: string) => customers.replace(/1\d{10}/, mobile)
    const at = (minutes: number) => addMinutes(asOf, minutes)
    await world.import('I0', { customers })
    const before = world.dump()
    await world.import('I1', { customers: withMobile('13911112222') }, at(1))
    expect(world.entities('FormerMobile')).toHaveLength(1)
    expect(await undo('I1')).toMatchObject({ status: 'undone' })
    expect(same(before)).toEqual([])
    await world.import('I2', { customers: withMobile('13911112222') }, at(2))
    await world.import('I3', { customers }, at(3))
    const again = world.dump()
    await world.import('I4', { customers: withMobile('13911113333') }, at(4))
    expect(await undo('I4')).toMatchObject({ status: 'undone' })
    expect(same(again)).toEqual([])
  })

  it('can be imported again, as if it had never been', async () => {
    await world.import('I1', sampleExport(60))
    const once = world.dump()
    await undo()
    await world.import('I2', sampleExport(60), asOf)
    const names = (dump: Dump) =>
      new Map(
        [...said(dump)].map(([key, item]): [string, Item] => [
          key,
          { ...item, createdBy: '', createdAt: '' },
        ]),
      )
    const text = (dump: Dump) => JSON.stringify([...names(dump)].sort()).replaceAll('import I2', 'import I1')
    expect(text(world.dump())).toBe(text(once))
  })

  it('gives an entry back to the list that it has left', async () => {
    await world.import('I0', small)
    const vehicleId = idFor('vehicle', 'D001', 'LGWEF4A53HF000001')
    const item = (await world.store.dueItems.bySubject(
      'D001',
      'insurance-call-lists',
      `vehicle#${vehicleId}`,
    ))!
    const entry = callEntryOf('S1', 'anna', { vehicleId, policyId: item.cycle, step: 'd33' })
    await save(
      world.store,
      dueItemRecord.put({ ...item, assignedTo: entry.staffId }, stampAt(asOf)),
      ...puts(callEntryRecord, entry),
    )
    const before = world.dump()
    await world.import('I1', { policies: policies.replace('2026-12-20', '2028-12-20') })
    expect(await world.store.callLists.of('D001', entry.staffId)).toEqual([])
    expect(await undo()).toMatchObject({ status: 'undone' })
    expect(await world.store.callLists.of('D001', entry.staffId)).toHaveLength(1)
    expect(same(before)).toEqual([])
  })

  it('that failed half-way is taken back too', async () => {
    world.upload('I1', sampleExport(30))
    const open = world.files.open.bind(world.files)
    let times = 0
    world.files.open = (key, etag) => {
      if (key.endsWith('/orders.csv') && (times += 1) > 1) world.stored.set(key, Buffer.from(''))
      return open(key, etag)
    }
    await world.run('I1')
    expect(await world.record('I1')).toMatchObject({ status: 'failed' })
    expect(world.dump().size).toBeGreaterThan(50)
    expect(await undo()).toMatchObject({ status: 'undone' })
    expect(world.dump().size).toBe(0)
  })

  it('in pieces, function after function, ends the same', async () => {
    await world.import('I1', sampleExport(80))
    let restored = 0
    let told = 0
    const client: TableClient = {
      ...world.table,
      commit(writes) {
        if (writes.some(({ kind }) => kind === 'delete')) restored += 1
        return world.table.commit(writes)
      },
    }
    // Each function ends after its first page.
    const remaining = () => (restored > told ? ((told = restored), 0) : 600_000)
    const run = await undo('I1', { client, remaining })
    expect(run).toMatchObject({ status: 'undone' })
    expect(world.dump().size).toBe(0)
    expect(world.log.lines.filter(({ code }) => code === 'UNDO_PAUSED')).toHaveLength(restored - 1)
    expect(restored).toBeGreaterThan(10)
  })
})

describe('an import of which something was changed since', () => {
  const customerId = idFor('customer', 'D001', 'C1')
  const rename = async () => {
    const customer = (await world.store.customers.byIds('D001', [customerId])).get(customerId)!
    await save(world.store, customerRecord.put({ ...customer, name: '王小芳' }, stampAt(later)))
  }

  it('is not taken back at all, and it is told what was changed', async () => {
    await world.import('I1', small)
    await rename()
    const before = world.dump()
    const commits = world.table.commits.length
    const run = await undo()
    expect(run).toMatchObject({
      status: 'done',
      undo: {
        phase: 'refused',
        reason: 'changed-since',
        changed: { count: 1, kinds: { customer: 1 }, first: [{ kind: 'customer', id: customerId }] },
      },
    })
    expect(world.dump()).toEqual(before)
    // The request, the claim, the hold, its release, the verdict: of no record.
    expect(world.table.commits.length - commits).toBe(5)
    expect((await world.store.dealers.byId('D001'))?.importing).toBeUndefined()
  })

  it('is not told by a customer’s number', async () => {
    await world.import('I1', small)
    const contact = (await world.store.contactPoints.byAddresses('D001', ['+8613800138001' as never]))
      .values()
      .next()
    const { contactPointRecord } = await import('../../../shared/store/contact-points.ts')
    await save(world.store, contactPointRecord.put({ ...contact.value!, suppressions: [] }, stampAt(later)))
    const run = await undo()
    expect(run.undo?.changed?.first).toEqual([{ kind: 'contact' }])
    expect(JSON.stringify(run)).not.toContain('13800138001')
  })

  it('nor is one on which a later import has built, although it changed no record of it', async () => {
    await world.import('I1', { customers })
    await world.import('I2', { vehicles })
    const before = world.dump()
    const run = await undo()
    expect(run).toMatchObject({ status: 'done', undo: { changed: { count: 2, kinds: { vehicle: 2 } } } })
    expect(world.dump()).toEqual(before)
    // The later one goes first; then nothing stands in the way.
    expect(await undo('I2')).toMatchObject({ status: 'undone' })
    expect(await undo('I1')).toMatchObject({ status: 'undone' })
    expect(world.dump().size).toBe(0)
  })

  it('is taken back when a later import of the same files has changed nothing', async () => {
    await world.import('I1', small)
    await world.import('I2', small)
    expect(await undo()).toMatchObject({ status: 'undone' })
    expect(world.dump().size).toBe(0)
  })

  it('while it is being taken back: that stays as it was left, with its name, and is told; all else goes', async () => {
    await world.import('I1', { customers })
    let begun = false
    const client: TableClient = {
      ...world.table,
      async commit(writes) {
        if (!begun && writes.some(({ kind }) => kind === 'delete')) {
          begun = true
          await rename()
        }
        return world.table.commit(writes)
      },
    }
    const run = await undo('I1', { client })
    expect(run).toMatchObject({
      status: 'undone',
      undo: { phase: 'done', changed: { kinds: { customer: 1, guard: 1 } } },
    })
    const left = [...world.dump().values()]
    expect(left.map(({ entity }) => entity).sort()).toEqual(['Customer', 'Guard'])
    expect(left.find(({ entity }) => entity === 'Customer')).toMatchObject({ name: '王小芳' })
  })
})

describe('the log of an import', () => {
  it('misses nothing of an import that died at any transaction, before or after it', async () => {
    const content = sampleExport(40)
    await world.import('I0', { customers: content.customers! })
    for (const when of ['before', 'after'] as const) {
      for (const commit of [3, 4, 6, 9, 12]) {
        world = await importingWorld()
        await world.import('I0', { customers: content.customers! })
        const before = world.dump()
        world.upload('I1', content)
        world.now = addMinutes(asOf, 1)
        await expect(world.run('I1', { client: dyingAt(world.table, commit, when) })).rejects.toThrow(Killed)
        expect(await world.run('I1')).toBe('done')
        expect(await undo()).toMatchObject({ status: 'undone' })
        expect({ when, commit, differing: same(before) }).toEqual({ when, commit, differing: [] })
      }
    }
  })

  it('tells a transaction that never was from one that was', async () => {
    await world.import('I0', { customers })
    const changed = customers.replace('王芳', '王芳芳').replace('李强', '李强强')
    // Somebody changes the second customer while the import has its chunk in hand: it is planned anew.
    const second = idFor('customer', 'D001', 'C2')
    const other = (await world.store.customers.byIds('D001', [second])).get(second)!
    world.table.onCommit = (writes) => {
      if (!writes.some((write) => write.kind === 'put' && 'name' in write.item && 'mobile' in write.item))
        return undefined
      world.table.onCommit = undefined
      const write = customerRecord.put({ ...other, address: '新地址' }, stampAt(later))
      if (write.kind === 'put') world.table.put({ ...write.item, ...write.key })
      return undefined
    }
    await world.import('I1', { customers: changed })
    expect(await undo()).toMatchObject({ status: 'undone' })
    const [first] = (await world.store.customers.byIds('D001', [idFor('customer', 'D001', 'C1')])).values()
    expect(first).toMatchObject({ name: '王芳' })
    // What somebody else said of it meanwhile is not lost.
    expect((await world.store.customers.byIds('D001', [second])).get(second)).toMatchObject({
      name: '李强',
      address: '新地址',
    })
  })

  it('goes on where an undo died, at any of its transactions', async () => {
    const content = sampleExport(40)
    for (const when of ['before', 'after'] as const) {
      for (const commit of [4, 5, 7, 10, 14]) {
        world = await importingWorld()
        await world.import('I1', content)
        const asked = undo('I1', { client: dyingAt(world.table, commit, when) })
        await expect(asked).rejects.toThrow(Killed)
        const run = await undo('I1')
        expect(run).toMatchObject({ status: 'undone', undo: { phase: 'done' } })
        expect(run.undo!.restored).toBe(run.undo!.total)
        expect(world.dump().size).toBe(0)
      }
    }
  })

  it('is not written by a dry run', async () => {
    const dry: ImportRun = {
      ...(await world.import('I0', { customers })),
      importId: 'I1',
      status: 'started',
      dryRun: true,
      results: {},
      undoRuns: undefined,
      version: 0,
    }
    await save(world.store, importRecord.put(dry, stampAt(asOf)))
    world.upload('I1', { customers: customers.replace('王芳', '王芳芳') })
    await world.run('I1')
    expect([...world.stored.keys()].filter((key) => key.startsWith('undo/D001/I1/'))).toEqual([])
    expect(await world.record('I1')).toMatchObject({ status: 'checked' })
    expect((await world.record('I1')).undoRuns).toBeUndefined()
  })
})
