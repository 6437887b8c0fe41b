import { expect, it } from 'vitest'
import type { Route } from '../../../shared/http/contract.ts'
import * as statements from '../../../shared/http/routes/claim-statements.ts'
import * as parts from '../../../shared/http/routes/returned-parts.ts'
import * as claims from '../../../shared/http/routes/warranty-claims.ts'
import * as routes from '../../../shared/http/routes/warranty.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import { day, orderIdOf, repairOrderOf, vehicleIdOf } from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { claimOf, lineOf } from '../../unit/warranty/claim-facts.ts'
import { shown, type Race } from './race.ts'

const vin = 'LGWEF4A53HF000001'
const part = { partNumber: 'P-1000', name: '轴承', quantity: 1 }

/** Claims go to the manufacturer, parts into boxes, and every button is pressed by several. */
export function warrantyAtOnce(race: () => Race): void {
  /** Presses a button of a record: the body that the documentation shows, with the story's own in its place. */
  async function press(route: Route, params: object, ifMatch: string, own?: object, options = {}) {
    const body = own === undefined ? undefined : shown(route, own)
    const given = { params, ifMatch, ...(body && { body }) }
    return (await race().once(route, given as never, options)) as unknown as {
      etag: string
      body: { etag: string }
    }
  }
  function story(params: object, from: string) {
    let etag = from
    return async (route: Route, own?: object, options = {}) => {
      etag = (await press(route, params, etag, own, options)).body.etag
      return etag
    }
  }
  async function claimed(name: string, more: Parameters<typeof claimOf>[1] = {}) {
    const evidence = [{ kind: 'photo' as const, reference: 'p', at: earlier.at, by: 'test' }]
    const claim = claimOf(name, { evidence, lines: [lineOf(1, 30_000)], ...more })
    const number = takeName('D001', 'claim-number', claim.number, claim.claimId, earlier)
    await save(race().store, ...puts(warrantyClaimRecord, claim), number)
    return claim
  }

  it('a claim is opened once, and takes each of its steps once', async () => {
    const order = repairOrderOf('goodwill', { kind: 'accident', settlement: 'manufacturer' })
    await save(race().store, ...puts(repairOrderRecord, order))
    const opened = await race().once(claims.openClaim, {
      body: { orderId: order.orderId, kind: 'goodwill' },
    })
    const given = story({ warrantyClaimId: opened.body.claimId }, opened.body.etag)
    await given(claims.changeClaim, { rescued: false })
    await given(claims.recordAuthorization, {})
    await given(claims.addEvidence, {})
    await given(claims.giveReason, {})
    await given(claims.withdrawClaim, {})

    const { claimId } = await claimed('sent')
    const sent = story({ warrantyClaimId: claimId }, '"1"')
    await sent(claims.submitClaim, { manufacturerNumber: 'GW-RACE' })
    await sent(claims.takeUpClaim)
    await sent(claims.returnClaim, {})
    await sent(claims.resubmitClaim, {})
    await sent(claims.refuseClaim, {})
    await sent(claims.appealClaim, {})
    const approved = await sent(claims.approveClaim, { lines: [] })
    expect(approved).toBe('"8"')
  })

  it('a replaced part is put away once, and takes each of its steps once', async () => {
    const { claimId } = await claimed('parts', { lines: [lineOf(1, 1, { part }), lineOf(2, 1, { part })] })
    const keep = async (claimLine: number, more: object = {}) => {
      const body = { claimId, claimLine, tag: `RACE-${String(claimLine)}`, place: 'A-1', ...more }
      const { body: kept } = await race().once(parts.keepPart, { body })
      return story({ returnedPartId: kept.returnedPartId }, kept.etag)
    }
    const one = await keep(1)
    await one(parts.changePart, {})
    await one(parts.movePart, {})
    await one(parts.packPart, {})
    await one(parts.unpackPart, {})
    await one(parts.packPart, {})
    await one(parts.shipPart, {})
    await one(parts.receivePart)
    await one(parts.acceptPart, {})
    await one(parts.sendBackPart, {})
    await one(parts.deductPart, {})
    const two = await keep(2, { removedOn: day('2026-11-01'), keptUntil: day('2026-11-02') })
    await two(parts.scrapPart, {})
  })

  it('a statement is taken in once, and settles its claims once', async () => {
    const claim = await claimed('settled', { status: 'approved' })
    const stated = { manufacturer: '长城', statedOn: day('2026-11-20') }
    const lines = [{ claimNumber: claim.number, amountFen: 30_000 }]
    const take = (number: string) =>
      race().once(statements.takeStatement, { body: { ...stated, number, lines } })
    const wrong = (await take('RACE-1')).body
    await story({ claimStatementId: wrong.statementId }, wrong.etag)(statements.withdrawStatement)
    const right = (await take('RACE-2')).body
    const accepting = story({ claimStatementId: right.statementId }, right.etag)
    await accepting(statements.acceptStatement, undefined, { transactions: 2 })
    const settled = await race().store.warrantyClaims.byId('D001', claim.claimId)
    expect(settled).toMatchObject({ status: 'settled', version: 2 })
    await story({ warrantyClaimId: claim.claimId }, '"2"')(claims.withdrawSettlement, {})
  })

  it('what a repair tells the ledger is noted once, and a customer’s request is answered once', async () => {
    const order = repairOrderOf('noted', { kind: 'warranty', settlement: 'manufacturer' })
    await save(
      race().store,
      ...puts(repairOrderRecord, order),
      takeName('D001', 'vin', vin, vehicleIdOf('anna'), earlier),
    )
    await story({ orderId: orderIdOf('noted') }, '"1"')(routes.noteStatutory, {})
    const ask = async (askedOn: string) => {
      const body = shown(routes.askStatutory, { askedOn: day(askedOn) })
      const { body: asked } = await race().once(routes.askStatutory, { params: { vin }, body })
      return story({ statutoryRequestId: asked.requestId }, asked.etag)
    }
    const yes = await ask('2026-11-20')
    await yes(routes.agreeStatutory)
    await yes(routes.completeStatutory)
    const no = await ask('2026-11-23')
    await no(routes.declineStatutory, {})
    await no(routes.withdrawStatutory)
  })
}
