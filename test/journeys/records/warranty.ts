import { expect, it } from 'vitest'
import { unwritten } from '../../../shared/domain/record.ts'
import { RepairOrder } from '../../../shared/domain/order.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import * as statements from '../../../shared/http/routes/claim-statements.ts'
import * as parts from '../../../shared/http/routes/returned-parts.ts'
import * as claims from '../../../shared/http/routes/warranty-claims.ts'
import * as routes from '../../../shared/http/routes/warranty.ts'
import { findVehicles } from '../../../shared/http/routes/vehicles.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { day, local, stampAt } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { partOf } from '../../unit/warranty/claim-facts.ts'
import { done, type Desk } from './desk.ts'

/** An import of the night has told of repairs that the manufacturer pays; the warranty clerk goes after the money. */
export function whatTheManufacturerOwes(desk: () => Desk): void {
  const clerk = () => desk().as('warranty_clerk')
  const keeper = () => desk().as('warehouse_keeper')
  const advisor = () => desk().as('service_advisor')
  const month = { from: day('2026-11-01'), until: day('2026-11-30') }
  const orderIdOf = (name: string) => idFor('order', desk().dealerId, name)
  let vehicleId = ''
  let vin = ''
  const orderOf = (name: string, more: Partial<RepairOrder> = {}): RepairOrder =>
    RepairOrder.parse({
      dealerId: desk().dealerId,
      orderId: orderIdOf(name),
      number: name,
      vehicleId,
      kind: 'warranty',
      status: 'delivered',
      receivedOn: '2026-11-23',
      deliveredOn: '2026-11-24',
      odometerKm: 9_100,
      parts: [partOf(20_000), partOf(10_000, 'manufacturer', 'P-2000')],
      laborFen: 0,
      partsFen: 30_000,
      totalFen: 30_000,
      settlement: 'manufacturer',
      ...unwritten(stampAt(local('2026-11-25 02:00'))),
      ...more,
    })
  /** Presses one button after the other, each on the record as the last one has left it. */
  const story = (params: object, from: string) => {
    let etag = from
    return async <Body extends { etag: string }>(route: object, body?: object, role = clerk()) => {
      const given = { params, ifMatch: etag, ...(body && { body }) }
      const reply = await done(role(route as typeof claims.readClaim, given as never))
      etag = reply.body.etag
      return reply.body as unknown as Body
    }
  }

  it('in the morning each such order has its claim, or the reason why not', async () => {
    const found = await done(advisor()(findVehicles, { query: { plate: '浙AD12345' } }))
    ;({ vehicleId, vin } = found.body.items[0]!)
    const service = { kind: 'first_service' as const, parts: [], partsFen: 0, totalFen: 0 }
    await save(
      desk().store,
      ...puts(
        repairOrderRecord,
        orderOf('W-1'),
        orderOf('W-2', service),
        orderOf('W-3', { kind: 'accident' }),
        orderOf('W-4', { kind: 'accident' }),
      ),
    )
    await desk().stack.runUntil(local('2026-11-25 08:25'))
    const open = await done(clerk()(claims.listClaims))
    expect(open.body.items.map(({ number, kind }) => [number, kind]).sort()).toEqual([
      ['SP-W-1-B', 'warranty'],
      ['SP-W-2-S', 'free_service'],
    ])
    const delivered = await done(clerk()(claims.listDeliveredClaims, { query: month }))
    expect(delivered.body.items).toHaveLength(2)
    const withheld = await done(clerk()(claims.listWithheldClaims, { query: month }))
    expect(withheld.body.items.map(({ number, reason }) => [number, reason]).sort()).toEqual([
      ['W-3', 'accident'],
      ['W-4', 'accident'],
    ])
    const atRisk = await done(clerk()(claims.readMoneyAtRisk))
    expect(atRisk.body).toMatchObject({ totalFen: 30_000, groups: [{ step: 'submit', standing: 'today' }] })
    const ofCar = await done(advisor()(claims.listClaimsOfVehicle, { params: { vehicleId } }))
    expect(ofCar.body.items).toHaveLength(2)
  })

  it('the parts are put away, boxed and sent, and come back', async () => {
    const { body } = await done(
      clerk()(claims.listDeliveredClaims, { query: { ...month, kind: 'warranty' } }),
    )
    const { claimId } = body.items[0]!
    const keep = async (claimLine: number, more: object = {}) => {
      const given = { claimId, claimLine, tag: `T-${String(claimLine)}`, place: 'A-1', ...more }
      return (await done(keeper()(parts.keepPart, { body: given }))).body
    }
    const one = await keep(1)
    const two = await keep(2, { keptUntil: day('2026-11-24') })
    expect((await done(keeper()(parts.listPartsHere))).body.items).toHaveLength(2)
    expect((await done(keeper()(parts.listRemovedParts, { query: month }))).body.items).toHaveLength(2)
    const params = { warrantyClaimId: claimId }
    expect((await done(clerk()(parts.listPartsOfClaim, { params }))).body.items).toHaveLength(2)
    const first = story({ returnedPartId: one.returnedPartId }, one.etag)
    await first(parts.changePart, { tag: 'T-9' })
    await first(parts.movePart, { place: 'B-1' })
    await first(parts.packPart, { manifest: 'M-1' })
    await first(parts.unpackPart, { place: 'B-1' })
    await first(parts.packPart, { manifest: 'M-1', box: '1' })
    await first(parts.shipPart, { carrier: '顺丰', number: 'SF-1' })
    await first(parts.receivePart)
    await first(parts.acceptPart, {})
    await first(parts.sendBackPart, { place: 'C-1' })
    await first(parts.deductPart, { reason: 'no_fault_found', amountFen: 100 })
    await story({ returnedPartId: two.returnedPartId }, two.etag)(parts.scrapPart, { reason: '期满' })
    const seen = { params: { returnedPartId: one.returnedPartId } }
    expect((await done(clerk()(parts.readPart, seen))).body.whereabouts).toBe('dealer')
    expect((await done(clerk()(parts.listPartChanges, seen))).body.items).toHaveLength(11)
  })

  it('a claim is put right, submitted, refused, appealed, approved and settled', async () => {
    const { body } = await done(clerk()(claims.listClaims, { query: { kind: 'warranty' } }))
    const { claimId } = body.items[0]!
    const params = { warrantyClaimId: claimId }
    const { etag } = (await done(clerk()(claims.readClaim, { params }))).body
    const step = story(params, etag)
    const words = { complaint: '异响', cause: '磨损', correction: '更换' }
    await step(claims.changeClaim, { lines: [1, 2].map((line) => ({ line, ...words })) })
    await step(claims.recordAuthorization, { state: 'asked' })
    await step(claims.addEvidence, { kind: 'photo', reference: 'p-1' })
    await step(claims.giveReason, { reason: '昨晚才导入' })
    await step(claims.submitClaim, { manufacturerNumber: 'GW-1' })
    await step(claims.takeUpClaim)
    await step(claims.returnClaim, { reason: '缺照片' })
    await step(claims.resubmitClaim, {})
    await step(claims.refuseClaim, { reason: '不清晰' })
    await step(claims.appealClaim, { reason: '已补' })
    await step(claims.approveClaim, { lines: [{ line: 2, approvedFen: 9_000 }] })
    expect((await done(clerk()(claims.listClaimChanges, { params }))).body.items.length).toBeGreaterThan(10)

    const goodwill = { orderId: orderIdOf('W-3'), kind: 'goodwill' } as const
    const opened = (await done(clerk()(claims.openClaim, { body: goodwill }))).body
    await story({ warrantyClaimId: opened.claimId }, opened.etag)(claims.withdrawClaim, { reason: '不符' })

    const head = { manufacturer: opened.manufacturer, statedOn: day('2026-11-25') }
    const csv = '索赔单号,行号,结算金额\nGW-1,1,200.00\nGW-1,2,89.00\n'
    const wrong = (await done(clerk()(statements.takeStatement, { body: { ...head, number: 'S-1', csv } })))
      .body
    await story({ claimStatementId: wrong.statementId }, wrong.etag)(statements.withdrawStatement)
    const right = (await done(clerk()(statements.takeStatement, { body: { ...head, number: 'S-2', csv } })))
      .body
    expect(right.reconciliation).toMatchObject({ differing: [{ claimId, differenceFen: -100 }] })
    const id = { claimStatementId: right.statementId }
    await story(id, right.etag)(statements.acceptStatement)
    expect((await done(clerk()(statements.readStatement, { params: id }))).body.accepted?.claims).toBe(1)
    expect((await done(clerk()(statements.listStatements))).body.items).toHaveLength(2)
    const now = (await done(clerk()(claims.readClaim, { params }))).body
    expect(now.settlement?.settledFen).toBe(28_900)
    await story(params, now.etag)(claims.withdrawSettlement, { reason: '对账有误' })
  })

  it('the advisor sees what is covered, what the law says, and what a customer who asks is owed', async () => {
    const params = { vin }
    const covered = await done(advisor()(routes.readCoverage, { params, query: { odometer: 9_200 } }))
    expect(covered.body.lines.find(({ kind }) => kind === 'repair')?.covered).toBe('yes')
    await done(advisor()(routes.readCertificate, { params }))
    const query = { priceFen: 12_000_000, n: 50, odometer: 9_200 }
    const fee = await done(advisor()(routes.computeUsageFee, { params, query }))
    expect(fee.body).toMatchObject({ computed: true, feeFen: 552_000 })
    const note = { problems: [{ code: 'P0301', serious: true }], replaced: [], leftOut: [] }
    const order = story({ orderId: orderIdOf('W-1') }, '"1"')
    await order(routes.noteStatutory, note, advisor())
    const ledger = await done(advisor()(routes.readLedger, { params }))
    expect(ledger.body.warnings.map(({ code }) => code)).toContain('serious-fault')

    const ask = async (askedOn: string) => {
      const body = { wants: 'return', ground: 'serious-fault', askedOn: day(askedOn) } as const
      return (await done(advisor()(routes.askStatutory, { params, body }))).body
    }
    const [first, second] = [await ask('2026-11-24'), await ask('2026-11-25')]
    const yes = story({ statutoryRequestId: first.requestId }, first.etag)
    await yes(routes.agreeStatutory)
    await yes(routes.completeStatutory)
    const no = story({ statutoryRequestId: second.requestId }, second.etag)
    await no(routes.declineStatutory, { reason: '条件未满足' })
    await no(routes.withdrawStatutory)
    const asked = await done(advisor()(routes.listStatutoryRequests, { params }))
    expect(asked.body.items.map(({ status }) => status)).toEqual(['withdrawn', 'completed'])
  })
}
