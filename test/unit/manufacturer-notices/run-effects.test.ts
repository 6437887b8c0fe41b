import { beforeEach, describe, expect, it } from 'vitest'
import { firstEffectWrites } from '../../../functions/manufacturer-notices/effect-writes.ts'
import { EffectsFailed, runEffects } from '../../../functions/manufacturer-notices/run-effects.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { noticeEffectRecord } from '../../../shared/store/notice-effects.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { local } from '../../support/builders.ts'
import { noticeOf } from '../../support/notice-builders.ts'
import { save } from '../../support/store.ts'
import { csv, mailWithFiles, openEffects, type EffectRig } from './effect-rig.ts'

const lines = (count: number) => Array.from({ length: count }, (_, index) => `WC-${String(index)},1.00`)
const settlement = (count = 1) =>
  mailWithFiles('10月索赔结算单', '结算单号：JS202610', { 'a.csv': csv('索赔单号,结算金额', lines(count)) })

let rig: EffectRig
beforeEach(async () => {
  rig = await openEffects()
})
const statements = () => rig.table.all().filter(({ entity }) => entity === 'ClaimStatement').length

describe('what a notice brings', () => {
  it('is owed of trusted mail of such a kind alone', async () => {
    await rig.receive('a', settlement(), { failed: ['dkim'] })
    await rig.receive('b', mailWithFiles('关于培训的通知', '请查阅'))
    expect([rig.effectOf('a'), rig.effectOf('b')]).toEqual([undefined, undefined])
    expect(await rig.run()).toEqual({ ended: 0 })
  })

  it('is never owed of what is in quarantine, whatever it is taken for', () => {
    const stamp = { at: rig.clock.now(), by: 'test' }
    const writesFor = (status: 'quarantined' | 'received') =>
      firstEffectWrites(noticeOf('a', { status, kind: 'parts_price' }), stamp).length
    expect([writesFor('quarantined'), writesFor('received')]).toEqual([0, 1])
  })

  it('has failed where a table came of which no column is known, and is nothing where none came', async () => {
    const table = { 'a.csv': csv('件号,出厂价', ['1234567-A01,45.00']) }
    await rig.receive('a', mailWithFiles('关于配件价格调整的通知', '见附件', table))
    await rig.receive('b', mailWithFiles('配件价格调整通知', '详见系统'))
    await rig.run()
    expect(rig.effectOf('a')).toMatchObject({ status: 'failed', failed: { code: 'columns-unknown' } })
    expect(rig.effectOf('b')).toMatchObject({ status: 'nothing_found' })
  })

  it('is done once, however often the mail comes and the job runs', async () => {
    await rig.receive('a', settlement())
    await rig.receive('b', settlement())
    await rig.run()
    await rig.run()
    expect(statements()).toBe(1)
  })

  it('is gone on with where a run has ended', async () => {
    await rig.receive('a', settlement(1200))
    let calls = 0
    // The run is asked before each step whether there is time; it dies behind the first one.
    await runEffects({ ...rig, store: rig.effectStore, remaining: () => ((calls += 1) <= 2 ? 300_000 : 0) })
    expect(rig.effectOf('a')).toMatchObject({ status: 'working', done: 500 })
    expect(statements()).toBe(1)
    await rig.run()
    expect(statements()).toBe(3)
    expect(rig.effectOf('a')).toMatchObject({ status: 'applied', applied: 1200 })
  })

  it.each(['before', 'after'] as const)(
    'comes to the same when a run is killed %s any of its transactions',
    async (when) => {
      for (let killedAt = 1; killedAt <= 4; killedAt += 1) {
        rig = await openEffects()
        await rig.receive('a', settlement(1200))
        let commits = 0
        const killed = new Error('killed')
        const store: typeof rig.effectStore = {
          ...rig.effectStore,
          async commit(writes) {
            commits += 1
            if (commits > killedAt || (commits === killedAt && when === 'before')) throw killed
            const result = await rig.effectStore.commit(writes)
            if (commits === killedAt) throw killed
            return result
          },
        }
        await expect(runEffects({ ...rig, store, remaining: () => 300_000 })).rejects.toThrow()
        await rig.run()
        expect(statements()).toBe(3)
        expect(rig.effectOf('a')).toMatchObject({ status: 'applied', found: 1200, applied: 1200, skipped: 0 })
      }
    },
  )

  it('is done once by two runs at the same time', async () => {
    await rig.receive('a', settlement(1200))
    await Promise.all([rig.run(), rig.run()])
    expect(statements()).toBe(3)
    expect(rig.effectOf('a')).toMatchObject({ status: 'applied', found: 1200, applied: 1200, skipped: 0 })
  })

  it('is left to the person who takes it back in the middle of a step', async () => {
    await rig.receive('a', settlement(1200))
    let taken = false
    rig.table.onCommit = (writes) => {
      if (taken || !writes.some(({ key }) => key.sk === 'effect')) return undefined
      taken = true
      const effect = rig.effectOf('a')!
      rig.table.put({
        ...noticeEffectRecord.keysOf(effect),
        ...effect,
        entity: 'NoticeEffect',
        status: 'withdrawing',
        version: effect.version + 1,
      })
      return undefined
    }
    await rig.run()
    expect(taken).toBe(true)
    expect(rig.effectOf('a')).toMatchObject({ status: 'withdrawn', applied: 0 })
    expect(statements()).toBe(0)
  })

  it('waits while an import is half in', async () => {
    await rig.receive('a', settlement())
    const now = rig.clock.now()
    const dealer = (await rig.store.dealers.byId('D001'))!
    const importing = [{ importId: 'import-1', until: addMinutes(now, 5) }]
    await save(rig.effectStore, dealerRecord.put({ ...dealer, importing }, { at: now, by: 'test' }))
    await rig.run()
    expect(rig.effectOf('a')?.status).toBe('owed')
    rig.moveTo(addMinutes(now, 6))
    await rig.run()
    expect(rig.effectOf('a')?.status).toBe('applied')
  })
})

describe('what breaks off', () => {
  it('keeps nobody else waiting, is tried again later each time, and is a person’s after five times', async () => {
    await rig.receive('a', settlement())
    await rig.receive('b', mailWithFiles('11月索赔结算单', '索赔单号WC-70007 金额12.00元'))
    const keys = [...rig.files.stored.keys()].filter((key) => key.startsWith('notices/'))
    for (const key of keys) rig.files.stored.delete(key)
    await expect(rig.run()).rejects.toThrow(EffectsFailed)
    expect(rig.effectOf('b')?.status).toBe('applied')
    expect(rig.effectOf('a')).toMatchObject({ failures: 1, dueAt: local('2026-11-23 10:10') })
    expect(await rig.run()).toEqual({ ended: 0 })
    for (const at of ['10:10', '10:30', '11:00', '11:40']) {
      rig.moveTo(local(`2026-11-23 ${at}`))
      await expect(rig.run()).rejects.toThrow(EffectsFailed)
    }
    expect(rig.effectOf('a')).toMatchObject({
      status: 'failed',
      failed: { code: 'broke-off', during: 'owed' },
    })
    expect(await rig.effectStore.noticeEffects.forPeople('D001')).toHaveLength(1)
    expect(rig.log.lines.map(({ code }) => code)).toContain('EFFECT_BROKE_OFF')
  })

  it('is put off where somebody else is faster each time', async () => {
    await rig.receive('a', settlement())
    let met = 0
    rig.table.onCommit = (writes) => {
      if (!writes.some(({ key }) => key.sk === 'claim-statement')) return undefined
      met += 1
      return { kind: 'conflict', contested: [1] }
    }
    await expect(rig.run()).rejects.toThrow(EffectsFailed)
    expect(met).toBe(6)
    expect(rig.effectOf('a')).toMatchObject({ status: 'owed', failures: 1, dueAt: local('2026-11-23 10:10') })
  })

  it('is told where its record cannot be read, and what stands behind it is done', async () => {
    await rig.receive('a', settlement())
    await rig.receive('b', mailWithFiles('11月索赔结算单', '索赔单号WC-70007 金额12.00元'))
    const effect = rig.effectOf('a')!
    rig.table.put({ ...noticeEffectRecord.keysOf(effect), ...effect, entity: 'NoticeEffect', found: 'many' })
    await expect(rig.run()).rejects.toThrow(EffectsFailed)
    const { noticeId } = rig.notices().find(({ subject }) => subject.startsWith('11月'))!
    expect(await rig.effectStore.noticeEffects.ofNotice('D001', noticeId)).toMatchObject({
      status: 'applied',
    })
    expect(rig.log.lines.map(({ code }) => code)).toContain('EFFECT_DAMAGED')
  })
})
