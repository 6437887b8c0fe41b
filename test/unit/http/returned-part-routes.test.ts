import { beforeEach, describe, expect, it } from 'vitest'
import * as routes from '../../../shared/http/routes/returned-parts.ts'
import { readClaim } from '../../../shared/http/routes/warranty-claims.ts'
import { day, local } from '../../support/builders.ts'
import { lineOf } from '../warranty/claim-facts.ts'
import { advisor, clerk, keeper, openShop, stranger, withClaim, type Api } from './warranty-accounts.ts'

let api: Api
beforeEach(async () => {
  api = await openShop()
})

const part = { partNumber: 'P-1000', name: '轴承', quantity: 2 }
const claimed = (name = 'one') =>
  withClaim(api, name, { lines: [lineOf(1, 30_000, { part }), lineOf(2, 5_000)] })
const asked = (claimId: string, more: object = {}) => ({
  body: { claimId, claimLine: 1, tag: 'jj-1', place: 'A-1', ...more },
})
async function kept(more: object = {}, name?: string) {
  const { claimId } = await claimed(name)
  const reply = await api.as(keeper)(routes.keepPart, asked(claimId, more))
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body
}
async function step(route: object, returnedPartId: string, body?: object, account = clerk) {
  const known = await api.store.returnedParts.byId('D001', returnedPartId)
  return api.as(account)(
    route as typeof routes.movePart,
    {
      params: { returnedPartId },
      ifMatch: `"${String(known?.version ?? 1)}"`,
      ...(body && { body }),
    } as never,
  )
}
async function stepped(route: object, id: string, body?: object) {
  const reply = await step(route, id, body)
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body
}

describe('a replaced part', () => {
  it('is put away under its tag, and is the evidence of its line from then on', async () => {
    const found = await kept()
    expect(found).toMatchObject({
      ...part,
      tag: 'JJ-1',
      status: 'kept',
      place: 'A-1',
      whereabouts: 'dealer',
      removedOn: '2026-11-20',
      keptUntil: '2027-02-18',
    })
    const claim = await api.as(clerk)(readClaim, { params: { warrantyClaimId: found.claimId } })
    expect(claim).toMatchObject({
      body: { evidence: [{ kind: 'photo' }, { kind: 'old_part', reference: 'JJ-1', line: 1 }], missing: [] },
    })
  })

  it('of a claim that takes no evidence any more lies here all the same', async () => {
    const { claimId } = await withClaim(api, 'over', { status: 'settled', lines: [lineOf(1, 1, { part })] })
    expect(await api.as(keeper)(routes.keepPart, asked(claimId))).toMatchObject({ status: 201 })
    expect(await api.store.warrantyClaims.byId('D001', claimId)).toMatchObject({ version: 1 })
  })

  it('is one of each line, under a tag that no other part has', async () => {
    const found = await kept()
    const again = await api.as(keeper)(routes.keepPart, asked(found.claimId, { tag: 'JJ-2' }))
    expect(again).toMatchObject({ status: 409, problem: { existing: found.returnedPartId } })
    const other = await claimed('two')
    const taken = await api.as(keeper)(routes.keepPart, asked(other.claimId))
    expect(taken).toMatchObject({ status: 409, problem: { existing: found.returnedPartId } })
    await stepped(routes.changePart, found.returnedPartId, { tag: 'JJ-3' })
    expect(await api.as(keeper)(routes.keepPart, asked(other.claimId))).toMatchObject({ status: 201 })
    const both = await step(routes.changePart, found.returnedPartId, { tag: 'JJ-1' })
    expect(both).toMatchObject({ status: 409, problem: { code: 'already-exists' } })
  })

  it.each([
    ['of a line without a part', { claimLine: 2 }, 'body.claimLine'],
    ['that is removed tomorrow', { removedOn: '2026-11-24' }, 'body.removedOn'],
    ['that is kept until before its removal', { keptUntil: '2026-11-19' }, 'body.keptUntil'],
  ])('%s is none', async (_, more, path) => {
    const { claimId } = await claimed()
    const reply = await api.as(keeper)(routes.keepPart, asked(claimId, more))
    expect(reply).toMatchObject({ status: 422, problem: { errors: [{ path }] } })
  })

  it('is in one place all the way to the manufacturer and back', async () => {
    const { returnedPartId: id } = await kept()
    await stepped(routes.movePart, id, { place: 'B-2' })
    expect(await stepped(routes.packPart, id, { manifest: 'm-1', box: '1' })).toMatchObject({
      status: 'packed',
      whereabouts: 'dealer',
      shipment: { manifest: 'M-1', box: '1' },
    })
    await stepped(routes.unpackPart, id, { place: 'B-2' })
    expect((await api.store.returnedParts.byId('D001', id))?.shipment).toBeUndefined()
    await stepped(routes.packPart, id, { manifest: 'M-2' })
    const shipped = await stepped(routes.shipPart, id, { carrier: '顺丰', number: 'sf1' })
    expect(shipped).toMatchObject({
      whereabouts: 'carrier',
      shipment: { manifest: 'M-2', carrier: '顺丰', number: 'SF1', shippedAt: local('2026-11-23 10:00') },
    })
    expect(shipped.place).toBeUndefined()
    expect(await stepped(routes.receivePart, id)).toMatchObject({ whereabouts: 'manufacturer' })
    expect(await stepped(routes.acceptPart, id, {})).toMatchObject({ audit: { accepted: true } })
    expect(await stepped(routes.sendBackPart, id, { place: 'C-1' })).toMatchObject({ whereabouts: 'dealer' })
    expect(await stepped(routes.deductPart, id, { reason: 'no_fault_found', amountFen: 5 })).toMatchObject({
      status: 'deducted',
      whereabouts: 'dealer',
      deduction: { amountFen: 5 },
    })
  })

  it('goes to another manufacturer where its claim does', async () => {
    const { returnedPartId: id } = await kept()
    expect(await stepped(routes.changePart, id, { manufacturer: '奇瑞' })).toMatchObject({
      manufacturer: '奇瑞',
    })
    const query = { from: day('2026-11-01'), until: day('2026-11-30'), manufacturer: '奇瑞' }
    expect(await api.as(keeper)(routes.listRemovedParts, { query })).toMatchObject({
      body: { items: [{ returnedPartId: id }] },
    })
  })

  it('is scrapped only when its time is over, and is nowhere then', async () => {
    const { returnedPartId: id } = await kept({ keptUntil: day('2026-11-23') })
    expect(await step(routes.scrapPart, id, { reason: '期满' })).toMatchObject({
      status: 409,
      problem: { code: 'part-kept-longer' },
    })
    api.moveTo(local('2026-11-24 10:00'))
    expect(await stepped(routes.scrapPart, id, { reason: '期满' })).toMatchObject({ whereabouts: 'nowhere' })
  })

  it('that was deducted and lies here still is moved and scrapped, and one that is not here is neither', async () => {
    const { returnedPartId: id } = await kept({ keptUntil: day('2026-11-23') })
    await stepped(routes.packPart, id, { manifest: 'M-1', box: '1' })
    const deducted = await stepped(routes.deductPart, id, { reason: 'not_sent', amountFen: 5 })
    expect(deducted.allowed).toEqual(['move', 'scrap'])
    const moved = await stepped(routes.movePart, id, { place: 'C-1' })
    expect(moved).toMatchObject({ status: 'deducted', place: 'C-1', deduction: { amountFen: 5 } })
    expect(moved.shipment).toBeUndefined()
    api.moveTo(local('2026-11-24 10:00'))
    expect(await stepped(routes.scrapPart, id, { reason: '期满' })).toMatchObject({ whereabouts: 'nowhere' })

    const { returnedPartId: gone } = await kept({ tag: 'JJ-2' }, 'two')
    await stepped(routes.packPart, gone, { manifest: 'M-1' })
    await stepped(routes.shipPart, gone, { carrier: '顺丰', number: 'SF1' })
    const lost = await stepped(routes.deductPart, gone, { reason: 'lost_on_the_way', amountFen: 5 })
    expect(lost).toMatchObject({ whereabouts: 'carrier', allowed: [] })
    const refused = { status: 409, problem: { code: 'transition-refused', allowed: [] } }
    expect(await step(routes.movePart, gone, { place: 'C-1' })).toMatchObject(refused)
    expect(await step(routes.scrapPart, gone, { reason: '期满' })).toMatchObject(refused)
  })

  it('is deducted with a reason, and for another one with words', async () => {
    const { returnedPartId: id } = await kept()
    expect(await step(routes.deductPart, id, { reason: 'other', amountFen: 1 })).toMatchObject({
      status: 422,
    })
    expect(await step(routes.deductPart, id, { reason: 'lost', amountFen: 1 })).toMatchObject({ status: 422 })
    expect(await step(routes.deductPart, id, { reason: 'not_sent', amountFen: 1 }, keeper)).toMatchObject({
      status: 403,
    })
  })

  it('is its own dealer’s, and is found by shelf, month and claim', async () => {
    const { returnedPartId, claimId } = await kept()
    const params = { returnedPartId }
    expect(await api.as(stranger)(routes.readPart, { params })).toMatchObject({ status: 404 })
    expect(await step(routes.movePart, returnedPartId, { place: 'X' }, stranger)).toMatchObject({
      status: 404,
    })
    expect(await step(routes.movePart, returnedPartId, { place: 'X' }, advisor)).toMatchObject({
      status: 403,
    })
    const here = await api.as(advisor)(routes.listPartsHere, { query: { place: 'A-1' } })
    expect(here).toMatchObject({ body: { items: [{ returnedPartId }] } })
    const elsewhere = await api.as(advisor)(routes.listPartsHere, { query: { place: 'A-2' } })
    expect(elsewhere).toMatchObject({ body: { items: [] } })
    const month = { query: { from: day('2026-11-01'), until: day('2026-11-30') } }
    expect(await api.as(advisor)(routes.listRemovedParts, month)).toMatchObject({
      body: { items: [{ returnedPartId }] },
    })
    const ofClaim = { params: { warrantyClaimId: claimId } }
    expect(await api.as(advisor)(routes.listPartsOfClaim, ofClaim)).toMatchObject({
      body: { items: [{ returnedPartId }] },
    })
    expect(await api.as(stranger)(routes.listPartsOfClaim, ofClaim)).toMatchObject({ status: 404 })
    expect(await api.as(advisor)(routes.listPartChanges, { params })).toMatchObject({
      body: { items: [{ action: 'kept' }] },
    })
  })
})
