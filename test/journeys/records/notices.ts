import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { STOCK_ORDERS } from '../../../shared/domain/duty.ts'
import { readMail } from '../../../functions/manufacturer-notices/read-mail.ts'
import * as effects from '../../../shared/http/routes/notice-effects.ts'
import { readStatement } from '../../../shared/http/routes/claim-statements.ts'
import { listDuties } from '../../../shared/http/routes/duties.ts'
import { readPartPrice } from '../../../shared/http/routes/part-prices.ts'
import { acknowledgeByLink, openNoticeLink } from '../../../shared/http/routes/notice-links.ts'
import * as teachings from '../../../shared/http/routes/notice-teachings.ts'
import * as verbs from '../../../shared/http/routes/notice-verbs.ts'
import * as routes from '../../../shared/http/routes/notices.ts'
import { local } from '../../support/builders.ts'
import { mailWithFiles } from '../../unit/manufacturer-notices/effect-rig.ts'
import { done, type Desk } from './desk.ts'

async function comesIn(desk: Desk, file: string): Promise<void> {
  await receive(desk, await readFile(`examples/notices/${file}`))
}

async function receive({ stack, dealerId }: Desk, raw: Buffer): Promise<void> {
  const [way] = stack.model.incomingMail
  const to = `${dealerId}@${way?.recipients[0] ?? ''}`
  await stack.receiveMail({ raw, to })
  await stack.drained({ until: stack.clock.now() })
}

/** A mail comes in twice before the day begins: at nine the clerk, or who stands above, is told of the notice. */
export function aNoticeBeforeNine(desk: () => Desk): void {
  it('a mail that comes in twice is one notice', async () => {
    await comesIn(desk(), '01-order-calendar.eml')
    await comesIn(desk(), '13-duplicate-of-01.eml')
    const [notice, ...more] = (await done(desk().as('service_manager')(routes.listNotices))).body.items
    expect(more).toEqual([])
    expect(notice).toMatchObject({ kind: 'parts_order_calendar', repeated: 1 })
    const params = { noticeId: notice!.noticeId }
    const { body } = await done(desk().as('service_manager')(routes.readNotice, { params }))
    expect(body.repetitions).toHaveLength(1)
  })
}

/** The manufacturer writes: each mail comes to whose work it is, and is answered. */
export function manufacturersWrite(desk: () => Desk): void {
  const head = () => desk().as('service_manager')
  const mailsSince = async (count: number) => {
    const sent = desk().stack.outbox.all().slice(count)
    const mails = sent.flatMap((each) => (each.channel === 'mail' ? [each] : []))
    return Promise.all(
      mails.map(async ({ to: receivers, raw }) => ({
        receivers,
        mail: await readMail(Buffer.from(raw, 'base64')),
      })),
    )
  }
  const ofKind = async (kind: string) => {
    const { body } = await done(head()(routes.listNotices, { query: { kind: kind as 'recall' } }))
    return body.items[0]!
  }
  const seen = ({ noticeId, etag }: { noticeId: string; etag: string }) => ({
    params: { noticeId },
    ifMatch: etag,
  })
  let token = ''

  it('a recall goes to the service manager by mail, with its list of cars; what is forged goes to nobody', async () => {
    const before = desk().stack.outbox.all().length
    await comesIn(desk(), '03-recall.eml')
    await comesIn(desk(), '11-spoofed.eml')
    const open = await done(head()(routes.listNotices))
    expect(open.body.items.map(({ kind, status }) => [kind, status])).toEqual([
      ['parts_order_calendar', 'received'],
      ['recall', 'received'],
      ['unclassified', 'quarantined'],
    ])
    const [told, ...more] = await mailsSince(before)
    expect(more).toEqual([])
    expect(told).toMatchObject({
      receivers: ['wu@example.com'],
      mail: {
        subject: expect.stringContaining('【厂家通知】召回') as string,
        attachments: [{ name: '召回车辆清单.csv' }],
      },
    })
    const text = 'text' in told!.mail ? told!.mail.text : ''
    ;[, token = ''] = new RegExp(`${desk().stack.url}/notice-links/(\\S+)`).exec(text) ?? []
    expect(token).toMatch(/^D001\./)
  })

  it('note is taken of it by the link of the mail, once', async () => {
    const link = { params: { token } }
    expect((await done(head()(openNoticeLink, link))).body).toContain('确认已查阅')
    expect((await done(head()(acknowledgeByLink, link))).body).toContain('已确认查阅')
    expect((await done(head()(acknowledgeByLink, link))).body).toContain('无需再确认')
  })

  it('it is read, with its list as a download, corrected and answered in the thread of the mail', async () => {
    const { noticeId } = await ofKind('recall')
    const params = { noticeId }
    await done(head()(verbs.markNoticeRead, { params }))
    const read = await done(head()(routes.readNotice, { params }))
    expect(read.body).toMatchObject({
      status: 'acknowledged',
      answerBy: '2026-12-05',
      readBy: [{ name: '吴站长' }],
    })
    const { url } = (await done(head()(routes.fetchAttachment, { params: { ...params, number: 1 } }))).body
    const file = await fetch(url)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
    expect(new URL(url).searchParams.get('response-content-disposition')).toMatch(/^attachment;/)
    expect((await file.arrayBuffer()).byteLength).toBe(read.body.attachments[0]!.bytes)

    const body = { kind: 'service_campaign', role: 'service_manager', always: true } as const
    const put = await done(head()(verbs.correctNotice, { ...seen(read.body), body }))
    const text = '备件需求：气囊总成 5 件。'
    const first = await done(head()(verbs.draftAnswer, { ...seen(put.body), body: { text: '稍后答复' } }))
    const none = await done(head()(verbs.withdrawAnswer, seen(first.body)))
    const draft = await done(head()(verbs.draftAnswer, { ...seen(none.body), body: { text } }))
    const before = desk().stack.outbox.all().length
    const answered = await done(head()(verbs.approveAnswer, seen(draft.body)))
    expect(answered.body).toMatchObject({ status: 'answered', answer: { approved: { late: false } } })
    await desk().stack.drained({ until: desk().stack.clock.now() })
    const [sent] = await mailsSince(before)
    expect(sent).toMatchObject({
      receivers: ['service@oem-a.example'],
      mail: {
        subject: '回复：【召回】部分2023款车型安全气囊召回实施通知',
        inReplyTo: '03-recall@oem-a.example',
        references: ['03-recall@oem-a.example'],
        text: expect.stringContaining(text) as string,
      },
    })
    const again = await done(head()(verbs.reopenNotice, seen(answered.body)))
    const closed = await done(
      head()(verbs.closeNotice, { ...seen(again.body), body: { reason: '已电话确认' } }),
    )
    expect(closed.body.status).toBe('closed')
    const changes = await done(head()(routes.listNoticeChanges, { params }))
    expect(changes.body.items.map(({ action }) => action)).toContain('approved')
  })

  it('what was forged is thrown away, taken back, and let in by whoever vouches for it', async () => {
    const forged = await ofKind('unclassified')
    expect(forged).toMatchObject({ status: 'quarantined', trusted: false })
    const reason = { reason: '仿冒邮件' }
    const gone = await done(head()(verbs.discardNotice, { ...seen(forged), body: reason }))
    const back = await done(head()(verbs.restoreNotice, seen(gone.body)))
    const letIn = await done(head()(verbs.releaseNotice, seen(back.body)))
    expect(letIn.body).toMatchObject({ status: 'received', trusted: false })
    await done(head()(verbs.acknowledgeNotice, seen(letIn.body)))
    await comesIn(desk(), '05-training.eml')
    const body = { kind: 'personnel' } as const
    await done(head()(verbs.correctNotice, { ...seen(await ofKind('training')), body }))
    await desk().stack.drained({ until: desk().stack.clock.now() })
  })

  it('every mail and every month is told of, and what was taught can be forgotten', async () => {
    const query = { from: local('2026-11-23 00:00'), until: local('2026-11-24 00:00') }
    const mails = await done(head()(routes.listReceivedMails, { query }))
    expect(mails.body.items).toHaveLength(5)
    const { mailId } = mails.body.items.find(({ kind }) => kind === 'recall')!
    const { url } = (await done(head()(routes.fetchMail, { params: { mailId } }))).body
    expect(await (await fetch(url)).text()).toContain('Subject:')
    await done(head()(routes.listReceivedNotices, { query }))
    const month = await done(head()(routes.readNoticeStatistics, { query: { month: '2026-11' } }))
    expect(month.body).toMatchObject({ received: 4, quarantined: 0 })
    const rules = (await done(head()(teachings.listNoticeRules))).body.items
    expect(rules.map(({ kind }) => kind)).toEqual(['personnel', 'service_campaign'])
    const { ruleId, etag } = rules[0]!
    await done(head()(teachings.forgetNoticeRule, { params: { ruleId }, ifMatch: etag }))
    const [routing] = (await done(head()(teachings.listNoticeRoutings))).body.items
    await done(
      head()(teachings.forgetNoticeRouting, { params: { kind: routing!.kind }, ifMatch: routing!.etag }),
    )
  })
}

/** What notices bring: ordering days are known since Monday, prices count after a yes, and all can be taken back. */
export function noticesTakeEffect(desk: () => Desk): void {
  const head = () => desk().as('service_manager')
  const at = (time: string) => desk().stack.runUntil(local(`2026-11-26 ${time}`))
  const newest = async () => {
    const query = { from: local('2026-11-23 00:00'), until: local('2026-11-27 00:00') }
    const [notice] = (await done(head()(routes.listReceivedNotices, { query }))).body.items
    return { params: { noticeId: notice!.noticeId } }
  }
  const effectOf = async (asked: { params: { noticeId: string } }) =>
    (await done(head()(effects.readEffect, asked))).body
  const seen = ({ noticeId, etag }: { noticeId: string; etag: string }) => ({
    params: { noticeId },
    ifMatch: etag,
  })

  it('the ordering days of Monday’s calendar are the planner’s', async () => {
    // Nothing of Wednesday is told here.
    desk().stack.clock.set(local('2026-11-26 07:00'))
    await at('10:00')
    const query = { kind: 'parts_order_calendar' } as const
    const [notice] = (await done(head()(routes.listNotices, { query }))).body.items
    const effect = await effectOf({ params: { noticeId: notice!.noticeId } })
    expect(effect).toMatchObject({ status: 'applied', found: 3, applied: 3 })
    const duty = { params: {}, query: { role: 'parts_planner', limit: 200 } } as const
    const duties = (await done(head()(listDuties, duty))).body.items
    expect(duties.find(({ code }) => code === STOCK_ORDERS)).toMatchObject({
      namedDays: [{ month: '2026-12', on: ['2026-12-03', '2026-12-13', '2026-12-23'] }],
    })
  })

  it('a price list is proposed, counts after the yes, and is taken back', async () => {
    await comesIn(desk(), '06-parts-price.eml')
    const asked = await newest()
    await at('10:15')
    const proposed = await effectOf(asked)
    expect(proposed).toMatchObject({ kind: 'parts_price', status: 'proposed', fromOn: '2026-12-01' })
    const { body } = await done(head()(effects.listProposedPrices, asked))
    expect(body.items).toMatchObject([{ partNumber: '1234567-A01', limitFen: 8600 }])
    await done(head()(effects.acceptEffect, { ...seen(proposed), body: {} }))
    await at('10:25')
    const counts = await effectOf(asked)
    expect(counts).toMatchObject({ status: 'applied', applied: 1 })
    const limit = { params: { partNumber: '1234567-A01' } }
    expect((await done(desk().as('parts_supervisor')(readPartPrice, limit))).body.limits).toMatchObject([
      { limitFen: 8600, fromOn: '2026-12-01', confirmed: true },
    ])
    const why = { reason: '厂家来电：清单有误' }
    await done(head()(effects.withdrawEffect, { ...seen(counts), body: why }))
    await at('10:35')
    expect((await effectOf(asked)).status).toBe('withdrawn')
    const changes = await done(head()(effects.listEffectChanges, asked))
    expect(changes.body.items.map(({ action }) => action)).toEqual(['withdrawn', 'accepted'])
  })

  it('another one is declined, and a settlement that could not be read is tried again', async () => {
    const prices = '12月起执行：配件1234567-A02限价88.00元。'
    await receive(desk(), mailWithFiles('配件价格调整通知二', prices))
    const price = await newest()
    await at('10:45')
    const body = { reason: '已由厂家作废' }
    const declined = await done(head()(effects.declineEffect, { ...seen(await effectOf(price)), body }))
    expect(declined.body.status).toBe('declined')
    await receive(
      desk(),
      mailWithFiles('11月索赔结算单', '请核对。', {
        '结算单JS202611.csv': '索赔单号,结算金额\r\nWC-1,十元\r\n',
      }),
    )
    const settlement = await newest()
    await at('10:55')
    const failed = await effectOf(settlement)
    expect(failed).toMatchObject({ status: 'failed', failed: { code: 'lists-unreadable' } })
    await done(head()(effects.retryEffect, seen(failed)))
    await receive(
      desk(),
      mailWithFiles('10月索赔结算单', '请核对。', {
        '结算单JS202610.csv': '索赔单号,结算金额\r\nWC-1,10\r\n',
      }),
    )
    const other = await newest()
    await at('11:05')
    expect((await effectOf(settlement)).status).toBe('failed')
    const shown = await effectOf(other)
    expect(shown).toMatchObject({ status: 'applied', statementIds: [expect.any(String)] })
    const { body: statement } = await done(
      desk().as('warranty_clerk')(readStatement, { params: { claimStatementId: shown.statementIds[0]! } }),
    )
    expect(statement).toMatchObject({ number: 'JS202610', status: 'shown' })
  })
}
