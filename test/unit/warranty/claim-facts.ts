import { idFor } from '../../../shared/domain/ids.ts'
import type { LaborOperation, PartLine, Payer } from '../../../shared/domain/order-lines.ts'
import { WarrantyClaim, type ClaimLine } from '../../../shared/domain/warranty-claim.ts'
import { orderIdOf, vehicleIdOf } from '../../support/builders.ts'

/** A claim on a delivery of 20 November 2026, opened at noon of that day; what a test is about, it gives itself. */
export function claimOf(name: string, more: Partial<WarrantyClaim> = {}): WarrantyClaim {
  const stamp = { at: '2026-11-20T04:00:00.000Z', by: 'test' }
  return WarrantyClaim.parse({
    dealerId: 'D001',
    claimId: idFor('warrantyClaim', name),
    number: `SP-${name.toUpperCase()}`,
    kind: 'warranty',
    orderId: orderIdOf(name),
    vehicleId: vehicleIdOf('anna'),
    vin: 'LGWEF4A53HF000001',
    manufacturer: '长城',
    rescued: false,
    status: 'opened',
    deliveredOn: '2026-11-20',
    openedAt: stamp.at,
    lines: [lineOf(1, 30_000)],
    evidence: [],
    submissions: [],
    answers: [],
    appeals: [],
    delays: [],
    version: 0,
    createdAt: stamp.at,
    createdBy: stamp.by,
    updatedAt: stamp.at,
    updatedBy: stamp.by,
    ...more,
  })
}

export function lineOf(line: number, claimedFen: number, more: Partial<ClaimLine> = {}): ClaimLine {
  return { line, complaint: '异响', cause: '轴承磨损', correction: '更换', claimedFen, ...more }
}

export function laborOf(amountFen: number, payer: Payer = 'manufacturer', code = 'A100'): LaborOperation {
  return { code, name: '更换轴承', laborHours: 1, rateFen: amountFen, payer, amountFen }
}

export function partOf(amountFen: number, payer: Payer = 'manufacturer', partNumber = 'P-1000'): PartLine {
  const limit = { fen: amountFen, source: '限价表', fromOn: '2026-01-01' as never, confirmed: true }
  return { partNumber, name: '轴承', quantity: 1, payer, limit, unitPriceFen: amountFen, amountFen }
}
