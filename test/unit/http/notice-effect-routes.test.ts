import { beforeEach, describe, expect, it } from 'vitest'
import { runEffects } from '../../../functions/manufacturer-notices/run-effects.ts'
import type { NoticeEffect } from '../../../shared/domain/notice-effect.ts'
import type { PartPrice } from '../../../shared/domain/part-price.ts'
import type { Route } from '../../../shared/http/contract.ts'
import * as routes from '../../../shared/http/routes/notice-effects.ts'
import { correctNotice, releaseNotice } from '../../../shared/http/routes/notice-verbs.ts'
import { setPartPrice } from '../../../shared/http/routes/part-prices.ts'
import { openEffectStore } from '../../../shared/store/effect-store.ts'
import { noticeEffectRecord } from '../../../shared/store/notice-effects.ts'
import { partPriceRecord } from '../../../shared/store/part-prices.ts'
import type { Account, Given } from '../../support/api-client.ts'
import { day, local, partPriceOf, staffIdOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { csv, mailWithFiles } from '../manufacturer-notices/effect-rig.ts'
import { clerk, machine, partsHead, startNotices, stranger, trainer, type Rig } from './notice-rig.ts'

const head = '配件编码,配件名称,限价'
const list = (rows: readonly string[], text = '附件为12月起执行的客户限价。') =>
  mailWithFiles('配件价格调整通知', text, { '客户限价.csv': csv(head, rows) })

let rig: Rig
beforeEach(async () => {
  rig = await startNotices()
})
const run = () =>
  runEffects({
    store: openEffectStore(rig.table),
    files: rig.files,
    clock: rig.clock,
    log: rig.log,
    remaining: () => 300_000,
  })
const effectOf = async (noticeId: string): Promise<NoticeEffect> =>
  (await rig.store.noticeEffects.ofNotice('D001', noticeId))!
const prices = (): PartPrice[] =>
  rig.table
    .all()
    .filter(({ entity }) => entity === 'PartPrice')
    .map((item) => partPriceRecord.parse(item))
/** Asks for a step of what a notice brings, as it is now. */
const verb = async <R extends Route>(
  route: R,
  noticeId: string,
  body?: object,
  { by = partsHead, key }: { by?: Account; key?: string } = {},
) => {
  const { version } = await effectOf(noticeId)
  const given = {
    params: { noticeId },
    ifMatch: `"${String(version)}"`,
    ...(body && { body }),
    ...(key && { idempotencyKey: key }),
  }
  return rig.as(by)(route, given as unknown as Given<R>)
}
const proposed = async (raw = list(['1234567-A01,机油滤清器,86.00', '1234567-B02,,129'])) => {
  const { noticeId } = await rig.receive('a', raw)
  await run()
  return noticeId
}

describe('a price list', () => {
  it('is shown beside what counts, and changes nothing before the yes', async () => {
    await save(rig.store, ...puts(partPriceRecord, partPriceOf('1234567-A01')))
    const before = prices()
    const noticeId = await proposed()
    const reply = await rig.as(partsHead)(routes.readEffect, { params: { noticeId } })
    const limit = before[0]!.limits.at(-1)!
    expect(reply).toMatchObject({
      ok: true,
      body: {
        kind: 'parts_price',
        status: 'proposed',
        found: 2,
        fromOn: '2026-12-01',
        allowed: ['accept', 'decline', 'withdraw'],
        prices: {
          items: [
            {
              partNumber: '1234567-A01',
              limitFen: 8600,
              known: { limitFen: limit.limitFen, fromOn: limit.fromOn, confirmed: limit.confirmed },
            },
            { partNumber: '1234567-B02', limitFen: 12_900 },
          ],
        },
      },
    })
    expect(prices()).toEqual(before)
  })

  it('counts after the yes from the day that the notice names, in the name of who said it', async () => {
    const noticeId = await proposed()
    expect(await verb(routes.acceptEffect, noticeId, {})).toMatchObject({ body: { status: 'applying' } })
    await run()
    expect(prices().map(({ partNumber, name, limits }) => [partNumber, name, limits])).toEqual([
      [
        '1234567-A01',
        '机油滤清器',
        [
          {
            fromOn: '2026-12-01',
            limitFen: 8600,
            source: `配件价格调整通知（${noticeId}）`,
            confirmed: true,
            setAt: local('2026-11-23 10:00'),
            setBy: staffIdOf('P1'),
          },
        ],
      ],
      ['1234567-B02', undefined, [expect.objectContaining({ fromOn: '2026-12-01', limitFen: 12_900 })]],
    ])
    expect(await effectOf(noticeId)).toMatchObject({ status: 'applied', applied: 2, skipped: 0 })
  })

  it('counts from the day that is given with the yes', async () => {
    const noticeId = await proposed()
    await verb(routes.acceptEffect, noticeId, { fromOn: '2027-01-15' })
    await run()
    expect(prices()[0]!.limits).toMatchObject([{ fromOn: '2027-01-15' }])
  })

  it.each([
    [undefined, 'required'],
    ['2028-06-01', 'too-far-ahead'],
    ['2020-06-01', 'too-small'],
  ])('that names no day is not taken from %s on: %s', async (fromOn, reason) => {
    const noticeId = await proposed(list(['1234567-A01,,86'], '附件为客户限价。'))
    expect((await effectOf(noticeId)).fromOn).toBeUndefined()
    const reply = await verb(routes.acceptEffect, noticeId, fromOn === undefined ? {} : { fromOn })
    expect(reply).toMatchObject({ status: 422, problem: { errors: [{ path: 'body.fromOn', reason }] } })
    expect((await effectOf(noticeId)).status).toBe('proposed')
  })

  it('of many parts is read page by page, and put down page by page', async () => {
    const rows = Array.from({ length: 1234 }, (_, index) => `9000000-${String(index)},,${String(index + 1)}`)
    const noticeId = await proposed(list(rows))
    const found: string[] = []
    let cursor: string | undefined
    do {
      const reply = await rig.as(partsHead)(routes.listProposedPrices, {
        params: { noticeId },
        query: { ...(cursor && { cursor }) },
      })
      if (!reply.ok) throw new Error('no page')
      found.push(...reply.body.items.map(({ partNumber }) => partNumber))
      cursor = reply.body.next
    } while (cursor !== undefined)
    expect(found).toEqual(rows.map((row) => row.split(',')[0]))
    await verb(routes.acceptEffect, noticeId, {})
    rig.table.commits.length = 0
    await run()
    expect(prices()).toHaveLength(1234)
    expect(Math.max(...rig.table.commits.map((writes) => writes.length))).toBeLessThanOrEqual(100)
    expect(await effectOf(noticeId)).toMatchObject({ status: 'applied', found: 1234, applied: 1234 })
  })

  it('leaves out a part with two prices and what cannot be read, and counts one that is listed twice alike once', async () => {
    const noticeId = await proposed(
      list(['1234567-A,,86', '1234567-A,,87', '1234567-B,,9', '1234567-B,,9', '1234567-C,,无']),
    )
    expect(await effectOf(noticeId)).toMatchObject({
      status: 'proposed',
      found: 1,
      skipped: 2,
      faults: [
        { code: 'price-invalid', row: 6, column: '限价' },
        { code: 'price-contradicted', row: 2 },
        { code: 'price-contradicted', row: 3 },
      ],
    })
  })

  it('leaves a limit that says the same to whose it is, also when it is taken back itself', async () => {
    const noticeId = await proposed()
    await verb(routes.acceptEffect, noticeId, {})
    await run()
    const rows = ['1234567-A01,机油滤清器,86.00', '1234567-B02,,131']
    const again = await rig.receive(
      'b',
      mailWithFiles('12月客户限价更正', '12月起执行。', { '客户限价.csv': csv(head, rows) }),
    )
    await rig.verb(correctNotice, again.noticeId, { kind: 'parts_price' })
    await run()
    await verb(routes.acceptEffect, again.noticeId, {})
    await run()
    const limits = () => prices().map((price) => price.limits.map(({ limitFen }) => limitFen))
    expect(limits()).toEqual([[8600], [13_100]])
    expect(await effectOf(again.noticeId)).toMatchObject({ applied: 1, skipped: 1 })
    await verb(routes.withdrawEffect, again.noticeId, { reason: '有误' })
    await run()
    expect(limits()).toEqual([[8600]])
  })

  it('is done on limits as somebody has just set them', async () => {
    const noticeId = await proposed()
    await verb(routes.acceptEffect, noticeId, {})
    let changed = false
    rig.table.onCommit = (writes) => {
      if (changed || !writes.some(({ key }) => key.sk === 'part-price')) return undefined
      changed = true
      const other = partPriceOf('1234567-A01')
      rig.table.put({ ...partPriceRecord.keysOf(other), ...other, entity: 'PartPrice', version: 1 })
      return undefined
    }
    await run()
    expect(changed).toBe(true)
    const limits = prices().find(({ partNumber }) => partNumber === '1234567-A01')!.limits
    expect(limits.at(-1)).toMatchObject({ limitFen: 8600, fromOn: '2026-12-01' })
    expect(limits.length).toBe(partPriceOf('1234567-A01').limits.length + 1)
  })

  it('is declined with a reason, and nothing changes', async () => {
    const noticeId = await proposed()
    expect(await verb(routes.declineEffect, noticeId, { reason: '有误' })).toMatchObject({
      body: { status: 'declined', decided: { by: staffIdOf('P1'), reason: '有误' }, allowed: ['withdraw'] },
    })
    await run()
    expect(prices()).toEqual([])
    expect(await verb(routes.acceptEffect, noticeId, {})).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['withdraw'] },
    })
  })

  it('is taken back: its limits go, and those that were there stay', async () => {
    await save(rig.store, ...puts(partPriceRecord, partPriceOf('1234567-A01')))
    const before = prices()[0]!.limits
    const noticeId = await proposed()
    await verb(routes.acceptEffect, noticeId, {})
    await run()
    expect(prices()).toHaveLength(2)
    const reply = await verb(routes.withdrawEffect, noticeId, { reason: '厂家来电' }, { by: clerk })
    expect(reply).toMatchObject({ body: { status: 'withdrawing', allowed: [] } })
    await run()
    expect(prices().map(({ partNumber, limits }) => [partNumber, limits])).toEqual([['1234567-A01', before]])
    expect(await rig.store.proposedPrices.ofNotice('D001', noticeId, { limit: 9 })).toMatchObject({
      items: [],
    })
    expect(await effectOf(noticeId)).toMatchObject({ status: 'withdrawn' })
    const history = await rig.as(clerk)(routes.listEffectChanges, { params: { noticeId } })
    expect(history.ok && history.body.items.map(({ action }) => action)).toEqual(['withdrawn', 'accepted'])
  })
})

describe('who may decide', () => {
  it('is whoever may work on the notice; others and other dealers may not even look', async () => {
    const noticeId = await proposed()
    const params = { noticeId }
    expect(await rig.as(trainer)(routes.readEffect, { params })).toMatchObject({
      status: 403,
      problem: { code: 'not-your-notice' },
    })
    expect(await verb(routes.acceptEffect, noticeId, {}, { by: trainer })).toMatchObject({ status: 403 })
    expect(await rig.as(stranger)(routes.readEffect, { params })).toMatchObject({ status: 404 })
    expect(await verb(routes.acceptEffect, noticeId, {}, { by: stranger })).toMatchObject({ status: 404 })
    expect(await verb(routes.acceptEffect, noticeId, {}, { by: machine })).toMatchObject({
      status: 403,
      problem: { code: 'no-staff-record' },
    })
    expect((await effectOf(noticeId)).status).toBe('proposed')
  })

  it('decides once: the same key gives the same answer, a stale version is refused', async () => {
    const noticeId = await proposed()
    const { version } = await effectOf(noticeId)
    const given = { params: { noticeId }, body: {}, ifMatch: `"${String(version)}"` }
    const key = { idempotencyKey: 'yes-to-prices' }
    const first = await rig.as(partsHead)(routes.acceptEffect, { ...given, ...key })
    expect(await rig.as(partsHead)(routes.acceptEffect, { ...given, ...key })).toEqual(first)
    expect(await rig.as(partsHead)(routes.acceptEffect, given)).toMatchObject({ status: 412 })
    const { ifMatch, ...without } = given
    expect(await rig.as(partsHead)(routes.acceptEffect, without)).toMatchObject({ status: 428 })
    expect(ifMatch).toBe('"2"')
  })

  it('cannot read on with a cursor of another notice', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => `9000000-${String(index)},,1`)
    const noticeId = await proposed(list(rows))
    const other = await rig.receive(
      'b',
      mailWithFiles('配件价格通知二', '附件', { 'b.csv': csv(head, rows) }),
    )
    await run()
    const page = await rig.as(clerk)(routes.readEffect, { params: { noticeId } })
    const cursor = page.ok ? page.body.prices!.next! : ''
    const asked = (id: string) =>
      rig.as(clerk)(routes.listProposedPrices, { params: { noticeId: id }, query: { cursor } })
    expect(await asked(other.noticeId)).toMatchObject({ status: 400, problem: { code: 'cursor-invalid' } })
    expect(await asked(noticeId)).toMatchObject({ ok: true, body: { items: { length: 10 } } })
  })
})

describe('what a notice brings', () => {
  it('is nothing where it is of a kind that brings nothing, or is not trusted', async () => {
    const training = await rig.receive('a', mailWithFiles('关于培训的通知', '请查阅'))
    const forged = await rig.receive('b', list(['1234567-A01,,86']), { failed: ['spf'] })
    for (const { noticeId } of [training, forged]) {
      const reply = await rig.as(clerk)(routes.readEffect, { params: { noticeId } })
      expect(reply).toMatchObject({ status: 404 })
    }
  })

  it('begins when somebody vouches for its sender', async () => {
    const { noticeId } = await rig.receive('a', list(['1234567-A01,,86']), { failed: ['spf'] })
    await rig.verb(releaseNotice, noticeId)
    await run()
    expect(await effectOf(noticeId)).toMatchObject({ kind: 'parts_price', status: 'proposed', found: 1 })
  })

  it('goes with its kind: what was done is undone first, and what it is instead is done', async () => {
    const both = '配件编码,限价,索赔单号,结算金额'
    const raw = mailWithFiles('配件价格调整通知', '12月起执行。', {
      'a.csv': csv(both, ['1234567-A01,86,WC-1,12.50']),
    })
    const { noticeId } = await rig.receive('a', raw)
    await run()
    await verb(routes.acceptEffect, noticeId, {})
    await run()
    expect(prices()).toHaveLength(1)
    await rig.verb(correctNotice, noticeId, { kind: 'claim_settlement' })
    expect(await effectOf(noticeId)).toMatchObject({ status: 'withdrawing', next: 'claim_settlement' })
    await run()
    expect(prices()).toEqual([])
    expect(await effectOf(noticeId)).toMatchObject({
      kind: 'claim_settlement',
      status: 'applied',
      applied: 1,
    })
    await rig.verb(correctNotice, noticeId, { kind: 'training' })
    await run()
    expect(await effectOf(noticeId)).toMatchObject({ status: 'withdrawn' })
    await rig.verb(correctNotice, noticeId, { kind: 'parts_price' })
    await run()
    expect(await effectOf(noticeId)).toMatchObject({ kind: 'parts_price', status: 'proposed' })
  })

  it('begins with a correction where the kind before brought nothing', async () => {
    const raw = mailWithFiles('系统升级公告', '请查阅', { 'a.csv': csv(head, ['1234567-A01,,86']) })
    const { noticeId } = await rig.receive('a', raw)
    expect(await rig.store.noticeEffects.ofNotice('D001', noticeId)).toBeUndefined()
    await rig.verb(correctNotice, noticeId, { kind: 'parts_price' })
    await run()
    expect(await effectOf(noticeId)).toMatchObject({ status: 'proposed', found: 1 })
  })

  it('is tried again by a person where it has failed', async () => {
    const { noticeId } = await rig.receive(
      'a',
      mailWithFiles('12月配件订货日历', '附件', {
        'a.csv': csv('订货日期,订单类型', ['2026-12-03,M']),
      }),
    )
    await run()
    const read = await rig.as(clerk)(routes.readEffect, { params: { noticeId } })
    expect(read).toMatchObject({
      body: {
        status: 'failed',
        failed: { code: 'duty-missing', zh: expect.stringContaining('采用') as string },
        allowed: ['retry', 'withdraw'],
      },
    })
    expect(await verb(routes.retryEffect, noticeId)).toMatchObject({ body: { status: 'owed', found: 0 } })
    await run()
    expect((await effectOf(noticeId)).status).toBe('failed')
  })

  it('that broke off behind the yes is gone on with, and not begun anew', async () => {
    const noticeId = await proposed()
    await verb(routes.acceptEffect, noticeId, { fromOn: '2027-02-01' })
    const applying = await effectOf(noticeId)
    const failed = { code: 'broke-off', during: 'applying', at: local('2026-11-23 10:00') } as const
    await save(
      rig.store,
      noticeEffectRecord.put(
        { ...applying, status: 'failed', failed, dueAt: undefined },
        { at: failed.at, by: 'x' },
      ),
    )
    expect(await verb(routes.retryEffect, noticeId)).toMatchObject({
      body: { status: 'applying', fromOn: '2027-02-01' },
    })
    await run()
    expect(prices()[0]!.limits).toMatchObject([{ fromOn: '2027-02-01' }])
  })

  it('counts for a quote like a limit that a person has set', async () => {
    const noticeId = await proposed()
    await verb(routes.acceptEffect, noticeId, {})
    await run()
    const known = prices().find(({ partNumber }) => partNumber === '1234567-A01')!
    const reply = await rig.as(partsHead)(setPartPrice, {
      params: { partNumber: known.partNumber },
      ifMatch: `"${String(known.version)}"`,
      body: { limitFen: 9000, fromOn: day('2027-01-01'), source: '人工' },
    })
    expect(reply).toMatchObject({ ok: true, body: { limits: [{ limitFen: 8600 }, { limitFen: 9000 }] } })
  })
})
