import { changesOfMailings } from '../../../functions/warranty/change-mailing.ts'
import { sendWarrantyMails } from '../../../functions/warranty/mail-job.ts'
import { openForAll } from '../../../functions/warranty/open-claims.ts'
import { daysFrom } from '../../../shared/domain/calendar-month.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { placeOf, type ReturnedPart } from '../../../shared/domain/returned-part.ts'
import {
  addDays,
  daysBetween,
  instantAt,
  type CalendarDate,
  type Instant,
} from '../../../shared/domain/time.ts'
import { claimedSince } from '../../../shared/domain/warranty/deserves-claim.ts'
import type { WarrantyClaim } from '../../../shared/domain/warranty-claim.ts'
import type { WarrantyMailing } from '../../../shared/domain/warranty-mailing.ts'
import { openMailingRecords } from '../../../shared/store/mailing-store.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { returnedPartIdOf, returnedPartRecord } from '../../../shared/store/returned-parts.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { openStore } from '../../../shared/store/store.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import { warrantyMailingRecord } from '../../../shared/store/warranty-mailings.ts'
import { openWarrantyRecords } from '../../../shared/store/warranty-store.ts'
import { day, dealerOf, repairOrderOf, stampAt, vehicleIdOf, vehicleOf } from '../../support/builders.ts'
import { manufacturerOf, octoberPartOf } from '../../support/mailing-builders.ts'
import { puts, save } from '../../support/store.ts'
import { capturingLog, deliveringWorld } from '../messages/delivering.ts'
import { clerk, manager, supervisor } from './mailing-world.ts'

/** Of two manufacturers the second one wants no yes. */
const dealer = dealerOf({
  manufacturers: [
    manufacturerOf(),
    manufacturerOf(
      { address: 'warranty@saic.example', needsApproval: false },
      { zh: '上汽', en: 'SAIC', brandWords: ['荣威'] },
    ),
  ],
})
const zone = dealer.zone
const cars = { gwm: vehicleOf('gwm'), saic: vehicleOf('saic', { brand: '荣威' }) }
const caller = { dealerId: 'D001', userId: 'w1', staffId: clerk.staffId, roles: ['warranty_clerk'] } as never

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What half a year came to. */
export interface HalfYear {
  readonly orders: readonly RepairOrder[]
  readonly claims: readonly WarrantyClaim[]
  readonly withheld: ReadonlySet<string>
  readonly parts: readonly ReturnedPart[]
  readonly mailings: readonly WarrantyMailing[]
  readonly world: Awaited<ReturnType<typeof deliveringWorld>>
  /** Claims whose papers were complete, by the day on which they were. */
  readonly completeOn: ReadonlyMap<string, CalendarDate>
  readonly packedOn: ReadonlyMap<string, CalendarDate>
  readonly fires: { readonly missed: number; readonly doubled: number; readonly broken: number }
}

/**
 * July to December 2026 of a department: cars are delivered, their orders corrected, claims opened by the job, signed for,
 * submitted, returned, submitted again, answered; parts packed, some of them months later, and taken out of their boxes;
 * manifests drafted, drawn up anew, approved, declined, corrected; jobs miss their hour, fire twice or break off, and the
 * provider's answers get lost.
 */
export async function halfYear(seed: number): Promise<HalfYear> {
  const chance = chances(seed)
  const happens = (probability: number) => chance() < probability
  const world = await deliveringWorld({ at: instantAt(day('2026-07-01'), '07:00', zone), dealer })
  const store = {
    ...openStore(world.table),
    ...openWarrantyRecords(world.table),
    ...openMailingRecords(world.table),
  }
  const files = {
    read: (key: string) => Promise.resolve(world.files.get(key)),
    write: (key: string, body: string) => Promise.resolve(void world.files.set(key, body)),
  }
  const log = capturingLog()
  const dependencies = { store, files, clock: world.clock, log }
  const changes = changesOfMailings(dependencies)
  await save(
    store,
    ...puts(staffRecord, ...[clerk, supervisor, manager].map((each) => ({ ...each, email: 'a@b.example' }))),
    ...puts(vehicleRecord, cars.gwm, cars.saic),
  )
  world.answer = () =>
    happens(0.06) ? { kind: 'unknown', cause: 'TimeoutError' } : { kind: 'accepted', providerId: 'p' }
  const orderIds: string[] = []
  /** Of these nobody touches the claim. */
  const neglected = new Set<string>()
  /** Parts that somebody finds months later. */
  const behindTheShelf = new Set<string>()
  const completeOn = new Map<string, CalendarDate>()
  const packedOn = new Map<string, CalendarDate>()
  const fires = { missed: 0, doubled: 0, broken: 0 }
  /** As it stands in the table at the end. */
  const stored = (entity: string) => world.table.all().filter((item) => item['entity'] === entity)

  let downUntil: Instant | undefined
  let sent = 0
  /** One fire of a job: on time, not at all, twice, or broken off by a table that fails. */
  async function fire(job: () => Promise<unknown>): Promise<void> {
    if ((downUntil ?? world.now) > world.now || happens(0.08)) {
      fires.missed += 1
      return
    }
    if (happens(0.1)) {
      fires.broken += 1
      world.table.onCommit = () => {
        if (happens(0.3)) throw new Error('the table does not answer')
        return happens(0.2) ? { kind: 'conflict', contested: [0] } : undefined
      }
      await job().catch(() => undefined)
      world.table.onCommit = undefined
      return
    }
    if (happens(0.1)) {
      fires.doubled += 1
      await Promise.all([job(), job()])
    } else await job()
  }

  async function deliverCars(date: CalendarDate): Promise<void> {
    for (let count = Math.floor(chance() * 4); count > 0; count -= 1) {
      const name = `order ${String(orderIds.length)}`
      const kind = happens(0.4) ? 'first_service' : happens(0.5) ? 'warranty' : 'repair'
      const settlement = kind === 'repair' ? 'customer' : 'manufacturer'
      const vehicleId = vehicleIdOf(happens(0.5) ? 'gwm' : 'saic')
      // An import tells some of it days later.
      const on = addDays(date, -Math.floor(chance() * 4))
      const order = repairOrderOf(name, { kind, settlement, vehicleId, receivedOn: on, deliveredOn: on })
      orderIds.push(order.orderId)
      if (happens(0.2)) neglected.add(order.orderId)
      await save(store, ...puts(repairOrderRecord, order))
    }
  }

  /** A later import says another sum, of this month's and the last one's orders. */
  async function correctOrders(date: CalendarDate): Promise<void> {
    const recent = orderIds.slice(-60).filter(() => happens(0.03))
    for (const order of (await store.orders.byIds('D001', recent)).values()) {
      if (order.deliveredOn! < claimedSince(date)) continue
      const partsFen = 1_000 * Math.floor(chance() * 90)
      const corrected = { ...order, partsFen, totalFen: order.laborFen + partsFen }
      await save(store, repairOrderRecord.put(corrected, stampAt(world.now)))
    }
  }

  async function recentClaims(date: CalendarDate): Promise<WarrantyClaim[]> {
    const known = await store.warrantyClaims.linesSince('D001', addDays(date, -75))
    return [
      ...(
        await store.warrantyClaims.byIds(
          'D001',
          known.map(({ claimId }) => claimId),
        )
      ).values(),
    ]
  }

  async function workOnClaims(date: CalendarDate): Promise<void> {
    const stamp = stampAt(world.now)
    for (const claim of await recentClaims(date)) {
      const { claimId, orderId, status, evidence, kind, submissions } = claim
      if (neglected.has(orderId)) continue
      const put = (more: Partial<WarrantyClaim>) =>
        save(store, warrantyClaimRecord.put({ ...claim, ...more }, stamp))
      const isSigned = evidence.some((each) => each.kind === 'signed_voucher')
      if (status === 'opened' && happens(0.02)) {
        await put({ status: 'withdrawn', withdrawn: { reason: '重复', ...stamp } })
        completeOn.delete(claimId)
      } else if (!isSigned && happens(0.3))
        await put({ evidence: [{ kind: 'signed_voucher', reference: 'V', ...stamp }] })
      else if (status === 'opened' && happens(0.4)) {
        await put({ status: 'submitted', submissions: [stamp] })
        if (kind === 'warranty') await takeOut(claim, date)
      } else if (status === 'submitted' && happens(0.05)) {
        await put({ status: 'returned', answers: [{ verdict: 'returned', reason: '照片不清', ...stamp }] })
        completeOn.delete(claimId)
      } else if (status === 'returned' && happens(0.4))
        await put({ status: 'submitted', submissions: [...submissions, stamp] })
      else if (status === 'submitted' && happens(0.1)) await put({ status: 'approved' })
      else if (status === 'approved' && happens(0.1))
        await put({ status: 'settled', settlement: { statement: 'S', settledFen: 1, ...stamp } })
    }
    for (const { claimId, status, evidence } of await recentClaims(date)) {
      const isComplete =
        evidence.some((each) => each.kind === 'signed_voucher') &&
        status !== 'opened' &&
        status !== 'returned' &&
        status !== 'withdrawn'
      if (isComplete && !completeOn.has(claimId)) completeOn.set(claimId, date)
    }
  }

  async function takeOut(claim: WarrantyClaim, removedOn: CalendarDate): Promise<void> {
    const { claimId, orderId, vehicleId, manufacturer } = claim
    const part = octoberPartOf(claim.number, {
      returnedPartId: returnedPartIdOf('D001', claimId, 1),
      ...{ claimId, orderId, vehicleId, manufacturer, removedOn },
    })
    if (happens(0.4)) behindTheShelf.add(part.returnedPartId)
    await save(store, ...puts(returnedPartRecord, part))
  }

  async function workOnParts(date: CalendarDate): Promise<void> {
    const since = { from: day('2026-07-01'), until: date }
    for (const part of (await store.returnedParts.removed('D001', since, { limit: 900 })).items) {
      const isFound = !behindTheShelf.has(part.returnedPartId) || daysBetween(part.removedOn, date) > 130
      if (part.status === 'kept' && isFound && happens(0.2)) {
        const box = String(1 + Math.floor(chance() * 3))
        const packed = {
          ...part,
          status: 'packed',
          shipment: { manifest: '-', box },
          place: undefined,
        } as const
        await save(store, returnedPartRecord.put(packed, stampAt(world.now)))
        packedOn.set(part.returnedPartId, date)
      } else if (part.status === 'packed' && happens(0.05)) {
        const unpacked = { ...part, status: 'kept', shipment: undefined, place: 'B-1' } as const
        await save(store, returnedPartRecord.put(unpacked, stampAt(world.now)))
        packedOn.delete(part.returnedPartId)
      } else if (part.status === 'shipped' && happens(0.1))
        await save(
          store,
          returnedPartRecord.put({ ...part, status: 'received', receivedAt: world.now }, stampAt(world.now)),
        )
    }
  }

  async function workOnMailings(): Promise<void> {
    for (const mailing of (await store.warrantyMailings.newest('D001', { limit: 50 })).items) {
      const { mailingId, version, status, kind, number } = mailing
      const call = { caller, mailingId, version, remember: () => [] }
      const carriage = kind === 'returned_parts' ? { carrier: '顺丰', number: `SF-${mailingId}` } : undefined
      if (status === 'awaiting' && happens(0.6)) await changes.approve(call, carriage).catch(refused)
      else if (status === 'awaiting' && happens(0.2)) await changes.decline(call, '缺件').catch(refused)
      else if (status === 'awaiting' && happens(0.4)) await changes.redraft(call).catch(refused)
      else if (status === 'declined' && happens(0.5)) await changes.redraft(call).catch(refused)
      else if (status === 'approved' && number < 3 && happens(0.01))
        await changes.correct(call, '漏列').catch(refused)
    }
  }

  for (const date of daysFrom(day('2026-07-01'), day('2026-12-31'))) {
    const at = (time: string) => (world.now = instantAt(date, time, zone))
    if (happens(0.02)) downUntil = instantAt(addDays(date, 1 + Math.floor(chance() * 3)), '00:00', zone)
    at('08:10')
    await fire(() => openForAll(dependencies))
    for (const time of ['08:30', '08:40']) {
      at(time)
      await fire(() => sendWarrantyMails(dependencies))
    }
    at('10:00')
    await deliverCars(date)
    await correctOrders(date)
    await workOnClaims(date)
    await workOnParts(date)
    await workOnMailings()
    for (const time of ['12:30', '17:30']) {
      at(time)
      await fire(() => sendWarrantyMails(dependencies))
    }
    sent = await sendWhatIsPlanned(world, sent)
  }
  downUntil = undefined
  await openForAll(dependencies)
  await sendWarrantyMails(dependencies)
  await world.settleAll()
  const withheld = await store.warrantyClaims.withheldOf('D001', orderIds)
  return {
    orders: stored('RepairOrder').map((item) => repairOrderRecord.parse(item)),
    claims: stored('WarrantyClaim').map((item) => warrantyClaimRecord.parse(item)),
    withheld: new Set(withheld.keys()),
    parts: stored('ReturnedPart').map((item) => returnedPartRecord.parse(item)),
    mailings: stored('WarrantyMailing').map((item) => warrantyMailingRecord.parse(item)),
    world,
    completeOn,
    packedOn,
    fires,
  }
}

/** As the relay does, from the stream of the day's commits. */
async function sendWhatIsPlanned(world: HalfYear['world'], from: number): Promise<number> {
  const { commits } = world.table
  const planned = commits
    .slice(from)
    .flatMap((writes) =>
      writes.flatMap(({ kind, key }) =>
        kind === 'put' && key.sk === 'delivery' ? [key.pk.split('#').at(-1) ?? ''] : [],
      ),
    )
  const until = commits.length
  for (const deliveryId of new Set(planned)) await world.run([world.hint(deliveryId)])
  return until
}

/** A person hears of it and tries again another day. */
function refused(error: unknown): undefined {
  if (!(error instanceof Error) || !['Refused', 'Stale', 'Contested'].includes(error.name)) throw error
  return undefined
}

export function placesOf(parts: readonly ReturnedPart[]): string[] {
  return parts.map(placeOf)
}
