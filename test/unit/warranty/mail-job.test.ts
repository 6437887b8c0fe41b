import { beforeEach, describe, expect, it } from 'vitest'
import { changesOfMailings } from '../../../functions/warranty/change-mailing.ts'
import { sendWarrantyMails, WarrantyMailsFailed } from '../../../functions/warranty/mail-job.ts'
import type { ClaimStatement } from '../../../shared/domain/claim-statement.ts'
import type { ReturnedPart } from '../../../shared/domain/returned-part.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { claimStatementRecord } from '../../../shared/store/claim-statements.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { returnedPartRecord } from '../../../shared/store/returned-parts.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import {
  claimStatementOf,
  day,
  dealerOf,
  instant,
  local,
  repairOrderOf,
  staffOf,
  vehicleOf,
} from '../../support/builders.ts'
import { manufacturerOf, octoberPartOf } from '../../support/mailing-builders.ts'
import { puts, save } from '../../support/store.ts'
import { claimOf, lineOf } from './claim-facts.ts'
import { clerk, mailingWorld, manager, supervisor, type MailingWorld } from './mailing-world.ts'

const at = instant('2026-11-20T04:00:00.000Z')
const signed = { kind: 'signed_voucher', reference: 'V-1', at, by: 'test' } as const
const service = (name: string, more: Parameters<typeof claimOf>[1] = {}) =>
  claimOf(name, { kind: 'free_service', status: 'submitted', evidence: [signed], version: 0, ...more })

let world: MailingWorld
beforeEach(async () => {
  world = await mailingWorld({ at: local('2026-11-23 08:30') })
})
const claims = (...given: ReturnType<typeof claimOf>[]) =>
  save(world.store, ...puts(warrantyClaimRecord, ...given.map((claim) => ({ ...claim, version: 0 }))))
const steps = (person: typeof clerk) => world.mailsTo(person).map(({ step }) => step)

describe('the morning list', () => {
  it('names what was to be submitted by yesterday, and asks why; what is owed today is not late', async () => {
    await claims(
      claimOf('a', { deliveredOn: day('2026-11-22'), openedAt: instant('2026-11-22T04:00:00.000Z') }),
      claimOf('b', {
        deliveredOn: day('2026-11-20'),
        delays: [{ reason: '系统故障', at, by: 'test' }],
        lines: [lineOf(1, 12_345)],
      }),
      claimOf('c', { deliveredOn: day('2026-11-23'), openedAt: instant('2026-11-23T00:10:00.000Z') }),
      claimOf('d', { status: 'submitted' }),
    )
    expect(await world.run(local('2026-11-23 08:30'))).toEqual({ mails: 2, drafted: 0 })
    const [mail] = world.mailsTo(clerk)
    const { subject, text } = await world.contentOf(mail!)
    expect(subject).toBe('【保修早报】11月23日：未上传 2 单，待说明原因 1 单，在途 1,023.45 元')
    expect(text).toContain('- SP-A，LGWEF4A53HF000001，长城，2026-11-22，逾期 1 天，300.00，请说明原因')
    expect(text).toContain('- SP-B，LGWEF4A53HF000001，长城，2026-11-20，逾期 3 天，123.45，系统故障')
    expect(text).not.toContain('SP-C')
    expect(text).toContain('2026-11-23，上传，1，300.00，今天到期')
  })

  it('names what an import has brought this morning by its delivery: the claim is new, the car long gone', async () => {
    const openedAt = instant('2026-11-23T00:10:00.000Z')
    await claims(claimOf('old', { deliveredOn: day('2026-10-12'), openedAt }))
    await world.run(local('2026-11-23 08:30'))
    const { subject, text } = await world.contentOf(world.mailsTo(clerk)[0]!)
    expect(subject).toContain('未上传 1 单，待说明原因 1 单')
    expect(text).toContain('SP-OLD，LGWEF4A53HF000001，长城，2026-10-12，逾期 42 天，300.00，请说明原因')
    expect(text).not.toContain('均已上传')
  })

  it('tells of cars in the workshop of which the statutory ledger warns, also where nothing is owed for claims', async () => {
    const here = { kind: 'warranty', status: 'in_work', deliveredOn: undefined, number: 'RO-1' } as const
    await save(
      world.store,
      ...puts(vehicleRecord, vehicleOf('anna')),
      ...puts(repairOrderRecord, repairOrderOf('long', { ...here, receivedOn: day('2026-11-16') })),
    )
    expect(await world.run(local('2026-11-23 08:30'))).toEqual({ mails: 2, drafted: 0 })
    const { text, html } = await world.contentOf(world.mailsTo(clerk)[0]!)
    expect(text).toContain('在店车辆中有 1 辆触发三包预警')
    expect(text).toContain(`- RO-1，${vehicleOf('anna').vin}，2026-11-16，严重，本次修理已占用`)
    expect(text).toContain('应提供备用车或交通费用补偿')
    expect(html).toContain('三包预警（在店车辆）')
  })

  it('goes to clerk and supervisor, once each, however often the job fires', async () => {
    await claims(claimOf('a'))
    await world.run(local('2026-11-23 08:30'))
    await world.run(local('2026-11-23 08:40'))
    await world.run(local('2026-11-23 09:30'))
    expect([steps(clerk), steps(supervisor), steps(manager)]).toEqual([['morning'], ['morning'], []])
  })

  it('goes once to somebody who does both', async () => {
    const both = staffOf('F1', { role: 'front_desk_supervisor', furtherRoles: ['warranty_clerk'] })
    world = await mailingWorld({ at, staff: [both, manager] })
    await claims(claimOf('a'))
    await world.run(local('2026-11-23 08:30'))
    expect(steps(both)).toEqual(['morning'])
  })

  it('does not go before half past eight, after half past eleven, on a day off, or with nothing to say', async () => {
    await world.run(local('2026-11-23 08:30'))
    await claims(claimOf('a'))
    await world.run(local('2026-11-24 08:29'))
    await world.run(local('2026-11-24 11:30'))
    await world.run(local('2026-11-22 08:30'))
    expect(world.messages()).toEqual([])
  })

  it('says from the 25th what the documents of the month lack', async () => {
    await claims(service('a', { status: 'opened', evidence: [] }), service('b'))
    await world.run(local('2026-11-23 08:30'))
    await world.run(local('2026-11-24 08:30'))
    const [before, after] = world.mailsTo(clerk)
    expect((await world.contentOf(before!)).text).not.toContain('尚缺')
    expect((await world.contentOf(after!)).text).toContain(
      '- SP-A，LGWEF4A53HF000001，2026-11-20，索赔单未上传、缺签字的保养凭证',
    )
  })
})

describe('the manifest of the documents', () => {
  it('is drafted on its day, once, and asks the clerk for a yes; nothing goes to the manufacturer', async () => {
    await claims(service('a'), service('b', { kind: 'campaign' }), service('c', { evidence: [] }))
    await world.run(local('2026-11-26 08:30'))
    expect(world.mailings()).toEqual([])
    expect((await world.run(local('2026-11-27 08:30'))).drafted).toBe(1)
    expect((await world.run(local('2026-11-27 08:40'))).drafted).toBe(0)
    expect(world.mailings()).toMatchObject([
      {
        status: 'awaiting',
        month: '2026-11',
        number: 1,
        sums: { lines: 2, cards: 1, vouchers: 2 },
        approveBy: local('2026-11-27 12:00'),
      },
    ])
    const drafted = world.mailsTo(clerk).find(({ step }) => step === 'drafted-1')
    const { subject, text, attachments } = await world.contentOf(drafted!)
    expect(subject).toBe('【请批准】长城 保修登记卡与保养凭证清单 BX-202611-01，11月27日12:00前')
    expect(text).toContain('- SP-C，LGWEF4A53HF000001，2026-11-20，缺签字的保养凭证')
    expect(text).toContain('Check the attachment and approve by 2026-11-27 12:00; nothing is mailed before.')
    expect(text).toContain('2 claims: 1 registration cards, 2 vouchers')
    const page = Buffer.from(attachments[1]!.base64, 'base64').toString('utf8')
    for (const label of ['经销商 Dealer：', '制单日期 Drawn up on：', '收件人签字 Received by：'])
      expect(page).toContain(label)
    expect(attachments.map(({ filename }) => filename)).toEqual(['BX-202611-01.xlsx', 'BX-202611-01.html'])
    expect(world.messages().every(({ recipient }) => recipient.kind === 'staff')).toBe(true)
  })

  it('is drafted on the next run when the system was down, also on a Saturday, and waits until Monday noon', async () => {
    await claims(service('a'))
    expect((await world.run(local('2026-11-28 08:30'))).drafted).toBe(1)
    expect(world.mailings()[0]).toMatchObject({ approveBy: local('2026-11-30 12:00') })
  })

  it('has what another manifest has in it no second time', async () => {
    await claims(service('a'), service('b', { evidence: [] }))
    await world.run(local('2026-11-27 08:30'))
    const b = (await world.store.warrantyClaims.byId('D001', service('b').claimId))!
    await save(world.store, warrantyClaimRecord.put({ ...b, evidence: [signed] }, { at, by: 'test' }))
    await world.run(local('2026-12-28 08:30'))
    const [november, december] = world.mailings().sort((x, y) => (x.month < y.month ? -1 : 1))
    expect([november!.itemIds, december!.itemIds]).toEqual([[service('a').claimId], [b.claimId]])
  })

  it('is drafted without a line where all of it is missing, so that the clerk hears of it, and is not mailed', async () => {
    const dealer = dealerOf({ manufacturers: [manufacturerOf({ needsApproval: false })] })
    world = await mailingWorld({ at, dealer })
    await claims(service('a', { evidence: [] }))
    await world.run(local('2026-11-27 08:30'))
    expect(world.mailings()).toMatchObject([{ status: 'awaiting', sums: { lines: 0 }, itemIds: [] }])
    expect(steps(clerk)).toContain('drafted-1')
  })

  it('goes at once where the dealer wants no yes, and says that the rule approved it', async () => {
    const dealer = dealerOf({ manufacturers: [manufacturerOf({ needsApproval: false })] })
    world = await mailingWorld({ at, dealer })
    await claims(service('a'))
    await world.run(local('2026-11-27 08:30'))
    await world.run(local('2026-11-27 08:40'))
    expect(world.mailings()).toMatchObject([
      { status: 'approved', approved: { byRule: true, by: 'warranty-mail' } },
    ])
    expect(world.messages().filter(({ recipient }) => recipient.kind === 'manufacturer')).toHaveLength(1)
  })

  it('of parts waits for a person all the same, who names the carrier', async () => {
    const dealer = dealerOf({ manufacturers: [manufacturerOf({ needsApproval: false })] })
    world = await mailingWorld({ at, dealer })
    const shipment = { manifest: '-', box: '1' }
    const part = octoberPartOf('a', { claimId: claimOf('a').claimId, status: 'packed', shipment })
    await claims(claimOf('a', { status: 'approved' }))
    await save(world.store, ...puts(returnedPartRecord, part))
    await world.run(local('2026-11-10 08:30'))
    expect(world.mailings()).toMatchObject([{ kind: 'returned_parts', status: 'awaiting' }])
    expect(world.messages().filter(({ recipient }) => recipient.kind === 'manufacturer')).toEqual([])
    const [drafted] = world.mailsTo(clerk).filter(({ step }) => step === 'drafted-1')
    expect((await world.contentOf(drafted!)).subject).toContain('【请批准】')
  })

  it('is let be in the mornings once a person has found out that the manufacturer has it', async () => {
    const dealer = dealerOf({ manufacturers: [manufacturerOf({ needsApproval: false })] })
    world = await mailingWorld({ at, dealer })
    await claims(service('a', { status: 'settled' }))
    await world.run(local('2026-11-27 08:30'))
    const [mail] = world.messages().filter(({ recipient }) => recipient.kind === 'manufacturer')
    const decision = { kind: 'dropped', at, by: 'M1' } as const
    const dropped = { ...mail!, status: 'suppressed', reason: 'dropped', decision } as const
    await save(world.store, messageRecord.put(dropped, { at, by: 'M1' }))
    await world.run(local('2026-11-30 08:30'))
    expect(world.mailsTo(clerk).filter(({ cycle }) => cycle === '2026-11-30')).toEqual([])
  })

  it('stands in the mornings of two weeks when the manufacturer did not get it', async () => {
    const dealer = dealerOf({ manufacturers: [manufacturerOf({ needsApproval: false })] })
    world = await mailingWorld({ at, dealer })
    await claims(service('a', { status: 'settled' }))
    await world.run(local('2026-11-27 08:30'))
    const [mail] = world.messages().filter(({ recipient }) => recipient.kind === 'manufacturer')
    await save(world.store, ...puts(messageRecord, { ...mail!, status: 'bounced', reason: 'bounced' }))
    await world.run(local('2026-11-30 08:30'))
    await world.run(local('2026-12-14 08:30'))
    const mornings = world
      .mailsTo(clerk)
      .filter(({ cycle, step }) => step === 'morning' && cycle > '2026-11-27')
    expect(mornings.map(({ cycle }) => cycle)).toEqual(['2026-11-30'])
    expect((await world.contentOf(mornings[0]!)).text).toContain(
      '- BX-202611-01，长城，保修登记卡与保养凭证清单，被退回',
    )
  })

  it('waits for a yes all the same where nobody knows the address', async () => {
    const dealer = dealerOf({ manufacturers: [manufacturerOf({ needsApproval: false, address: undefined })] })
    world = await mailingWorld({ at, dealer })
    await claims(service('a'))
    await world.run(local('2026-11-27 08:30'))
    expect(world.mailings()).toMatchObject([{ status: 'awaiting' }])
    const [drafted] = world.mailsTo(clerk).filter(({ step }) => step === 'drafted-1')
    expect((await world.contentOf(drafted!)).text).toContain('设置中没有此厂家的保修收件邮箱')
  })

  it('is drafted once when two jobs do so at the same moment', async () => {
    await claims(service('a'))
    const moment = local('2026-11-27 08:30')
    await Promise.all([world.run(moment), world.run(moment), world.run(moment)])
    expect(world.mailings()).toHaveLength(1)
    expect(steps(clerk).filter((step) => step === 'drafted-1')).toHaveLength(1)
  })
})

describe('the mailings of a manufacturer that the settings name later, or by another name', () => {
  const gwm = (zh: string) =>
    dealerOf({ manufacturers: [manufacturerOf({}, { zh, brandWords: ['长城', '哈弗'] })] })
  const renamed = async (zh: string) => {
    const known = await world.store.dealers.byId('D001')
    await save(world.store, dealerRecord.put({ ...gwm(zh), version: known!.version }, { at, by: 'test' }))
  }
  const all = () =>
    world
      .mailings()
      .sort((a, b) => (a.draftedAt < b.draftedAt ? -1 : 1))
      .map(({ manufacturer, month, itemIds }) => [manufacturer, month, itemIds.length])

  it('are one a month, of what its records name in any way', async () => {
    world = await mailingWorld({ at, dealer: gwm('长城汽车') })
    await claims(
      service('a', { manufacturer: '长城' }),
      service('b', { manufacturer: '长城汽车' }),
      service('c', { manufacturer: '哈弗' }),
    )
    await world.run(local('2026-11-27 08:30'))
    expect(all()).toEqual([['长城汽车', '2026-11', 3]])
  })

  it('take nothing that a mailing under the former name has, and are no second one of its month', async () => {
    world = await mailingWorld({ at, dealer: gwm('哈弗') })
    await claims(service('a', { manufacturer: '长城' }))
    await world.run(local('2026-11-27 08:30'))
    await renamed('长城汽车')
    await claims(service('b', { manufacturer: '长城汽车' }))
    await world.run(local('2026-11-28 08:30'))
    expect(all()).toEqual([['哈弗', '2026-11', 1]])
    await world.run(local('2026-12-28 08:30'))
    expect(all()).toEqual([
      ['哈弗', '2026-11', 1],
      ['长城汽车', '2026-12', 1],
    ])
  })

  it('are drawn up anew under the name that they were drafted by, with all that is the manufacturer’s', async () => {
    world = await mailingWorld({ at, dealer: gwm('哈弗') })
    await claims(service('a', { manufacturer: '长城' }))
    await world.run(local('2026-11-27 08:30'))
    await renamed('长城汽车')
    await claims(service('b', { manufacturer: '长城汽车' }))
    const [mailing] = world.mailings()
    const caller = { dealerId: 'D001', userId: 'w1', staffId: clerk.staffId, roles: ['warranty_clerk'] }
    const call = { caller: caller as never, mailingId: mailing!.mailingId, remember: () => [] }
    await changesOfMailings(world).redraft({ ...call, version: mailing!.version })
    expect(all()).toEqual([['哈弗', '2026-11', 2]])
  })
})

describe('a manifest that nobody approves', () => {
  it('goes up to the supervisor when its time is over and to the manager the next working day, once each', async () => {
    await claims(service('a'))
    for (const moment of ['27 08:30', '27 11:30', '27 12:30', '27 12:40', '28 08:30', '30 08:30', '30 08:40'])
      await world.run(local(`2026-11-${moment}`))
    await world.run(local('2026-12-01 08:30'))
    const late = (person: typeof clerk) =>
      world
        .mailsTo(person)
        .filter(({ step }) => step.startsWith('late'))
        .map(({ createdAt }) => createdAt)
    expect(late(supervisor)).toEqual([local('2026-11-27 12:30')])
    expect(late(manager)).toEqual([local('2026-11-30 08:30')])
    expect(late(clerk)).toEqual([])
    const [mail] = world.mailsTo(manager).filter(({ step }) => step.startsWith('late'))
    expect((await world.contentOf(mail!)).text).toContain(
      'Nobody has approved it by 2026-11-27 12:00, and the manufacturer has nothing yet.',
    )
  })

  it('stands in the list of the mornings until somebody does', async () => {
    await claims(service('a'))
    await world.run(local('2026-11-27 08:30'))
    await world.run(local('2026-11-30 08:30'))
    const mornings = world.mailsTo(clerk).filter(({ step }) => step === 'morning')
    expect((await world.contentOf(mornings.at(-1)!)).text).toContain('- BX-202611-01，长城')
  })
})

describe('a settlement statement that has come', () => {
  const statement = claimStatementOf('JS-1', {
    lines: [
      { row: 1, claimNumber: 'SP-A', line: 1, amountFen: 30_000 },
      { row: 2, claimNumber: 'SP-B', amountFen: 29_000 },
      { row: 3, claimNumber: 'SP-NOBODY', amountFen: 800 },
      { row: 4, claimNumber: 'SP-A', line: 1, amountFen: 30_000 },
    ],
  })
  const told = () => world.mailsTo(clerk).filter(({ step }) => step.startsWith('reconciliation'))
  const stored = async (more: Partial<ClaimStatement>, moment: Instant) => {
    const known = await world.store.claimStatements.byId('D001', statement.statementId)
    const stamp = { at: moment, by: 'C1' }
    await save(world.store, claimStatementRecord.put({ ...(known ?? statement), ...more }, stamp))
  }
  beforeEach(async () => {
    const approved = ['a', 'b', 'c'].map((name) => claimOf(name, { status: 'approved' }))
    await claims(...approved)
    await save(
      world.store,
      ...approved.map(({ number, claimId }) =>
        takeName('D001', 'claim-number', number, claimId, { at, by: 'test' }),
      ),
    )
    await stored({}, local('2026-11-24 14:00'))
  })

  it('is shown the clerk beside the claims, once, at any hour', async () => {
    await world.run(local('2026-11-24 14:30'))
    await world.run(local('2026-11-24 14:40'))
    expect(told()).toHaveLength(1)
    const { subject, text } = await world.contentOf(told()[0]!)
    expect(subject).toBe('【结算核对】长城 JS-1：一致 1 单，有差异 1 单，未列 1 单，不明 2 行')
    expect(text).toContain('结算单共 898.00 元，其中对上索赔单 590.00 元（与应结相差 -10.00 元）')
    expect(text).toContain('不明 8.00 元，重复 300.00 元；已批准而未列 300.00 元')
    expect(text).toContain('- SP-B，整单，300.00，290.00，-10.00')
    expect(text).toContain('- SP-C，300.00')
    expect(text).toContain('- 3，SP-NOBODY，8.00，没有此索赔单')
    expect(text).toContain('- 4，SP-A，300.00，重复列出')
  })

  it('is told again when it is handed in again, and not once it is accepted', async () => {
    await world.run(local('2026-11-24 14:30'))
    await stored({ status: 'withdrawn' }, local('2026-11-24 15:00'))
    await world.run(local('2026-11-24 15:30'))
    expect(told()).toHaveLength(1)
    await stored({ status: 'shown' }, local('2026-11-24 16:00'))
    await world.run(local('2026-11-24 16:30'))
    expect(told()).toHaveLength(2)
    await stored({ status: 'accepted' }, local('2026-11-24 17:00'))
    await world.run(local('2026-11-24 17:30'))
    expect(told()).toHaveLength(2)
  })
})

describe('returned parts', () => {
  beforeEach(async () => {
    await claims(claimOf('a', { status: 'settled' }), claimOf('b', { status: 'settled' }))
    await save(
      world.store,
      ...puts(
        returnedPartRecord,
        octoberPartOf('a', { status: 'packed', shipment: { manifest: 'any', box: '1' } }),
        octoberPartOf('b'),
      ),
    )
  })

  it('are listed for packing by the 8th, once, with the shelves they lie on', async () => {
    // 8 November 2026 is a Sunday: the 6th.
    await world.run(local('2026-11-05 08:30'))
    expect(steps(clerk)).toEqual([])
    await world.run(local('2026-11-06 08:30'))
    await world.run(local('2026-11-06 08:40'))
    await world.run(local('2026-11-09 08:30'))
    expect(steps(clerk)).toEqual(['packing'])
    const { subject, text } = await world.contentOf(world.mailsTo(clerk)[0]!)
    expect(subject).toContain('待装箱 1 行，已装箱 1 行，11月10日发运')
    expect(text).toContain('- T-b，P-1000，轴承，2026-10-20，A-3')
    expect(text).toContain('- 1，T-a，P-1000，轴承，1')
  })

  it('are announced on the 10th: what is packed, while what is not waits for the next month', async () => {
    await world.run(local('2026-11-10 08:30'))
    expect(world.mailings()).toMatchObject([
      { kind: 'returned_parts', month: '2026-10', sums: { lines: 1, pieces: 1, boxes: 1 } },
    ])
    const [drafted] = world.mailsTo(clerk).filter(({ step }) => step === 'drafted-1')
    expect((await world.contentOf(drafted!)).text).toContain('- T-b，P-1000 轴承，2026-10-20，未装箱，A-3')
  })
})

describe('a part that lies here for longer than a mailing looks back', () => {
  const old = (name: string, more: Parameters<typeof octoberPartOf>[1] = {}) =>
    octoberPartOf(name, { claimId: claimOf('a').claimId, removedOn: day('2026-06-20'), ...more })
  const inBox = { status: 'packed', place: undefined, shipment: { manifest: '-', box: '1' } } as const
  const change = async (name: string, more: Partial<ReturnedPart>) => {
    const part = await world.store.returnedParts.byId('D001', old(name).returnedPartId)
    await save(world.store, returnedPartRecord.put({ ...part!, ...more }, { at, by: 'test' }))
  }
  const inThem = () => world.mailings().map(({ month, itemIds }) => [month, itemIds.length])
  beforeEach(() => claims(claimOf('a', { status: 'settled' })))

  it('goes with the next notice once it is packed, and is named as missing each month until then', async () => {
    await save(world.store, ...puts(returnedPartRecord, old('a')))
    await world.run(local('2026-11-10 08:30'))
    const [drafted] = world.mailsTo(clerk).filter(({ step }) => step === 'drafted-1')
    expect((await world.contentOf(drafted!)).text).toContain('- T-a，P-1000 轴承，2026-06-20，未装箱，A-3')
    await world.run(local('2026-12-08 08:30'))
    const [packing] = world.mailsTo(clerk).filter(({ step }) => step === 'packing')
    expect((await world.contentOf(packing!)).text).toContain('- T-a，P-1000，轴承，2026-06-20，A-3')
    await change('a', inBox)
    await world.run(local('2026-12-10 08:30'))
    expect(inThem()).toEqual([
      ['2026-10', 0],
      ['2026-11', 1],
    ])
  })

  it('is missing no more once it is scrapped or deducted', async () => {
    const gone = { status: 'scrapped', scrapped: { reason: '期满', at, by: 'test' } } as const
    await save(world.store, ...puts(returnedPartRecord, old('a', gone), old('b', { status: 'deducted' })))
    await world.run(local('2026-11-10 08:30'))
    expect(world.mailings()).toEqual([])
  })

  it('goes into no second mailing while an old one still waits for its yes', async () => {
    await save(world.store, ...puts(returnedPartRecord, old('a', inBox)))
    await world.run(local('2026-07-10 08:30'))
    for (const month of ['08', '09', '10', '11', '12']) await world.run(local(`2026-${month}-10 08:30`))
    expect(inThem()).toEqual([['2026-06', 1]])
  })
})

describe('a dealer whose records cannot be read', () => {
  it('does not keep the others from their mails, and the job is run again', async () => {
    await claims(claimOf('a'))
    const damaged = dealerOf({}, { dealerId: 'D000' })
    const { dealers, staff } = world.store
    const store = {
      ...world.store,
      dealers: { ...dealers, all: async () => [damaged, ...(await dealers.all())] },
      staff: {
        ...staff,
        ofDealer: (dealerId: string) =>
          dealerId === 'D000' ? Promise.reject(new Error('damaged')) : staff.ofDealer(dealerId),
      },
    }
    world.now = local('2026-11-23 08:30')
    await expect(
      sendWarrantyMails({ store, files: world.files, clock: world.clock, log: world.log }),
    ).rejects.toThrow(WarrantyMailsFailed)
    expect(steps(clerk)).toEqual(['morning'])
    expect(world.log.lines.map(({ code }) => code)).toEqual([
      'WARRANTY_MAILS_FAILED',
      'WARRANTY_MAILS_PLANNED',
    ])
  })
})
