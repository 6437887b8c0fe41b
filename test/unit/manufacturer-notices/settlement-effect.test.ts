import { beforeEach, describe, expect, it } from 'vitest'
import { retried } from '../../../functions/manufacturer-notices/effect-verbs.ts'
import { settlementNumber } from '../../../functions/manufacturer-notices/settlement-number.ts'
import type { ClaimStatement } from '../../../shared/domain/claim-statement.ts'
import { claimStatementRecord, statementIdOf } from '../../../shared/store/claim-statements.ts'
import type { NoticeEffect } from '../../../shared/domain/notice-effect.ts'
import { noticeEffectRecord } from '../../../shared/store/notice-effects.ts'
import { local, staffIdOf } from '../../support/builders.ts'
import { save } from '../../support/store.ts'
import { noticeOf } from '../../support/notice-builders.ts'
import { csv, mailWithFiles, openEffects, type EffectRig } from './effect-rig.ts'

const subject = '10月索赔结算单核对'
const head = '索赔单号,结算金额'
const settlement = (rows: readonly string[], text = '结算单号：JS202610-01，请核对。') =>
  mailWithFiles(subject, text, { '结算明细.csv': csv(head, rows) })

let rig: EffectRig
beforeEach(async () => {
  rig = await openEffects()
})
const statements = (): ClaimStatement[] =>
  rig.table
    .all()
    .filter(({ entity }) => entity === 'ClaimStatement')
    .map((item) => claimStatementRecord.parse(item))
    .sort((a, b) => (a.number < b.number ? -1 : 1))

describe('a settlement', () => {
  it('is owed with its notice, and shown as a statement by the next run, settling nothing', async () => {
    await rig.receive('a', settlement(['WC-1,100.00', 'WC-2,-20.50', '合计,79.50']))
    expect(rig.effectOf('a')).toMatchObject({ kind: 'claim_settlement', status: 'owed' })
    expect(statements()).toEqual([])
    expect(await rig.run()).toEqual({ ended: 1 })
    expect(statements()).toMatchObject([
      {
        manufacturer: '甲汽车',
        number: 'JS202610-01',
        statedOn: '2026-11-23',
        status: 'shown',
        lines: [
          { row: 2, claimNumber: 'WC-1', amountFen: 10_000 },
          { row: 3, claimNumber: 'WC-2', amountFen: -2050 },
        ],
      },
    ])
    const { statementId } = statements()[0]!
    expect(rig.effectOf('a')).toMatchObject({
      status: 'applied',
      found: 2,
      applied: 2,
      skipped: 0,
      statementIds: [statementId],
    })
  })

  it('of more than five hundred lines is several statements, numbered', async () => {
    const rows = Array.from({ length: 1001 }, (_, index) => `WC-${String(index)},1.00`)
    await rig.receive('a', settlement(rows))
    await rig.run()
    expect(statements().map(({ number, lines }) => [number, lines.length])).toEqual([
      ['JS202610-01-1', 500],
      ['JS202610-01-2', 500],
      ['JS202610-01-3', 1],
    ])
    expect(rig.effectOf('a')).toMatchObject({ status: 'applied', found: 1001, applied: 1001 })
  })

  it('that is there already under its number stays as it was, and that is said', async () => {
    await rig.receive('a', settlement(['WC-1,100.00']))
    await rig.run()
    await rig.receive(
      'b',
      mailWithFiles('10月索赔结算单更正', '结算单号：JS202610-01', { 'a.csv': csv(head, ['WC-1,9.00']) }),
    )
    await rig.run()
    expect(statements()).toHaveLength(1)
    expect(statements()[0]!.lines[0]!.amountFen).toBe(10_000)
    expect(rig.effectOf('b')).toMatchObject({
      status: 'applied',
      found: 1,
      applied: 0,
      skipped: 1,
      faults: [{ code: 'statement-there', file: 'a.csv', row: 2 }],
      statementIds: [],
    })
  })

  it('without lines brings nothing, and one whose lines cannot be read has failed', async () => {
    await rig.receive('a', mailWithFiles(subject, '请核对结算明细，如有疑问五个工作日内联系。'))
    await rig.receive('b', mailWithFiles('11月索赔结算单', '见附件', { 'b.csv': csv(head, ['WC-1,十块']) }))
    await rig.run()
    expect(rig.effectOf('a')).toMatchObject({ status: 'nothing_found', found: 0, faults: [] })
    expect(rig.effectOf('b')).toMatchObject({
      status: 'failed',
      failed: { code: 'lists-unreadable', during: 'working' },
      faults: [{ code: 'amount-invalid', file: 'b.csv', row: 2, column: '结算金额' }],
    })
  })

  it('is withdrawn with its notice where nobody has accepted it, and stays where somebody has', async () => {
    const rows = Array.from({ length: 501 }, (_, index) => `WC-${String(index)},1.00`)
    await rig.receive('a', settlement(rows))
    await rig.run()
    const [accepted] = statements()
    const stamp = { at: rig.clock.now(), by: 'test' }
    await save(rig.effectStore, claimStatementRecord.put({ ...accepted!, status: 'accepted' }, stamp))
    await rig.withdraw('a')
    await rig.run()
    expect(statements().map(({ status }) => status)).toEqual(['accepted', 'withdrawn'])
    expect(rig.effectOf('a')).toMatchObject({ status: 'withdrawn', faults: [{ code: 'statement-accepted' }] })
  })

  it('comes back with its notice that was called one of another kind by mistake, unless a person withdrew it', async () => {
    await rig.receive('a', settlement(['WC-1,100.00']))
    await rig.run()
    const again = async () => {
      await rig.withdraw('a', 'claim_settlement')
      await rig.run()
      return statements().map(({ status }) => status)
    }
    expect(await again()).toEqual(['shown'])
    expect(rig.effectOf('a')).toMatchObject({ status: 'applied', applied: 1, skipped: 0, faults: [] })
    const stamp = { at: rig.clock.now(), by: staffIdOf('W1') }
    const withdrawn = { ...statements()[0]!, status: 'withdrawn' } as const
    await save(rig.effectStore, claimStatementRecord.put(withdrawn, stamp))
    expect(await again()).toEqual(['withdrawn'])
    expect(rig.effectOf('a')).toMatchObject({ applied: 0, faults: [{ code: 'statement-there' }] })
  })

  it('that broke off half done and is tried again is whole, and is all taken back', async () => {
    const rows = Array.from({ length: 501 }, (_, index) => `WC-${String(index)},1.00`)
    await rig.receive('a', settlement(rows))
    await rig.run()
    const stamp = { at: rig.clock.now(), by: staffIdOf('W1') }
    const [first] = rig.effectOf('a')!.statementIds
    const half: NoticeEffect = {
      ...rig.effectOf('a')!,
      status: 'failed',
      failed: { code: 'broke-off', during: 'working', at: stamp.at },
      statementIds: [first!],
    }
    const second = statements()[1]!
    await save(rig.effectStore, claimStatementRecord.remove(second))
    await save(rig.effectStore, noticeEffectRecord.put(retried(half, stamp), stamp))
    rig.moveTo(local('2026-11-23 11:00'))
    await rig.run()
    expect(rig.effectOf('a')).toMatchObject({ status: 'applied', applied: 501, skipped: 0, faults: [] })
    await rig.withdraw('a')
    await rig.run()
    expect(statements().map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn'])
  })

  it('of a notice that was let out of quarantine is of the only manufacturer there is', async () => {
    await rig.receive('a', settlement(['WC-1,100.00']))
    const [notice] = rig.notices()
    await rig.change(notice!, { manufacturer: undefined })
    await rig.run()
    expect(statements()).toMatchObject([{ manufacturer: '甲汽车' }])
  })
})

describe('the number of a settlement', () => {
  it.each([
    ['结算单号：JS202610-01，请核对', [], 'JS202610-01'],
    ['结算批次号为 b2026/10。', [], 'B2026/10'],
    ['请核对', ['结算单_JS202610.xlsx'], 'JS202610'],
    ['请核对', ['10月结算单.xlsx'], /^N-[A-Z2-7]{8}$/],
    ['结算单编号见附件', ['清单-A1.xlsx'], /^N-[A-Z2-7]{8}$/],
  ])('in %s with the files %j is %s', (text, names, number) => {
    const attachments = names.map((name) => ({ name, mediaType: 'text/csv', bytes: 1 }))
    const told = settlementNumber(noticeOf('a', { subject: '10月索赔结算单', text, attachments }))
    expect(told).toEqual(typeof number === 'string' ? number : expect.stringMatching(number))
  })

  it('is the same for each notice each time, and another for another notice', () => {
    const numbers = ['a', 'a', 'b'].map((name) => settlementNumber(noticeOf(name, { text: '请核对' })))
    expect(new Set(numbers).size).toBe(2)
    expect(statementIdOf('D001', '甲', numbers[0]!)).toBe(statementIdOf('D001', '甲', numbers[1]!))
  })
})
