import { beforeEach, describe, expect, it } from 'vitest'
import { sendWarrantyMails } from '../../../functions/warranty/mail-job.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import * as routes from '../../../shared/http/routes/warranty-mailings.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { returnedPartRecord } from '../../../shared/store/returned-parts.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import { warrantyMailingRecord } from '../../../shared/store/warranty-mailings.ts'
import type { Account } from '../../support/api-client.ts'
import { day, dealerOf, instant, local, staffIdOf, stampAt } from '../../support/builders.ts'
import { manufacturerOf, octoberPartOf } from '../../support/mailing-builders.ts'
import { puts, save } from '../../support/store.ts'
import { claimOf } from '../warranty/claim-facts.ts'
import { clerk as clerkStaff, manager, supervisor } from '../warranty/mailing-world.ts'
import { listeningLog, startApi } from './fixture.ts'

const clerk: Account = { dealerId: 'D001', roles: ['warranty_clerk'], staffId: staffIdOf('W1'), sub: 'w1' }
const advisor: Account = { dealerId: 'D001', roles: ['service_advisor'], sub: 'a1' }
const boss: Account = { dealerId: 'D001', roles: ['general_manager'], sub: 'g1' }
const stranger: Account = { ...clerk, dealerId: 'D002', sub: 'x1' }
const at = instant('2026-11-20T04:00:00.000Z')
const signed = { kind: 'signed_voucher', reference: 'V-1', at, by: 'test' } as const
const service = (name: string, more: Parameters<typeof claimOf>[1] = {}) => ({
  ...claimOf(name, { kind: 'free_service', status: 'submitted', evidence: [signed], ...more }),
  version: 0,
})
const drafting = local('2026-11-27 08:30')

let api: ReturnType<typeof startApi>
const ok = <Reply extends { ok: boolean }>(reply: Reply): Extract<Reply, { ok: true }> => {
  expect(reply).toMatchObject({ ok: true })
  return reply as Extract<Reply, { ok: true }>
}
async function begin(dealer = dealerOf({ manufacturers: [manufacturerOf()] })): Promise<void> {
  api = startApi(drafting)
  await save(
    api.store,
    ...puts(dealerRecord, dealer, dealerOf({}, { dealerId: 'D002' })),
    ...puts(staffRecord, clerkStaff, supervisor, manager),
    ...puts(warrantyClaimRecord, service('a'), service('b')),
  )
}
beforeEach(() => begin())

async function runAt(moment: Instant): Promise<void> {
  api.moveTo(moment)
  const { store, files } = api
  await sendWarrantyMails({ store, files, clock: { now: () => moment }, log: listeningLog() })
}
/** The one mailing that there is, as the list shows it. */
async function only() {
  const { items } = ok(await api.as(clerk)(routes.listMailings, {})).body
  expect(items).toHaveLength(1)
  const [{ mailingId, etag }] = items as [(typeof items)[number]]
  return { mailing: items[0]!, params: { mailingId }, ifMatch: etag }
}
const toManufacturer = (): Message[] =>
  api.table
    .all()
    .flatMap((item) => (item['entity'] === 'Message' ? [messageRecord.parse(item)] : []))
    .filter(({ recipient }) => recipient.kind === 'manufacturer')

describe('approving a manifest', () => {
  it('mails it to the manufacturer once, with who said yes and when', async () => {
    await runAt(drafting)
    const { params, ifMatch } = await only()
    api.moveTo(local('2026-11-27 10:00'))
    const approve = { params, ifMatch, body: {}, idempotencyKey: 'approve-1' }
    const first = ok(await api.as(clerk)(routes.approveMailing, approve))
    expect(first.body).toMatchObject({
      status: 'approved',
      allowed: ['correct'],
      approved: { at: local('2026-11-27 10:00'), by: staffIdOf('W1'), byRule: false },
    })
    expect(ok(await api.as(clerk)(routes.approveMailing, approve)).body).toEqual(first.body)
    expect(toManufacturer().map(({ messageId }) => messageId)).toEqual([first.body.approved!.messageId])
    const kept = await api.files.read(fileKeys.mail('D001', first.body.approved!.messageId))
    expect(JSON.parse(kept!)).toMatchObject({
      attachments: [{ filename: 'BX-202611-01.xlsx' }, { filename: 'BX-202611-01.html' }],
    })
    const read = ok(await api.as(boss)(routes.readMailing, { params }))
    expect(read.body.mail).toEqual({ status: 'planned' })
    expect(
      await api.as(clerk)(routes.approveMailing, { params, ifMatch: read.etag!, body: {} }),
    ).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused', allowed: ['correct'] },
    })
    expect(toManufacturer()).toHaveLength(1)
  })

  it('is for those whose work it is, of their own dealer, on the version that they have seen', async () => {
    await runAt(drafting)
    const { params, ifMatch } = await only()
    const given = { params, ifMatch, body: {} }
    expect((await api.as(advisor)(routes.approveMailing, given)).status).toBe(403)
    expect((await api.as(boss)(routes.approveMailing, given)).status).toBe(403)
    expect((await api.as(stranger)(routes.approveMailing, given)).status).toBe(404)
    expect((await api.as(stranger)(routes.readMailing, { params })).status).toBe(404)
    expect((await api.as(stranger)(routes.readMailingPage, { params })).status).toBe(404)
    expect((await api.as(stranger)(routes.readMailingWorkbook, { params })).status).toBe(404)
    expect(ok(await api.as(stranger)(routes.listMailings, {})).body.items).toEqual([])
    expect((await api.as(clerk)(routes.approveMailing, { params, body: {} })).status).toBe(428)
    expect((await api.as(clerk)(routes.approveMailing, { ...given, ifMatch: '"9"' })).status).toBe(412)
    expect(toManufacturer()).toEqual([])
  })

  it('mails one of two that are approved at the same moment', async () => {
    await runAt(drafting)
    const { params, ifMatch } = await only()
    const answers = await Promise.all(
      [clerk, { ...clerk, sub: 'w2' }].map((who) =>
        api.as(who)(routes.approveMailing, { params, ifMatch, body: {} }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(toManufacturer()).toHaveLength(1)
  })

  it('is refused while the settings have no address, or the manufacturer is off', async () => {
    for (const known of [manufacturerOf({ address: undefined }), manufacturerOf({}, { enabled: false })]) {
      await begin(dealerOf({ manufacturers: [known] }))
      await runAt(drafting)
      const { params, ifMatch } = await only()
      expect(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} })).toMatchObject({
        status: 409,
        problem: { code: 'manufacturer-unreachable' },
      })
    }
  })

  it('is refused once one of its claims is given up or sent back, until it is drawn up anew', async () => {
    await runAt(drafting)
    let { params, ifMatch } = await only()
    await save(
      api.store,
      warrantyClaimRecord.put({ ...service('b'), version: 1, status: 'returned' }, stampAt(at)),
    )
    expect(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} })).toMatchObject({
      status: 409,
      problem: { code: 'manifest-outdated' },
    })
    expect(toManufacturer()).toEqual([])
    ok(await api.as(clerk)(routes.redraftMailing, { params, ifMatch }))
    ;({ params, ifMatch } = await only())
    ok(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} }))
    expect((await only()).mailing.sums.lines).toBe(1)
  })

  it('tells a manifest of which nothing is left to draw it up anew or to decline it', async () => {
    await runAt(drafting)
    const withdrawn = { status: 'withdrawn' } as const
    for (const name of ['a', 'b'])
      await save(
        api.store,
        warrantyClaimRecord.put({ ...service(name), version: 1, ...withdrawn }, stampAt(at)),
      )
    let { params, ifMatch } = await only()
    ok(await api.as(clerk)(routes.redraftMailing, { params, ifMatch }))
    ;({ params, ifMatch } = await only())
    expect(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} })).toMatchObject({
      problem: { code: 'transition-refused', allowed: ['redraft', 'decline'] },
    })
  })
})

describe('the papers of a manifest', () => {
  it('are a page to be printed and a workbook, as they were when it was drafted', async () => {
    await runAt(drafting)
    const { params } = await only()
    await save(
      api.store,
      warrantyClaimRecord.put({ ...service('a'), version: 1, number: 'CHANGED' }, stampAt(at)),
    )
    const { body: page } = ok(await api.as(clerk)(routes.readMailingPage, { params }))
    expect(page).toContain('BX-202611-01')
    expect(page).toContain('<td>SP-A</td>')
    const { body } = ok(await api.as(clerk)(routes.readMailingWorkbook, { params }))
    expect(body.filename).toBe('BX-202611-01.xlsx')
    expect(Buffer.from(body.base64, 'base64').subarray(0, 2).toString()).toBe('PK')
  })
})

describe('a manifest that is not right', () => {
  it('is declined with the reason, its things free, and drawn up anew', async () => {
    await runAt(drafting)
    let { params, ifMatch } = await only()
    expect(
      (await api.as(clerk)(routes.declineMailing, { params, ifMatch, body: { reason: '' } })).status,
    ).toBe(422)
    ok(await api.as(clerk)(routes.declineMailing, { params, ifMatch, body: { reason: '缺卡' } }))
    ;({ params, ifMatch } = await only())
    expect((await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} })).status).toBe(409)
    await save(api.store, ...puts(warrantyClaimRecord, service('c', { deliveredOn: day('2026-11-27') })))
    const again = ok(await api.as(clerk)(routes.redraftMailing, { params, ifMatch }))
    expect(again.body).toMatchObject({ status: 'awaiting', number: 1, sums: { lines: 3 } })
  })

  it('goes with the next month when it stays declined, and then cannot come back with the same things', async () => {
    await runAt(drafting)
    const { params, ifMatch } = await only()
    const declined = ok(
      await api.as(clerk)(routes.declineMailing, { params, ifMatch, body: { reason: '缺卡' } }),
    )
    await runAt(local('2026-12-28 08:30'))
    const { items } = ok(await api.as(clerk)(routes.listMailings, {})).body
    expect(items.map(({ month, status, sums }) => [month, status, sums.lines])).toEqual([
      ['2026-12', 'awaiting', 2],
      ['2026-11', 'declined', 2],
    ])
    const again = await api.as(clerk)(routes.redraftMailing, { params, ifMatch: declined.body.etag })
    expect(ok(again).body.sums.lines).toBe(0)
  })

  it('does not take what another month drafts at the same moment', async () => {
    await runAt(drafting)
    const { params, ifMatch } = await only()
    const { body } = ok(
      await api.as(clerk)(routes.declineMailing, { params, ifMatch, body: { reason: '缺卡' } }),
    )
    const next = local('2026-12-28 08:30')
    api.moveTo(next)
    await Promise.all([runAt(next), api.as(clerk)(routes.redraftMailing, { params, ifMatch: body.etag })])
    await runAt(local('2026-12-28 08:40'))
    const taken = api.table
      .all()
      .flatMap((item) => (item['entity'] === 'WarrantyMailing' ? [warrantyMailingRecord.parse(item)] : []))
      .flatMap(({ itemIds }) => itemIds)
    expect(taken.toSorted()).toEqual([service('a').claimId, service('b').claimId].toSorted())
  })
})

describe('a correction', () => {
  it('is a new number that names the first, waits for its own yes, and leaves what was mailed', async () => {
    await runAt(drafting)
    let { params, ifMatch } = await only()
    ok(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} }))
    await save(api.store, ...puts(warrantyClaimRecord, service('c')))
    ;({ params, ifMatch } = await only())
    const corrected = ok(
      await api.as(clerk)(routes.correctMailing, { params, ifMatch, body: { reason: '漏列一份' } }),
    )
    expect(corrected.body).toMatchObject({
      status: 'awaiting',
      number: 2,
      manifestNumber: 'BX-202611-02',
      corrects: 'BX-202611-01',
      sums: { lines: 3 },
      earlier: [{ number: 1, sums: { lines: 2 } }],
    })
    expect(toManufacturer()).toHaveLength(1)
    ;({ params, ifMatch } = await only())
    ok(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} }))
    expect(toManufacturer().map(({ text }) => text)).toContain(
      '【更正 BX-202611-01】测试汽车销售服务有限公司 保修登记卡与保养凭证清单 BX-202611-02',
    )
    expect(toManufacturer()).toHaveLength(2)
  })

  it('keeps what was mailed, though it lists it no more: no other month takes it', async () => {
    await runAt(drafting)
    let { params, ifMatch } = await only()
    ok(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} }))
    const unsigned = { ...service('b'), version: 1, evidence: [] }
    await save(api.store, warrantyClaimRecord.put(unsigned, stampAt(at)))
    ;({ params, ifMatch } = await only())
    const { body } = ok(
      await api.as(clerk)(routes.correctMailing, { params, ifMatch, body: { reason: '凭证作废' } }),
    )
    expect(body.sums.lines).toBe(1)
    await save(
      api.store,
      warrantyClaimRecord.put({ ...unsigned, version: 2, evidence: [signed] }, stampAt(at)),
    )
    await runAt(local('2026-12-28 08:30'))
    expect(ok(await api.as(clerk)(routes.listMailings, {})).body.items).toHaveLength(1)
  })

  it('that is declined sets free what it had brought, for the next month', async () => {
    await runAt(drafting)
    let { params, ifMatch } = await only()
    ok(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} }))
    await save(api.store, ...puts(warrantyClaimRecord, service('c')))
    ;({ params, ifMatch } = await only())
    ok(await api.as(clerk)(routes.correctMailing, { params, ifMatch, body: { reason: '漏列' } }))
    ;({ params, ifMatch } = await only())
    ok(await api.as(clerk)(routes.redraftMailing, { params, ifMatch }))
    ;({ params, ifMatch } = await only())
    ok(await api.as(clerk)(routes.declineMailing, { params, ifMatch, body: { reason: '不必' } }))
    await runAt(local('2026-12-28 08:30'))
    const mailings = api.table
      .all()
      .flatMap((item) => (item['entity'] === 'WarrantyMailing' ? [warrantyMailingRecord.parse(item)] : []))
    const december = mailings.find(({ month }) => month === '2026-12')
    expect(december!.itemIds).toEqual([service('c').claimId])
  })

  it('that is declined leaves the manifest as it was mailed', async () => {
    await runAt(drafting)
    let { params, ifMatch } = await only()
    const { body: mailed } = ok(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} }))
    ;({ params, ifMatch } = await only())
    ok(await api.as(clerk)(routes.correctMailing, { params, ifMatch, body: { reason: '漏列' } }))
    ;({ params, ifMatch } = await only())
    const { body } = ok(
      await api.as(clerk)(routes.declineMailing, { params, ifMatch, body: { reason: '不必更正' } }),
    )
    expect(body).toMatchObject({ status: 'approved', number: 1, approved: mailed.approved, earlier: [] })
  })
})

describe('the notice of returned parts', () => {
  beforeEach(async () => {
    const shipment = { manifest: 'any', box: '1' }
    await save(
      api.store,
      ...puts(
        returnedPartRecord,
        ...Array.from({ length: 60 }, (_, index) =>
          octoberPartOf(String(index), { status: 'packed', shipment, claimId: service('a').claimId }),
        ),
        octoberPartOf('kept', { claimId: service('a').claimId }),
        octoberPartOf('there', { status: 'received', shipment, claimId: service('a').claimId }),
      ),
    )
    await runAt(local('2026-11-10 08:30'))
  })

  it('asks with whom they travel, and ships what was packed, more than one transaction holds', async () => {
    const { params, ifMatch } = await only()
    expect(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: {} })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.carriage', reason: 'required' }] },
    })
    const carriage = { carrier: '顺丰', number: 'SF1001' }
    ok(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: { carriage } }))
    const parts = api.table
      .all()
      .flatMap((item) => (item['entity'] === 'ReturnedPart' ? [returnedPartRecord.parse(item)] : []))
    const byStatus = Object.groupBy(parts, ({ status }) => status)
    expect([byStatus.shipped?.length, byStatus.kept?.length, byStatus.received?.length]).toEqual([60, 1, 1])
    expect(byStatus.shipped![0]!.shipment).toEqual({
      manifest: 'JJ-202610-01',
      box: '1',
      ...carriage,
      shippedAt: local('2026-11-10 08:30'),
    })
  })

  it('announces no part that was taken out of its box meanwhile: it goes with the next month', async () => {
    let { params, ifMatch } = await only()
    const removed = { from: day('2026-10-01'), until: day('2026-10-31'), status: 'packed' } as const
    const [part] = (await api.store.returnedParts.removed('D001', removed, { limit: 1 })).items
    const unpacked = { ...part!, status: 'kept', place: 'A-3', shipment: undefined } as const
    await save(api.store, returnedPartRecord.put(unpacked, stampAt(at)))
    const body = { carriage: { carrier: '顺丰', number: 'SF1001' } }
    expect(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body })).toMatchObject({
      status: 409,
      problem: { code: 'manifest-outdated' },
    })
    ok(await api.as(clerk)(routes.redraftMailing, { params, ifMatch }))
    ;({ params, ifMatch } = await only())
    ok(await api.as(clerk)(routes.approveMailing, { params, ifMatch, body }))
    const again = { ...unpacked, version: 2, status: 'packed', shipment: { manifest: 'next' } } as const
    await save(api.store, returnedPartRecord.put(again, stampAt(at)))
    await runAt(local('2026-12-10 08:30'))
    const { items } = ok(await api.as(clerk)(routes.listMailings, { query: { month: '2026-11' } })).body
    expect(items.map(({ sums }) => sums.lines)).toEqual([1])
  })

  it('ships in the next morning what was left when something failed', async () => {
    const { params, ifMatch } = await only()
    const carriage = { carrier: '顺丰', number: 'SF1001' }
    let commits = 0
    api.table.onCommit = () => {
      commits += 1
      return commits > 1 ? { kind: 'conflict', contested: [0] } : undefined
    }
    await api.as(clerk)(routes.approveMailing, { params, ifMatch, body: { carriage } })
    api.table.onCommit = undefined
    const packed = async () =>
      (
        await api.store.returnedParts.removed(
          'D001',
          { from: day('2026-10-01'), until: day('2026-10-31'), status: 'packed' },
          { limit: 99 },
        )
      ).items.length
    expect(await packed()).toBe(60)
    await runAt(local('2026-11-11 08:30'))
    expect(await packed()).toBe(0)
    expect(toManufacturer()).toHaveLength(1)
  })
})

describe('the list of mailings', () => {
  it('has the last month in front, or one month alone, a page at a time, and no forged cursor', async () => {
    await runAt(drafting)
    await save(api.store, ...puts(warrantyClaimRecord, service('c', { deliveredOn: day('2026-12-20') })))
    await runAt(local('2026-12-28 08:30'))
    const first = ok(await api.as(boss)(routes.listMailings, { query: { limit: '1' } })).body
    expect(first.items.map(({ month }) => month)).toEqual(['2026-12'])
    const second = ok(
      await api.as(boss)(routes.listMailings, { query: { limit: '1', cursor: first.next } }),
    ).body
    expect(second.items.map(({ month }) => month)).toEqual(['2026-11'])
    const november = ok(await api.as(boss)(routes.listMailings, { query: { month: '2026-11' } })).body
    expect(november.items).toHaveLength(1)
    expect(await api.as(stranger)(routes.listMailings, { query: { cursor: first.next } })).toMatchObject({
      status: 400,
      problem: { code: 'cursor-invalid' },
    })
  })
})
