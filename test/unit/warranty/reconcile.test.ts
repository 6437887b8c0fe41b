import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reconcile, type StatementLine } from '../../../functions/warranty/reconcile.ts'
import { settledClaim } from '../../../functions/warranty/settled-claim.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { WarrantyClaimStatus, type WarrantyClaim } from '../../../shared/domain/warranty-claim.ts'
import { stampAt } from '../../support/builders.ts'
import { claimOf, lineOf } from './claim-facts.ts'

const approved = (name: string, more: Partial<WarrantyClaim> = {}) =>
  claimOf(name, {
    status: 'approved',
    manufacturerNumber: `GWM-${name.toUpperCase()}`,
    lines: [lineOf(1, 10_000), lineOf(2, 5_000)],
    ...more,
  })

/** Lines of a statement, as `number line amount` or `number amount`. */
function statementOf(...rows: string[]): StatementLine[] {
  return rows.map((text, index) => {
    const words = text.split(' ')
    const amountFen = Number(words.at(-1))
    const line = words.length === 3 ? Number(words[1]) : undefined
    return { row: index + 2, claimNumber: words[0]!, line, amountFen }
  })
}

describe('a settlement statement beside the claims', () => {
  it('matches what is equal in every line, or as a whole', () => {
    const claims = [approved('a'), approved('b')]
    const { matched, differing, totals } = reconcile(
      statementOf('GWM-A 1 10000', 'GWM-A 2 5000', 'GWM-B 15000'),
      claims,
    )
    expect(matched.map(({ rows, settledFen }) => [rows, settledFen])).toEqual([
      [[2, 3], 15_000],
      [[4], 15_000],
    ])
    expect(differing).toEqual([])
    expect(totals).toEqual({
      statementFen: 30_000,
      settledFen: 30_000,
      unknownFen: 0,
      doubleFen: 0,
      expectedFen: 30_000,
      missingFen: 0,
      differenceFen: 0,
    })
  })

  it('finds a claim by our number too, however it is written', () => {
    expect(reconcile(statementOf('ｓｐ-a 15000'), [approved('a')]).matched).toHaveLength(1)
  })

  it('shows the difference line by line, also where the sums are equal', () => {
    const [claim] = reconcile(statementOf('GWM-A 1 9000', 'GWM-A 2 6000'), [approved('a')]).differing
    expect(claim).toMatchObject({ expectedFen: 15_000, settledFen: 15_000, differenceFen: 0 })
    expect(claim!.differences).toEqual([
      { line: 1, expectedFen: 10_000, settledFen: 9_000, differenceFen: -1_000, notNamed: false },
      { line: 2, expectedFen: 5_000, settledFen: 6_000, differenceFen: 1_000, notNamed: false },
    ])
  })

  it('says of a line that the statement does not name that it does not', () => {
    const [claim] = reconcile(statementOf('GWM-A 1 10000'), [approved('a')]).differing
    expect(claim!.differences).toEqual([
      { line: 2, expectedFen: 5_000, settledFen: 0, differenceFen: -5_000, notNamed: true },
    ])
  })

  it('expects what was approved, where that is less than what was claimed', () => {
    const claim = approved('a', { lines: [lineOf(1, 10_000, { approvedFen: 8_000 })] })
    expect(reconcile(statementOf('GWM-A 1 8000'), [claim]).matched).toHaveLength(1)
    expect(reconcile(statementOf('GWM-A 1 10000'), [claim]).differing).toHaveLength(1)
  })

  it('misses what is approved, and nothing that the manufacturer has not approved yet', () => {
    const claims = [
      approved('a'),
      approved('b', { status: 'under_review' }),
      approved('c', { status: 'opened' }),
    ]
    const { missing, totals } = reconcile([], claims)
    expect(missing).toEqual([{ claimId: claims[0]!.claimId, expectedFen: 15_000 }])
    expect(totals).toMatchObject({ missingFen: 15_000, expectedFen: 15_000, differenceFen: 0 })
  })

  it.each([
    ['no-such-claim', statementOf('GWM-Z 100'), 'approved'],
    ['no-such-line', statementOf('GWM-A 9 100'), 'approved'],
    ['not-claimed', statementOf('GWM-A 15000'), 'opened'],
    ['not-claimed', statementOf('GWM-A 15000'), 'withdrawn'],
  ] as const)('knows nothing of a line: %s', (because, statement, status) => {
    const { unknown, totals } = reconcile(statement, [approved('a', { status })])
    expect(unknown).toMatchObject([{ row: 2, because }])
    expect(totals.settledFen).toBe(0)
  })

  it.each([
    ['the same line twice', ['GWM-A 1 10000', 'GWM-A 1 10000']],
    ['the whole twice, once by our number', ['GWM-A 15000', 'SP-A 15000']],
    ['the whole after a line', ['GWM-A 1 10000', 'GWM-A 15000']],
    ['a line after the whole', ['GWM-A 15000', 'GWM-A 1 10000']],
  ])('takes nothing twice: %s', (_, rows) => {
    const { double, totals } = reconcile(statementOf(...rows), [approved('a')])
    expect(double).toMatchObject([{ row: 3, because: 'named-twice' }])
    expect(totals.doubleFen).toBe(double[0]!.amountFen)
  })

  it('takes nothing again that another statement has settled', () => {
    const { double } = reconcile(statementOf('GWM-A 15000'), [approved('a', { status: 'settled' })])
    expect(double).toMatchObject([{ because: 'already-settled' }])
  })
})

describe('a claim that a statement settles as a whole', () => {
  it('has its sum laid on its lines only while they come to it, also where they changed since the comparison', () => {
    const claim = claimOf('one', { status: 'approved', lines: [lineOf(1, 20_000), lineOf(2, 10_000)] })
    const lines = [{ row: 1, claimNumber: 'SP-ONE', amountFen: 30_000 }]
    const [compared] = reconcile(lines, [claim]).matched
    const settled = (told: WarrantyClaim) =>
      settledClaim(
        told,
        compared!,
        { statementId: idFor('claimStatement', 's'), lines },
        stampAt(claim.openedAt),
      )
    expect(settled(claim)?.lines.map(({ settledFen }) => settledFen)).toEqual([20_000, 10_000])
    const cut = { ...claim, lines: [lineOf(1, 20_000), lineOf(2, 10_000, { approvedFen: 8_000 })] }
    expect(settled(cut)).toMatchObject({ status: 'settled', settlement: { settledFen: 30_000 } })
    expect(settled(cut)?.lines.map(({ settledFen }) => settledFen)).toEqual([undefined, undefined])
  })
})

describe('laws of reconciliation', () => {
  const names = ['a', 'b', 'c', 'd']
  const anyClaims = fc
    .uniqueArray(
      fc.record({
        name: fc.constantFrom(...names),
        status: fc.constantFrom(...WarrantyClaimStatus.options),
        fens: fc.array(fc.nat(20_000), { minLength: 1, maxLength: 3 }),
      }),
      { selector: ({ name }) => name },
    )
    .map((all) =>
      all.map(({ name, status, fens }) =>
        approved(name, { status, lines: fens.map((fen, index) => lineOf(index + 1, fen)) }),
      ),
    )
  const anyStatement = fc
    .array(
      fc.record({
        claimNumber: fc.constantFrom(...names.flatMap((name) => [`GWM-${name}`, `SP-${name}`]), 'GWM-X'),
        line: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
        amountFen: fc.integer({ min: -20_000, max: 20_000 }),
      }),
      { maxLength: 14 },
    )
    .map((lines) => lines.map((line, index) => ({ ...line, row: index + 2 })))

  it('every row of the statement goes to one place, and the sums are equal to the fen', () => {
    fc.assert(
      fc.property(anyStatement, anyClaims, (statement, claims) => {
        const result = reconcile(statement, claims)
        const rows = [
          ...[...result.matched, ...result.differing].flatMap((claim) => claim.rows),
          ...[...result.unknown, ...result.double].map(({ row }) => row),
        ]
        expect(rows.toSorted((a, b) => a - b)).toEqual(statement.map(({ row }) => row))
        const { totals } = result
        expect(totals.settledFen + totals.unknownFen + totals.doubleFen).toBe(totals.statementFen)
        expect(totals.differenceFen).toBe(totals.settledFen - (totals.expectedFen - totals.missingFen))
        const byLine = result.differing.flatMap(({ differences }) =>
          differences.map((each) => each.differenceFen),
        )
        expect(byLine.reduce((sum, each) => sum + each, 0)).toBe(totals.differenceFen)
      }),
    )
  })

  it('every approved claim is settled by the statement or missing in it, and none twice', () => {
    fc.assert(
      fc.property(anyStatement, anyClaims, (statement, claims) => {
        const { matched, differing, missing } = reconcile(statement, claims)
        const told = [...matched, ...differing, ...missing].map(({ claimId }) => claimId)
        expect(new Set(told).size).toBe(told.length)
        for (const { claimId, status } of claims) {
          if (status === 'approved') expect(told).toContain(claimId)
          if (status === 'settled' || status === 'withdrawn') expect(told).not.toContain(claimId)
        }
      }),
    )
  })

  it('a statement that says exactly what is approved matches all of it', () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        const all = claims.map((claim) => ({ ...claim, status: 'approved' as const }))
        const statement = all
          .flatMap(({ number, lines }) =>
            lines.map(({ line, claimedFen }) => ({ claimNumber: number, line, amountFen: claimedFen })),
          )
          .map((line, index) => ({ ...line, row: index + 1 }))
        const { matched, differing, missing, unknown, double } = reconcile(statement, all)
        expect(matched).toHaveLength(all.length)
        expect([differing, missing, unknown, double]).toEqual([[], [], [], []])
      }),
    )
  })
})
