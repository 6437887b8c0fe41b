import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  documentContents,
  itemIdsOf,
  partContents,
  sumsOf,
} from '../../../functions/warranty/manifest-contents.ts'
import { manufacturerMail } from '../../../functions/warranty/manufacturer-mail.ts'
import { MOST_PARTS_HERE, partsToMail } from '../../../functions/warranty/parts-to-mail.ts'
import { ClaimKind } from '../../../shared/domain/claim-kind.ts'
import { ReturnedPartStatus, type ReturnedPart } from '../../../shared/domain/returned-part.ts'
import { WarrantyClaimStatus } from '../../../shared/domain/warranty-claim.ts'
import { MOST_ITEMS, type Manifest } from '../../../shared/domain/warranty-mailing.ts'
import { WarrantyMail } from '../../../shared/domain/warranty/mail-settings.ts'
import type { Paging, Place } from '../../../shared/store/read.ts'
import { day, dealerOf, instant } from '../../support/builders.ts'
import { mailingOf, octoberPartOf } from '../../support/mailing-builders.ts'
import { cellsOf, unzip } from '../insurance-renewals/read-workbook.ts'
import { claimOf, lineOf } from './claim-facts.ts'

const usual = WarrantyMail.parse({})
const upTo = day('2026-11-27')
const takes = { upTo, taken: new Set<string>() }
const at = instant('2026-11-20T04:00:00.000Z')
const signed = { kind: 'signed_voucher', reference: 'V-1', at, by: 'test' } as const
const serviced = (name: string, more: Parameters<typeof claimOf>[1] = {}) =>
  claimOf(name, { kind: 'free_service', status: 'submitted', evidence: [signed], ...more })

describe('the documents of a month', () => {
  it('are card and voucher of a free service, the voucher of a campaign, and nothing of a repair', () => {
    const { ready } = documentContents(
      [serviced('a'), serviced('b', { kind: 'campaign' }), serviced('c', { kind: 'warranty' })],
      usual,
      takes,
    )
    expect(ready.map(({ claimNumber, documents }) => [claimNumber, documents])).toEqual([
      ['SP-A', ['registration_card', 'voucher']],
      ['SP-B', ['voucher']],
    ])
  })

  it('wait for the submission and the signed voucher, and say so', () => {
    const { ready, missing } = documentContents(
      [
        serviced('a', { status: 'opened' }),
        serviced('b', { evidence: [] }),
        serviced('c', { status: 'returned', evidence: [] }),
      ],
      usual,
      takes,
    )
    expect(ready).toEqual([])
    expect(missing.map(({ claimNumber, because }) => [claimNumber, because])).toEqual([
      ['SP-A', ['not-submitted']],
      ['SP-B', ['no-signed-voucher']],
      ['SP-C', ['not-submitted', 'no-signed-voucher']],
    ])
  })

  it('leave out what is given up, refused, delivered after the day, or in another manifest', () => {
    const { ready, missing } = documentContents(
      [
        serviced('a', { status: 'withdrawn' }),
        serviced('b', { status: 'refused' }),
        serviced('c', { deliveredOn: day('2026-11-28') }),
        serviced('d', { deliveredOn: day('2026-11-27') }),
        serviced('e'),
      ],
      usual,
      { upTo, taken: new Set([serviced('e').claimId]) },
    )
    expect(ready.map(({ claimNumber }) => claimNumber)).toEqual(['SP-D'])
    expect(missing).toEqual([])
  })
})

describe('the returned parts of a month', () => {
  const claims = new Map(['a', 'b', 'c'].map((name) => [claimOf(name).claimId, claimOf(name)] as const))
  const october = { upTo: day('2026-10-31'), taken: new Set<string>() }

  it('are those that are packed, by their boxes; what lies on its shelf is named as missing', () => {
    const shipment = { manifest: 'any', box: '2' }
    const { ready, missing } = partContents(
      [
        octoberPartOf('a', { status: 'packed', shipment }),
        octoberPartOf('b', { status: 'packed', shipment: { ...shipment, box: '1' } }),
        octoberPartOf('c'),
      ],
      claims,
      october,
    )
    expect(ready.map(({ tag, box, claimNumber }) => [box, tag, claimNumber])).toEqual([
      ['1', 'T-b', 'SP-B'],
      ['2', 'T-a', 'SP-A'],
    ])
    expect(missing.map(({ tag, because, place }) => [tag, because, place])).toEqual([
      ['T-c', 'not-packed', 'A-3'],
    ])
  })

  it('leave out what was taken out later, and name those whose claim nobody knows', () => {
    const { ready, missing } = partContents(
      [
        octoberPartOf('a', { status: 'packed', removedOn: day('2026-11-01') }),
        octoberPartOf('z', { status: 'packed' }),
      ],
      claims,
      october,
    )
    expect(ready).toEqual([])
    expect(missing.map(({ tag, because }) => [tag, because])).toEqual([['T-z', 'claim-unknown']])
  })
})

describe('what a notice of parts takes from', () => {
  const period = { from: day('2026-07-01'), until: day('2026-11-10') }
  const old = (index: number) => octoberPartOf(String(index), { removedOn: day('2026-01-02') })
  const from = (pages: number) => {
    const known = new Map<string, ReturnedPart>()
    const here = (_: string, __: object, { limit, after }: Paging) => {
      const page = Number(after?.[0] ?? 0)
      const items = Array.from({ length: limit }, (_, index) => old(page * limit + index))
      for (const each of items) known.set(each.returnedPartId, each)
      const next = page + 1 < pages ? (['', '', ''].fill(String(page + 1)) as unknown as Place) : undefined
      return Promise.resolve({ items, next })
    }
    const removed = () => Promise.resolve({ items: [octoberPartOf('recent')], next: undefined })
    const byIds = (_: string, ids: Iterable<string>) =>
      Promise.resolve(new Map([...ids].map((id) => [id, known.get(id)!])))
    return partsToMail({ returnedParts: { here, removed, byIds } as never }, 'D001', period)
  }

  it('is all that was taken out of late and all that lies here, and where that is too much it says so', async () => {
    const few = await from(2)
    expect([few.parts.length, few.more]).toEqual([201, false])
    const many = await from(40)
    expect([many.parts.length, many.more]).toEqual([MOST_PARTS_HERE + 1, true])
  })
})

describe('manifests', () => {
  const status = fc.constantFrom(...WarrantyClaimStatus.options)
  const claim = fc.record({
    status,
    kind: fc.constantFrom(...ClaimKind.options),
    isSigned: fc.boolean(),
    fen: fc.integer({ min: 0, max: 900_000 }),
    onDay: fc.integer({ min: 1, max: 28 }),
  })

  it('add up to their claims: what is owed is ready or missing, each once, and sums are equal to the fen', () => {
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 40 }), (drawn) => {
        const claims = drawn.map(({ status, kind, isSigned, fen, onDay }, index) =>
          claimOf(`n${String(index)}`, {
            status,
            kind,
            evidence: isSigned ? [signed] : [],
            lines: [lineOf(1, fen)],
            deliveredOn: day(`2026-11-${String(onDay).padStart(2, '0')}`),
          }),
        )
        const { ready, missing } = documentContents(claims, usual, takes)
        const ids = [...ready, ...missing].map(({ claimId }) => claimId)
        expect(new Set(ids).size).toBe(ids.length)
        const owed = claims.filter(
          (each) =>
            (each.kind === 'free_service' || each.kind === 'campaign') &&
            each.status !== 'withdrawn' &&
            each.status !== 'refused' &&
            each.deliveredOn <= upTo,
        )
        expect(new Set(ids)).toEqual(new Set(owed.map(({ claimId }) => claimId)))
        const sums = sumsOf({ kind: 'documents', lines: [...ready] })
        const going = claims.filter(({ claimId }) => ready.some((line) => line.claimId === claimId))
        expect(sums.claimedFen).toBe(going.reduce((sum, { lines: [line] }) => sum + line!.claimedFen, 0))
        expect(sums.vouchers).toBe(going.length)
        expect(sums.cards).toBe(going.filter(({ kind }) => kind === 'free_service').length)
      }),
    )
  })

  it('have each thing in exactly one of two months, whatever happens to it between them', () => {
    const twice = fc.array(fc.tuple(claim, status, fc.boolean()), { maxLength: 30 })
    fc.assert(
      fc.property(twice, (drawn) => {
        const inMonth = (later: boolean) =>
          drawn.map(([{ status, kind, isSigned }, then, isSignedThen], index) =>
            claimOf(`n${String(index)}`, {
              status: later ? then : status,
              kind,
              evidence: (later ? isSignedThen : isSigned) ? [signed] : [],
            }),
          )
        const first = documentContents(inMonth(false), usual, takes)
        const taken = new Set(itemIdsOf({ kind: 'documents', lines: [...first.ready] }))
        const second = documentContents(inMonth(true), usual, { upTo: day('2026-12-28'), taken })
        const ids = [...first.ready, ...second.ready].map(({ claimId }) => claimId)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  it('count pieces and boxes of parts', () => {
    const states = fc.array(
      fc.record({
        status: fc.constantFrom(...ReturnedPartStatus.options),
        quantity: fc.integer({ min: 1, max: 9 }),
        box: fc.constantFrom('1', '2', '3'),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(states, (drawn) => {
        const parts = drawn.map(({ status, quantity, box }, index) =>
          octoberPartOf(String(index), { status, quantity, shipment: { manifest: 'any', box } }),
        )
        const claims = new Map(parts.map(({ claimId }, index) => [claimId, claimOf(String(index))] as const))
        const { ready, missing } = partContents(parts, claims, takes)
        const sums = sumsOf({ kind: 'returned_parts', lines: [...ready] })
        const going = parts.filter(({ status }) =>
          ['packed', 'shipped', 'received', 'accepted'].includes(status),
        )
        expect(sums.pieces).toBe(going.reduce((sum, { quantity }) => sum + quantity, 0))
        expect(sums.boxes).toBe(new Set(going.map(({ shipment }) => shipment?.box)).size)
        expect(missing.length).toBe(parts.filter(({ status }) => status === 'kept').length)
      }),
    )
  })

  it('leave what does not fit into one for the next', () => {
    const claims = Array.from({ length: MOST_ITEMS + 2 }, (_, index) => ({
      ...serviced('a'),
      claimId: `wcl_${String(index)}`,
    }))
    const { ready, left } = documentContents(claims, usual, takes)
    expect([ready.length, left]).toEqual([MOST_ITEMS, 2])
  })
})

describe('the mail to the manufacturer', () => {
  const dealer = dealerOf({
    manufacturers: [
      {
        zh: '长城汽车',
        en: 'Great Wall Motor',
        brandWords: ['长城'],
        mailDomains: [],
        mailAddresses: [],
        warrantyAddress: { recipient: '旧件库', address: '保定市朝阳南大街 1 号' },
        enabled: true,
      },
    ],
  })
  const manifest: Manifest = {
    kind: 'documents',
    lines: [
      ...documentContents(
        [serviced('a', { number: '=1+1' }), serviced('b', { kind: 'campaign' })],
        usual,
        takes,
      ).ready,
    ],
  }
  const mailing = mailingOf({ sums: sumsOf(manifest) })

  it('has the manifest as a workbook whose formulas are text, and as a page', async () => {
    const { subject, attachments, text } = await manufacturerMail(dealer, mailing, manifest, undefined)
    expect(subject).toContain('BX-202611-01')
    expect(attachments.map(({ filename }) => filename)).toEqual(['BX-202611-01.xlsx', 'BX-202611-01.html'])
    const cells = cellsOf(unzip(Buffer.from(attachments[0]!.base64, 'base64')), 'xl/worksheets/sheet1.xml')
    const row = (number: number) => ['A', 'B', 'D'].map((column) => cells.get(`${column}${number}`)?.value)
    expect(row(2)).toEqual(['1', '=1+1', '免费保养'])
    expect(row(3)).toEqual(['2', 'SP-B', '服务活动'])
    expect([...cells.values()].map(({ value }) => value)).toContain(
      '共 2 份索赔单：保修登记卡 1 张，保养凭证 2 张，索赔金额 600.00 元。 2 claims: 1 registration cards, 2 vouchers, CNY 600.00 claimed.',
    )
    const page = Buffer.from(attachments[1]!.base64, 'base64').toString()
    expect(page).toContain('旧件库，保定市朝阳南大街 1 号')
    expect(page).toContain('<td>SP-B</td>')
    expect(text).toContain('保修登记卡 1 张')
  })

  it('names the first number in a correction, and why', async () => {
    const correction = { ...mailing, number: 2, reason: '漏寄一张卡' }
    const { subject, text } = await manufacturerMail(dealer, correction, manifest, undefined)
    expect(subject).toMatch(/^【更正 BX-202611-01】.*BX-202611-02$/)
    expect(text).toContain('本清单更正并取代 BX-202611-01。更正原因：漏寄一张卡')
  })

  it('says with whom parts travel, and escapes what other books say', async () => {
    const claims = new Map([[claimOf('a').claimId, claimOf('a')]])
    const parts: Manifest = {
      kind: 'returned_parts',
      lines: [
        ...partContents([octoberPartOf('a', { status: 'packed', name: '<b>轴承</b>' })], claims, takes).ready,
      ],
    }
    const shipped = mailingOf({ kind: 'returned_parts', sums: sumsOf(parts) })
    const { attachments, text } = await manufacturerMail(dealer, shipped, parts, {
      carrier: '顺丰',
      number: 'SF1',
    })
    expect(text).toContain('承运 Carrier：顺丰，单号 No. SF1')
    const page = Buffer.from(attachments[1]!.base64, 'base64').toString()
    expect(page).toContain('&lt;b&gt;轴承&lt;/b&gt;')
    expect(page).not.toContain('<b>轴承')
  })
})
