import { expect, it } from 'vitest'
import { idFor } from '../../../shared/domain/ids.ts'
import { changeSettings, readSettings } from '../../../shared/http/routes/dealers.ts'
import * as routes from '../../../shared/http/routes/warranty-mailings.ts'
import { warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import { local } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { claimOf } from '../../unit/warranty/claim-facts.ts'
import { done, type Desk } from './desk.ts'

/** On Friday the month's cards and vouchers go to the manufacturer: drafted in the morning, approved, corrected. */
export function theMonthsManifest(desk: () => Desk): void {
  const clerk = () => desk().as('warranty_clerk')
  const address = 'warranty@maker.example.com'
  const toMaker = () =>
    desk()
      .stack.outbox.all()
      .flatMap((message) =>
        message.channel === 'mail' && message.to.includes(address) ? [message.subject] : [],
      )
  const serviced = (name: string) => {
    const signed = {
      kind: 'signed_voucher' as const,
      reference: 'V',
      at: local('2026-11-24 10:00'),
      by: 'test',
    }
    const { dealerId } = desk()
    const claimId = idFor('warrantyClaim', dealerId, name)
    const kind = 'free_service' as const
    const more = { dealerId, claimId, kind, manufacturer: '东方汽车', status: 'submitted' as const }
    return { ...claimOf(name, { ...more, evidence: [signed] }), version: 0 }
  }
  const seen = async () => {
    const [first] = (await done(clerk()(routes.listMailings, { query: { limit: 9 } }))).body.items.filter(
      ({ manufacturer }) => manufacturer === '东方汽车',
    )
    return { params: { mailingId: first!.mailingId }, ifMatch: first!.etag }
  }

  it('has on Wednesday its manufacturer in the settings, and what is to be mailed', async () => {
    const manager = desk().as('service_manager')
    const { etag } = (await done(manager(readSettings))).body
    const maker = {
      ...{ zh: '东方汽车', en: 'Oriental', brandWords: ['东方'], mailDomains: [], mailAddresses: [] },
      warrantyMail: { address },
      enabled: true,
    }
    await done(manager(changeSettings, { ifMatch: etag, body: { manufacturers: [maker] } }))
    await save(desk().store, ...puts(warrantyClaimRecord, serviced('M-1'), serviced('M-2')))
  })

  it('is caught up on when the system has stood still on Thursday', async () => {
    desk().stack.clock.set(local('2026-11-27 07:00'))
    await desk().stack.runUntil(local('2026-11-27 08:20'))
    expect(toMaker()).toEqual([])
  })

  it('is drafted on the last working day up to the 28th, and nothing goes out without a yes', async () => {
    await desk().stack.runUntil(local('2026-11-27 08:45'))
    const { params } = await seen()
    const { body } = await done(clerk()(routes.readMailing, { params }))
    expect(body).toMatchObject({ status: 'awaiting', manifestNumber: 'BX-202611-01', sums: { lines: 2 } })
    expect((await done(clerk()(routes.readMailingPage, { params }))).body).toContain('SP-M-1')
    const { filename } = (await done(clerk()(routes.readMailingWorkbook, { params }))).body
    expect(filename).toBe('BX-202611-01.xlsx')
    expect(toMaker()).toEqual([])
  })

  it('is declined, drawn up anew, approved and mailed once', async () => {
    await done(
      clerk()(routes.declineMailing, {
        ...(await seen()),
        body: { reason: '缺一份' },
        idempotencyKey: 'decline-1',
      }),
    )
    await save(desk().store, ...puts(warrantyClaimRecord, serviced('M-3')))
    await done(clerk()(routes.redraftMailing, await seen()))
    const approved = await done(clerk()(routes.approveMailing, { ...(await seen()), body: {} }))
    expect(approved.body).toMatchObject({ status: 'approved', sums: { lines: 3 } })
    await desk().stack.runUntil(local('2026-11-27 09:00'))
    expect(toMaker()).toHaveLength(1)
    const { params } = await seen()
    const { mail } = (await done(clerk()(routes.readMailing, { params }))).body
    expect(['sent', 'delivered']).toContain(mail?.status)
  })

  it('is corrected by a new number, which names the first and waits for its own yes', async () => {
    const corrected = await done(
      clerk()(routes.correctMailing, { ...(await seen()), body: { reason: '漏列一份' } }),
    )
    expect(corrected.body).toMatchObject({ status: 'awaiting', corrects: 'BX-202611-01', number: 2 })
    expect(toMaker()).toHaveLength(1)
  })

  it('goes up when nobody says yes in time', async () => {
    await desk().stack.runUntil(local('2026-11-27 12:35'))
    const { params } = await seen()
    const { escalations } = (await done(clerk()(routes.readMailing, { params }))).body
    expect(escalations).toHaveLength(1)
  })
}
