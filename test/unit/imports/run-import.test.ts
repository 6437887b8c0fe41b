import { beforeAll, describe, expect, it } from 'vitest'
import { ImportElsewhere } from '../../../functions/imports/run-record.ts'
import { importFiles } from '../../../shared/domain/import-run.ts'
import { lambdaLog } from '../../../shared/runtime/logger.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { dealerOf, stampAt } from '../../support/builders.ts'
import { captured } from '../runtime/captured-stdout.ts'
import {
  asOf,
  differences,
  dyingAt,
  found,
  importingWorld,
  Killed,
  sampleExport,
  type Dump,
  type ImportingWorld,
} from './importing.ts'

const known = {
  staff: { present: true, accepted: 38, rejected: {} },
  customers: {
    present: true,
    accepted: 596,
    rejected: { 'phone-invalid': 2, 'name-missing': 2, 'duplicate-row': 5 },
  },
  vehicles: {
    present: true,
    accepted: 717,
    rejected: {
      'vin-check-digit': 4,
      'vin-length': 2,
      'purchase-date-future': 2,
      'customer-unknown': 5,
      'duplicate-row': 6,
    },
  },
  orders: {
    present: true,
    accepted: 4592,
    rejected: {
      'mileage-negative': 3,
      'delivered-before-received': 3,
      'vehicle-unknown': 114,
      'duplicate-row': 9,
    },
  },
  policies: {
    present: true,
    accepted: 1236,
    rejected: {
      'ends-before-start': 3,
      'premium-not-a-number': 3,
      'vehicle-unknown': 26,
      'duplicate-row': 7,
    },
  },
  parts_orders: { present: true, accepted: 38, rejected: { 'order-unknown': 2 } },
}

describe('the sample dealer', () => {
  let world: ImportingWorld
  let printed = ''
  let dumped: Dump = new Map()
  beforeAll(async () => {
    world = await importingWorld()
    world.upload('I1', sampleExport())
    printed = await captured(() => world.run('I1', { log: lambdaLog() }))
    dumped = world.dump()
  })
  const entities = (name: string) => [...dumped.values()].filter(({ entity }) => entity === name)

  it('has every row accepted or refused once, by its code', async () => {
    const run = await world.record('I1')
    expect(found(run)).toEqual(known)
    expect(run).toMatchObject({ status: 'done' })
    expect(run.checkpoint).toBeUndefined()
    for (const file of importFiles) expect(run.results[file]?.changed).toBe(known[file].accepted)
  })

  it('is in the table as counted', () => {
    const count = (entity: string) => entities(entity).length
    expect([count('Staff'), count('Customer'), count('Vehicle')]).toEqual([38, 596, 717])
    expect([count('RepairOrder'), count('Policy'), count('PartsOrder')]).toEqual([4592, 1236, 38])
    expect(count('Guard')).toBe(38 + 596 + 717 + 4592 + 1236)
  })

  it('has each refused row in the report, with its line, field and a sentence in both languages', () => {
    const rows = world.report('I1')
    const refused = Object.values(known).flatMap(({ rejected }) => Object.values<number>(rejected))
    expect(rows).toHaveLength(refused.reduce((sum, count) => sum + count, 0))
    expect(rows[0]).toMatch(/^customers \{"line":\d+,"field":".+","code":".+","zh":".+","en":".+"/)
    const referring = rows.find((row) => row.includes('customer-unknown'))
    expect(referring).toContain('"field":"客户编号"')
  })

  it('gets no message and no delivery from an import, and no customer is due before it', () => {
    expect(entities('Message')).toEqual([])
    expect(entities('Delivery')).toEqual([])
    const items = entities('DueItem')
    const waiting = items.filter((item) => item['dueAt'] !== undefined)
    const maintenance = waiting.filter((item) => item['purpose'] === 'maintenance-reminders')
    expect(maintenance.length).toBeGreaterThan(300)
    expect(waiting.filter((item) => String(item['dueAt']) <= asOf)).toEqual([])
  })

  it('prints no name, number, plate, VIN or address of anybody', () => {
    expect(printed).toContain('IMPORT_COMPLETED')
    const said = new Set<string>()
    for (const item of dumped.values()) {
      for (const field of ['name', 'mobile', 'vin', 'plate', 'email', 'address', 'number', 'remark']) {
        if (typeof item[field] === 'string') said.add(item[field])
      }
    }
    expect(said.size).toBeGreaterThan(5000)
    said.delete('')
    expect([...said].filter((text) => printed.includes(text))).toEqual([])
  })

  it('is changed by neither the same import again nor the same files under a new id', async () => {
    const commits = world.table.commits.length
    expect(await world.run('I1')).toBe('done')
    expect(world.table.commits).toHaveLength(commits)
    const again = await world.import('I2', sampleExport(), addMinutes(asOf, 1))
    expect(found(again)).toEqual(known)
    expect(Object.values(again.results).map(({ changed }) => changed)).toEqual(Array(6).fill(0))
    expect(differences(world.dump(), dumped, { versions: true })).toEqual([])
  })
})

describe('an import that is cut off', () => {
  const content = sampleExport(60)
  let whole: { dump: Dump; found: object; report: string[]; commits: number }
  beforeAll(async () => {
    const world = await importingWorld()
    const commits = world.table.commits.length
    const run = await world.import('I1', content)
    whole = {
      dump: world.dump(),
      found: found(run),
      report: world.report('I1'),
      commits: world.table.commits.length - commits,
    }
  })

  it('has enough steps to be cut off at', () => {
    expect(whole.commits).toBeGreaterThan(14)
    expect(whole.report.length).toBeGreaterThan(3)
  })

  it.each(['before', 'after'] as const)(
    'by a death %s any transaction ends the same when it is run again',
    async (when) => {
      for (const commit of [1, 3, 7, 12, whole.commits - 1, whole.commits]) {
        const world = await importingWorld()
        world.upload('I1', content)
        const client = dyingAt(world.table, commit, when)
        await expect(world.run('I1', { client })).rejects.toThrow(Killed)
        expect(await world.run('I1')).toBe('done')
        const differing = differences(world.dump(), whole.dump, { versions: true })
        expect({ commit, differing }).toEqual({ commit, differing: [] })
        expect(found(await world.record('I1'))).toEqual(whole.found)
        expect(world.report('I1')).toEqual(whole.report)
        expect((await world.store.dealers.byId('D001'))?.importing).toBeUndefined()
      }
    },
  )

  it('by a death after a progress that people watch loses no row that was read but not written', async () => {
    const customers = ['客户编号,姓名,手机']
    for (let row = 0; row < 520; row += 1)
      customers.push(`C${String(row)},王芳,138${String(10_000_000 + row)}`)
    const world = await importingWorld()
    world.upload('I1', { customers: customers.join('\n') })
    let watched = false
    const dying = { ...world.table }
    dying.commit = async (writes) => {
      if (watched) throw new Killed('the function is gone')
      const result = await world.table.commit(writes)
      watched = writes.some((write) => write.kind === 'put' && 'progress' in write.item)
      return result
    }
    await expect(world.run('I1', { client: dying })).rejects.toThrow(Killed)
    expect(world.entities('Customer').length).toBeLessThan(520)
    expect(await world.run('I1')).toBe('done')
    expect(world.entities('Customer')).toHaveLength(520)
    expect((await world.record('I1')).results.customers?.accepted).toBe(520)
  })

  it('by a death at its every transaction gets on none the less', async () => {
    const world = await importingWorld()
    world.upload('I1', content)
    let deaths = 0
    for (let commits = 8; ; deaths += 1) {
      const client = dyingAt(world.table, commits, 'after')
      const end = await world.run('I1', { client }).catch((error: unknown) => error)
      if (end === 'done') break
      expect(end).toBeInstanceOf(Killed)
    }
    expect(deaths).toBeGreaterThan(2)
    expect(differences(world.dump(), whole.dump, { versions: false })).toEqual([])
    expect(found(await world.record('I1'))).toEqual(whole.found)
  })

  it('by the end of its time goes on where it was, with exact counts', async () => {
    const world = await importingWorld()
    world.upload('I1', content)
    let runs = 0
    for (let end = 'go-on'; end === 'go-on'; runs += 1) {
      let looks = 0
      end = await world.run('I1', { remaining: () => ((looks += 1) < 40 ? 600_000 : 59_999) })
      if (end === 'go-on') expect((await world.record('I1')).status).toBe('running')
    }
    expect(runs).toBeGreaterThan(5)
    expect(differences(world.dump(), whole.dump, { versions: false })).toEqual([])
    const run = await world.record('I1')
    expect(found(run)).toEqual(whole.found)
    for (const { accepted, changed } of Object.values(run.results)) expect(changed).toBe(accepted)
    expect(world.report('I1')).toEqual(whole.report)
    expect(world.log.lines.filter(({ code }) => code === 'IMPORT_PAUSED')).toHaveLength(runs - 1)
  })

  it('and goes on after midnight, still judges its rows by the day on which it began', async () => {
    const world = await importingWorld()
    world.upload('I1', {
      customers: '客户编号,姓名,手机\nC1,王芳,13800138001\n',
      vehicles: '车架号,品牌,车型,购车日期,客户编号\nLGWEF4A53HF000001,长城,哈弗H6,2026-11-23,C1\n',
    })
    expect(await world.run('I1', { remaining: () => 0 })).toBe('go-on')
    world.now = addMinutes(asOf, 24 * 60)
    expect(await world.run('I1')).toBe('done')
    expect((await world.record('I1')).results.vehicles?.rejected).toEqual({ 'purchase-date-future': 1 })
  })

  it('holds the dealer’s messages while it is under way, and lets them go at its end', async () => {
    const world = await importingWorld()
    world.upload('I1', content)
    const held = async () => (await world.store.dealers.byId('D001'))?.importing
    expect(await world.run('I1', { remaining: () => 0 })).toBe('go-on')
    expect(await held()).toEqual([{ importId: 'I1', until: addMinutes(asOf, 30) }])
    expect(await world.run('I1')).toBe('done')
    expect(await held()).toBeUndefined()
  })
})

describe('two at once', () => {
  it('of the same import: one of them ends it, and everything is there once', async () => {
    const content = sampleExport(60)
    const alone = await importingWorld()
    const wanted = await alone.import('I1', content)
    const world = await importingWorld()
    world.upload('I1', content)
    const ends = await Promise.allSettled([world.run('I1'), world.run('I1')])
    const lost = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
    expect(lost).toHaveLength(1)
    expect(lost[0]).toBeInstanceOf(ImportElsewhere)
    expect(differences(world.dump(), alone.dump(), { versions: true })).toEqual([])
    expect(await world.run('I1')).toBe('done')
    expect(found(await world.record('I1'))).toEqual(found(wanted))
  })

  it('of two imports of the same files: each row is there once and both count the same', async () => {
    const content = sampleExport(60)
    const world = await importingWorld()
    world.upload('I1', content)
    world.upload('I2', content)
    expect(await Promise.all([world.run('I1'), world.run('I2')])).toEqual(['done', 'done'])
    const [one, two] = [await world.record('I1'), await world.record('I2')]
    expect(found(one)).toEqual(found(two))
    for (const file of importFiles) {
      expect(one.results[file]!.changed + two.results[file]!.changed).toBe(one.results[file]!.accepted)
    }
    expect(world.entities('Customer')).toHaveLength(one.results.customers!.accepted)
  })

  it('a change of the dealer’s settings is kept, although it comes in the import’s way', async () => {
    const world = await importingWorld()
    world.upload('I1', sampleExport(20))
    const changed = dealerRecord.put(
      { ...dealerOf({ smsOff: ['maintenance-reminders'] }), version: 1 },
      stampAt(asOf),
    )
    world.table.onCommit = () => {
      world.table.onCommit = undefined
      if (changed.kind === 'put') world.table.put({ ...changed.item, ...changed.key })
      return undefined
    }
    expect(await world.run('I1', { remaining: () => 0 })).toBe('go-on')
    const dealer = await world.store.dealers.byId('D001')
    expect(dealer?.settings.smsOff).toEqual(['maintenance-reminders'])
    expect(dealer?.importing).toEqual([{ importId: 'I1', until: addMinutes(asOf, 30) }])
  })
})

describe('several messages that speak of one import', () => {
  const content = sampleExport(60)

  it('have it done once: while one of them works, the others find nothing to do', async () => {
    const world = await importingWorld()
    world.upload('I1', content)
    expect(await world.run('I1', { messageId: 'one', remaining: () => 0 })).toBe('go-on')
    let other: Promise<string> | undefined
    const remaining = () => {
      other ??= world.run('I1', { messageId: 'other' })
      return 600_000
    }
    expect(await world.run('I1', { messageId: 'two', remaining })).toBe('done')
    expect(await other).toBe('done')
    expect(world.log.lines.filter(({ code }) => code === 'IMPORT_NOT_NEEDED')).toHaveLength(1)
    expect((await world.record('I1')).claim).toBeUndefined()
  })

  it('let another go on with what one of them left, once its function must be over', async () => {
    const world = await importingWorld()
    world.upload('I1', content)
    const client = dyingAt(world.table, 5, 'after')
    await expect(world.run('I1', { client, messageId: 'one' })).rejects.toThrow(Killed)
    world.now = addMinutes(asOf, 15)
    expect(await world.run('I1', { messageId: 'two' })).toBe('done')
    expect((await world.record('I1')).status).toBe('running')
    world.now = addMinutes(asOf, 16)
    expect(await world.run('I1', { messageId: 'two' })).toBe('done')
    expect((await world.record('I1')).status).toBe('done')
  })

  it('stop the one whose claim was taken over', async () => {
    const world = await importingWorld()
    world.upload('I1', content)
    let other: Promise<string> | undefined
    const remaining = () => {
      if (other === undefined) {
        world.now = addMinutes(asOf, 17)
        other = world.run('I1', { messageId: 'two' })
      }
      return 600_000
    }
    await expect(world.run('I1', { messageId: 'one', remaining })).rejects.toThrow(ImportElsewhere)
    expect(await other).toBe('done')
    expect(await world.record('I1')).toMatchObject({ status: 'done' })
  })
})

describe('files that are missing or bad', () => {
  it('a missing file is said and counted 0', async () => {
    const world = await importingWorld()
    const { customers, vehicles } = sampleExport(30)
    const run = await world.import('I1', { customers: customers!, vehicles: vehicles! })
    expect(run.results.staff).toEqual({
      present: false,
      accepted: 0,
      rejected: {},
      changed: 0,
      created: 0,
      warned: 0,
      refusedPages: 0,
    })
    expect(run.results.customers).toMatchObject({ present: true })
    expect(Object.keys(run.results).sort()).toEqual([...importFiles].sort())
    expect(run.status).toBe('done')
  })

  it.each<[string, string | Uint8Array, string]>([
    ['empty', '', 'empty'],
    ['a workbook', Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]), 'spreadsheet'],
    ['another table', '编号,颜色\n1,红\n', 'header-not-found'],
  ])('one file that is %s: nothing of any file is written, and the record says why', async (_, bad, code) => {
    const world = await importingWorld()
    const run = await world.import('I1', { ...sampleExport(30), parts_orders: bad })
    expect(run.status).toBe('failed')
    expect(run.results.parts_orders).toMatchObject({ present: true, accepted: 0, problem: { code } })
    expect(run.results.customers).toBeUndefined()
    expect(world.dump().size).toBe(0)
    expect(world.report('I1')).toEqual([])
    expect((await world.store.dealers.byId('D001'))?.importing).toBeUndefined()
    expect(world.log.lines.map(({ level, code: line }) => [level, line])).toEqual([
      ['info', 'IMPORT_STARTED'],
      ['warn', 'IMPORT_REFUSED'],
    ])
    // Run again it stays failed: another file needs another import.
    expect(await world.run('I1')).toBe('done')
    expect((await world.record('I1')).status).toBe('failed')
  })

  it('a file that only later shows that it cannot be read ends the import, and is not tried again', async () => {
    const world = await importingWorld()
    world.upload('I1', sampleExport(30))
    const open = world.files.open.bind(world.files)
    const opened = new Map<string, number>()
    world.files.open = (key) => {
      const times = (opened.get(key) ?? 0) + 1
      opened.set(key, times)
      if (times > 1 && key.endsWith('orders.csv')) world.stored.set(key, Buffer.from(''))
      return open(key)
    }
    expect(await world.run('I1')).toBe('done')
    const run = await world.record('I1')
    expect(run.status).toBe('failed')
    expect(run.results.orders).toMatchObject({ present: true, accepted: 0, problem: { code: 'empty' } })
    expect(run.results.vehicles?.accepted).toBeGreaterThan(0)
    expect((await world.store.dealers.byId('D001'))?.importing).toBeUndefined()
  })

  it('a dealer that does not exist gets nothing', async () => {
    const world = await importingWorld()
    world.upload('I1', sampleExport(10))
    const elsewhere = world.table.all()
    await expect(
      import('../../../functions/imports/run-import.ts').then(({ runImport }) =>
        runImport(
          { dealerId: 'D404', importId: 'I1', messageId: 'message-1' },
          { ...world, clock: { now: () => asOf }, remaining: () => 600_000 },
        ),
      ),
    ).rejects.toThrow('no dealer D404')
    expect(world.table.all()).toEqual(elsewhere)
  })
})
