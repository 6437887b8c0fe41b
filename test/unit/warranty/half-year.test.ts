import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { Manifest, isTaken, type WarrantyMailing } from '../../../shared/domain/warranty-mailing.ts'
import { sumsOf } from '../../../functions/warranty/manifest-contents.ts'
import type { ReturnedPart } from '../../../shared/domain/returned-part.ts'
import { claimedFen } from '../../../shared/domain/warranty-claim.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { halfYear, placesOf, type HalfYear } from './half-year.ts'

/** It is lived through once for all of its tests: a quarter of a minute, on a machine that others use too some more. */
const HALF_A_YEAR_MS = 240_000

/** More of them by the command of functions/warranty/README.md. */
const seeds = Array.from({ length: Number(process.env['HALF_YEARS'] ?? 1) }, (_, index) => index + 1)

describe.each(seeds)('half a year of warranty with outages, double fires and lost answers (%i)', (seed) => {
  let year: Promise<HalfYear> | undefined
  const running = () => (year ??= halfYear(seed))
  const countOf = (values: readonly string[]) =>
    new Map([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]))

  it(
    'was one with faults in it, and work',
    async () => {
      const { fires, orders, claims, parts, mailings } = await running()
      for (const count of [fires.missed, fires.doubled, fires.broken]) expect(count).toBeGreaterThan(10)
      expect(orders.length).toBeGreaterThan(150)
      expect(parts.length).toBeGreaterThan(20)
      expect(mailings.length).toBeGreaterThan(15)
      expect(mailings.some(({ number }) => number > 1)).toBe(true)
      expect(claims.some(({ submissions }) => submissions.length > 1)).toBe(true)
    },
    HALF_A_YEAR_MS,
  )

  it('has a claim or a reason for every order that is covered, and one claim alone', async () => {
    const { orders, claims, withheld } = await running()
    const claimed = countOf(claims.map(({ orderId }) => orderId))
    for (const { orderId, settlement } of orders) {
      if (settlement !== 'manufacturer') continue
      expect((claimed.get(orderId) ?? 0) + (withheld.has(orderId) ? 1 : 0)).toBe(1)
    }
  })

  it('has in every claim that nobody has touched what its order says, corrected or not', async () => {
    const { orders, claims } = await running()
    const orderOf = new Map(orders.map((order) => [order.orderId, order]))
    const untouched = claims.filter(
      ({ status, updatedBy, deliveredOn }) =>
        status === 'opened' && updatedBy === 'warranty-claims' && deliveredOn >= '2026-11-01',
    )
    const asked = untouched.map((claim) => [claim.number, claimedFen(claim)])
    expect(asked).toEqual(untouched.map(({ number, orderId }) => [number, orderOf.get(orderId)?.totalFen]))
    expect(asked.some(([, fen]) => fen !== 30_000)).toBe(true)
  })

  it('has every claim and every part in one mailing at most, and what was complete in time in exactly one', async () => {
    const { claims, parts, mailings, completeOn, packedOn } = await running()
    const taken = countOf(mailings.filter(isTaken).flatMap(({ itemIds }) => itemIds))
    expect([...taken.values()].filter((count) => count > 1)).toEqual([])
    const owed = claims.filter(
      ({ claimId, kind, status }) =>
        kind === 'free_service' && status !== 'withdrawn' && (completeOn.get(claimId) ?? '9') < '2026-12-20',
    )
    expect(owed.length).toBeGreaterThan(40)
    const inDeclined = new Set(mailings.filter((each) => !isTaken(each)).flatMap(({ itemIds }) => itemIds))
    expect(owed.filter(({ claimId }) => !taken.has(claimId) && !inDeclined.has(claimId))).toEqual([])
    const packed = parts.filter(
      ({ returnedPartId, removedOn }) =>
        removedOn < '2026-12-01' && (packedOn.get(returnedPartId) ?? '9') < '2026-12-08',
    )
    expect(packed.length).toBeGreaterThan(10)
    // Longer ago than a mailing looks back.
    const isOld = ({ returnedPartId, removedOn }: ReturnedPart) =>
      removedOn < '2026-08-01' && packedOn.get(returnedPartId)! > '2026-11-10'
    expect(packed.some(isOld)).toBe(true)
    expect(
      packed.filter(({ returnedPartId }) => !taken.has(returnedPartId) && !inDeclined.has(returnedPartId)),
    ).toEqual([])
  })

  it('has manifests that add up to their lines, and lines that are of what the mailing took', async () => {
    const { mailings, world } = await running()
    for (const mailing of mailings) {
      const manifest = z
        .string()
        .transform((text) => Manifest.parse(JSON.parse(text)))
        .parse(world.files.get(fileKeys.manifest('D001', mailing.mailingId, mailing.digest)))
      expect(sumsOf(manifest)).toEqual(mailing.sums)
      const ids =
        manifest.kind === 'documents'
          ? manifest.lines.map(({ claimId }) => claimId)
          : manifest.lines.map(({ returnedPartId }) => returnedPartId)
      expect(ids.filter((id) => !mailing.itemIds.includes(id))).toEqual([])
    }
  })

  it('has one mail to the manufacturer for each number that was approved, and none that nobody approved', async () => {
    const { mailings, world } = await running()
    const approvals = (mailing: WarrantyMailing) =>
      [mailing, ...mailing.earlier].flatMap(({ approved }) => approved?.messageId ?? [])
    const rows = world.messages().filter(({ recipient }) => recipient.kind === 'manufacturer')
    expect(rows.map(({ messageId }) => messageId).sort()).toEqual(mailings.flatMap(approvals).sort())
    const sends = countOf(world.calls.map(({ messageId }) => messageId))
    for (const { messageId, status } of rows) {
      expect(sends.get(messageId)).toBe(1)
      expect(['sent', 'held']).toContain(status)
    }
  })

  it('asked nobody in vain: a mailing without a yes went up', async () => {
    const { mailings, world } = await running()
    const late = mailings.filter(({ status, approveBy }) => status === 'awaiting' && approveBy < world.now)
    for (const { escalations } of late) expect(escalations.length).toBeGreaterThan(0)
  })

  it('has every part that a notice announced on its way from that yes on', async () => {
    const { parts, mailings } = await running()
    const partOf = new Map(parts.map((part) => [part.returnedPartId, part]))
    const notices = mailings.filter(({ kind, status }) => kind === 'returned_parts' && status === 'approved')
    expect(notices.flatMap(({ itemIds }) => itemIds).length).toBeGreaterThan(20)
    for (const { itemIds, approved, earlier } of notices) {
      const approvals = [...earlier.map((each) => each.approved.at), approved!.at]
      const left = itemIds.map((id) => partOf.get(id)?.shipment?.shippedAt)
      expect(left.filter((at) => at === undefined || !approvals.includes(at))).toEqual([])
    }
  })

  it('has every part in one place, and with the carrier what a notice with its carrier names', async () => {
    const { parts, mailings } = await running()
    expect(placesOf(parts).every((place) => ['dealer', 'carrier', 'manufacturer'].includes(place))).toBe(true)
    const announced = new Set(
      mailings
        .filter(({ approved, earlier }) =>
          [approved, ...earlier.map((each) => each.approved)].some((each) => each?.carriage),
        )
        .flatMap(({ itemIds }) => itemIds),
    )
    const gone = parts.filter(({ status }) => status === 'shipped' || status === 'received')
    expect(gone.filter(({ returnedPartId }) => !announced.has(returnedPartId))).toEqual([])
  })
})
