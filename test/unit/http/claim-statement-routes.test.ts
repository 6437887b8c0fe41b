import { beforeEach, describe, expect, it } from 'vitest'
import { parseStatement } from '../../../functions/warranty/parse-statement.ts'
import * as routes from '../../../shared/http/routes/claim-statements.ts'
import { withdrawSettlement } from '../../../shared/http/routes/warranty-claims.ts'
import { claimStatementRecord } from '../../../shared/store/claim-statements.ts'
import { day, stampAt } from '../../support/builders.ts'
import { lineOf } from '../warranty/claim-facts.ts'
import { advisor, clerk, now, openShop, stranger, withClaim, type Api } from './warranty-accounts.ts'

let api: Api
beforeEach(async () => {
  api = await openShop()
})

const head = { manufacturer: '长城', number: 'js-1', statedOn: day('2026-11-20') }
const take = (more: object, account = clerk) =>
  api.as(account)(routes.takeStatement, { body: { ...head, ...more } })
async function taken(more: object) {
  const reply = await take(more)
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body
}
async function accept(claimStatementId: string, ifMatch = '"1"') {
  return api.as(clerk)(routes.acceptStatement, { params: { claimStatementId }, ifMatch })
}
const claimNow = async (claimId: string) => (await api.store.warrantyClaims.byId('D001', claimId))!

describe('a settlement statement', () => {
  it('is shown beside the claims, and settles them line by line once a person accepts it', async () => {
    const two = { lines: [lineOf(1, 20_000), lineOf(2, 10_000, { approvedFen: 8_000 })] }
    const exact = await withClaim(api, 'exact', { status: 'approved', ...two })
    const less = await withClaim(api, 'less', { status: 'under_review' })
    const refused = await withClaim(api, 'refused', { status: 'refused' })
    const missing = await withClaim(api, 'missing', { status: 'approved' })
    await withClaim(api, 'other make', { status: 'approved', manufacturer: '奇瑞' })
    const csv =
      '﻿索赔单号,行号,结算金额（元）\nsp-exact,1,200.00\nSP-EXACT,2,80.00\nSP-LESS,1,"299.99"\nSP-REFUSED,,300\nSP-NOBODY,,1.00\n,,\n'
    const shown = await taken({ csv })
    expect(shown.reconciliation).toMatchObject({
      matched: [{ claimId: exact.claimId, number: 'SP-EXACT', rows: [2, 3] }, { claimId: refused.claimId }],
      differing: [{ claimId: less.claimId, differenceFen: -1 }],
      missing: [{ claimId: missing.claimId, expectedFen: 30_000 }],
      unknown: [{ row: 6, because: 'no-such-claim', amountFen: 100 }],
      totals: { statementFen: 88_099, settledFen: 87_999, unknownFen: 100, differenceFen: -1 },
    })
    expect(await claimNow(exact.claimId)).toMatchObject({ status: 'approved' })
    const accepted = await accept(shown.statementId)
    expect(accepted).toMatchObject({
      status: 200,
      body: {
        status: 'accepted',
        accepted: { claims: 2, settledFen: 57_999, left: [refused.claimId] },
        reconciliation: { matched: [{ claimId: exact.claimId }, { claimId: refused.claimId }] },
      },
    })
    expect(await claimNow(exact.claimId)).toMatchObject({
      status: 'settled',
      lines: [{ settledFen: 20_000 }, { settledFen: 8_000 }],
      settlement: { statement: shown.statementId, settledFen: 28_000 },
    })
    expect(await claimNow(less.claimId)).toMatchObject({
      status: 'settled',
      answers: [{ verdict: 'approved' }],
      lines: [{ settledFen: 29_999 }],
      settlement: { settledFen: 29_999 },
    })
    expect(await claimNow(refused.claimId)).toMatchObject({ status: 'refused' })
    expect(await accept(shown.statementId, '"2"')).toMatchObject({ status: 409 })
    const back = await api.as(clerk)(withdrawSettlement, {
      params: { warrantyClaimId: exact.claimId },
      ifMatch: `"${String((await claimNow(exact.claimId)).version)}"`,
      body: { reason: '对账有误' },
    })
    expect(back).toMatchObject({ body: { status: 'approved' } })
    expect((await claimNow(exact.claimId)).lines.some(({ settledFen }) => settledFen !== undefined)).toBe(
      false,
    )
  })

  it('goes on where an acceptance broke off, and settles nothing twice', async () => {
    const claims = []
    for (let index = 0; index < 45; index += 1)
      claims.push(await withClaim(api, `c${String(index)}`, { status: 'approved' }))
    const shown = await taken({
      lines: claims.map(({ number: claimNumber }) => ({ claimNumber, amountFen: 30_000 })),
    })
    let commits = 0
    api.table.onCommit = () => {
      commits += 1
      if (commits === 2) throw new Error('the machine died')
      return undefined
    }
    expect(await accept(shown.statementId)).toMatchObject({ status: 500 })
    api.table.onCommit = undefined
    const half = await api.store.warrantyClaims.byIds(
      'D001',
      claims.map(({ claimId }) => claimId),
    )
    expect([...half.values()].filter(({ status }) => status === 'settled')).toHaveLength(20)
    expect(await accept(shown.statementId)).toMatchObject({
      body: { accepted: { claims: 45, settledFen: 45 * 30_000, left: [] } },
    })
    const all = await api.store.warrantyClaims.byIds(
      'D001',
      claims.map(({ claimId }) => claimId),
    )
    expect([...all.values()].every(({ status, version }) => status === 'settled' && version === 2)).toBe(true)
  })

  it('is not withdrawn once some of it is settled: it is accepted to the end', async () => {
    const claims = []
    for (let index = 0; index < 21; index += 1)
      claims.push(await withClaim(api, `c${String(index)}`, { status: 'approved' }))
    const { statementId: claimStatementId } = await taken({
      lines: claims.map(({ number: claimNumber }) => ({ claimNumber, amountFen: 30_000 })),
    })
    let commits = 0
    api.table.onCommit = () => {
      commits += 1
      if (commits === 2) throw new Error('the machine died')
      return undefined
    }
    expect(await accept(claimStatementId)).toMatchObject({ status: 500 })
    api.table.onCommit = undefined
    const given = { params: { claimStatementId }, ifMatch: '"1"' }
    expect(await api.as(clerk)(routes.withdrawStatement, given)).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['accept'] },
    })
    expect(await accept(claimStatementId)).toMatchObject({ body: { accepted: { claims: 21 } } })
  })

  it('settles nothing more once somebody has withdrawn it', async () => {
    const claim = await withClaim(api, 'one', { status: 'approved' })
    const shown = await taken({ lines: [{ claimNumber: 'SP-ONE', amountFen: 30_000 }] })
    const statement = (await api.store.claimStatements.byId('D001', shown.statementId))!
    api.table.onCommit = () => {
      api.table.onCommit = undefined
      void api.store.commit([claimStatementRecord.put({ ...statement, status: 'withdrawn' }, stampAt(now))])
      return { kind: 'conflict', contested: [0] }
    }
    expect(await accept(shown.statementId)).toMatchObject({ status: 412 })
    expect(await claimNow(claim.claimId)).toMatchObject({ status: 'approved' })
  })

  it('is taken in once, is its own dealer’s, and may be withdrawn before it is accepted, for the right one to come', async () => {
    await withClaim(api, 'one', { status: 'approved' })
    const shown = await taken({ lines: [{ claimNumber: 'SP-ONE', amountFen: 1 }] })
    expect(await take({ lines: [{ claimNumber: 'SP-ONE', amountFen: 2 }] })).toMatchObject({
      status: 409,
      problem: { existing: shown.statementId },
    })
    const given = { params: { claimStatementId: shown.statementId } }
    expect(await api.as(stranger)(routes.readStatement, given)).toMatchObject({ status: 404 })
    expect(await api.as(advisor)(routes.acceptStatement, { ...given, ifMatch: '"1"' })).toMatchObject({
      status: 403,
    })
    const withdrawn = await api.as(clerk)(routes.withdrawStatement, { ...given, ifMatch: '"1"' })
    expect(withdrawn).toMatchObject({ body: { status: 'withdrawn', etag: '"2"' } })
    expect(await accept(shown.statementId, '"2"')).toMatchObject({ status: 409 })
    expect(await api.as(advisor)(routes.listStatements)).toMatchObject({
      body: { items: [{ statementId: shown.statementId, rows: 1, statementFen: 1 }] },
    })
    expect(await take({ lines: [{ claimNumber: 'SP-ONE', amountFen: 2 }] })).toMatchObject({
      status: 201,
      body: { statementId: shown.statementId, status: 'shown', etag: '"3"', statementFen: 2 },
    })
    expect(await take({ lines: [{ claimNumber: 'SP-ONE', amountFen: 3 }] })).toMatchObject({ status: 409 })
  })

  it('is a table or lines, and of a day that has come', async () => {
    const lines = [{ claimNumber: 'SP-ONE', amountFen: 1 }]
    expect(await take({})).toMatchObject({ status: 422 })
    expect(await take({ lines, csv: 'x' })).toMatchObject({ status: 422 })
    expect(await take({ lines, statedOn: '2026-11-24' })).toMatchObject({ status: 422 })
    expect(await take({ csv: '索赔单号,金额\nSP-ONE,viel\n' })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.csv.2', reason: 'wrong-format' }] },
    })
  })
})

describe('the table of a statement', () => {
  it.each([
    ['no headings', 'SP-1,1,5\n'],
    ['an unclosed quote', '索赔单号,金额\n"SP-1,5\n'],
    ['no lines', '索赔单号,金额\n,\n'],
    ['a line of nothing', '索赔单号,行号,金额\nSP-1,0,5\n'],
    ['a claim without a number', '索赔单号,金额\n,5\n'],
    ['more lines than a statement may have', `claim,amount\n${'A,1\n'.repeat(501)}`],
  ])('with %s is refused', (_, csv) => {
    expect(parseStatement(csv).lines).toBeUndefined()
  })

  it('says money to the fen, taken back too, with whatever headings it has', () => {
    expect(parseStatement('Amount, Claim No ,Line\n"-1,234.50",gw 1,２\n').lines).toEqual([
      { row: 2, claimNumber: 'GW1', line: 2, amountFen: -123_450 },
    ])
  })
})
