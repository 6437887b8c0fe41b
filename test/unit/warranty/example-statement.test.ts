import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseStatement } from '../../../functions/warranty/parse-statement.ts'
import { reconcile } from '../../../functions/warranty/reconcile.ts'
import { claimOf, lineOf } from './claim-facts.ts'

/** Of the sample dealer's claims of October on its first brand, as `npm start` opens them. */
const claimed: Readonly<Record<string, number>> = {
  'SP-RO2610000650-S': 137_389,
  'SP-RO2610001047-B': 112_582,
  'SP-RO2610001777-B': 112_151,
  'SP-RO2610003778-B': 110_666,
  'SP-RO2610004216-B': 160_531,
}

it('the statement among the examples settles three claims, cuts one, forgets one, and says two things that are not so', () => {
  const { lines = [] } = parseStatement(readFileSync('examples/settlement-statement.csv', 'utf8'))
  const claims = Object.entries(claimed).map(([number, fen]) =>
    claimOf(number, { number, status: 'approved', lines: [lineOf(1, fen)] }),
  )
  const named = (claimId: string) => claims.find((claim) => claim.claimId === claimId)?.number
  const { matched, differing, missing, unknown, double, totals } = reconcile(lines, claims)
  expect(matched.map(({ claimId }) => named(claimId))).toEqual([
    'SP-RO2610000650-S',
    'SP-RO2610001047-B',
    'SP-RO2610004216-B',
  ])
  expect(differing.map((each) => [named(each.claimId), each.differenceFen])).toEqual([
    ['SP-RO2610001777-B', -12_151],
  ])
  expect(missing.map(({ claimId }) => named(claimId))).toEqual(['SP-RO2610003778-B'])
  expect(unknown.map(({ row }) => row)).toEqual([7])
  expect(double.map(({ row }) => row)).toEqual([6])
  expect(totals).toEqual({
    statementFen: 679_833,
    settledFen: 510_502,
    unknownFen: 8_800,
    doubleFen: 160_531,
    expectedFen: 633_319,
    missingFen: 110_666,
    differenceFen: -12_151,
  })
})
