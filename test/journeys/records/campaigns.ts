import { expect, it } from 'vitest'
import * as routes from '../../../shared/http/routes/campaigns.ts'
import { readFollowUpList } from '../../../shared/http/routes/follow-up-calls.ts'
import { informOfRecall } from '../../../shared/http/routes/recall-calls.ts'
import { findVehicles } from '../../../shared/http/routes/vehicles.ts'
import { day, local } from '../../support/builders.ts'
import { vinOf } from '../../support/campaign-builders.ts'
import { csv, mailWithFiles } from '../../unit/manufacturer-notices/effect-rig.ts'
import { done, type Desk } from './desk.ts'

/** A recall comes in: its cars are marked, their owners told the next day, and what is done about them is written down. */
export function aCarIsRecalled(desk: () => Desk): {
  readonly onWednesday: () => void
  readonly onThursday: () => void
} {
  const head = () => desk().as('service_manager')
  const advisor = () => desk().as('service_advisor')
  const caller = () => desk().as('follow_up_caller')
  let vin = ''
  let campaignId = ''
  const campaign = async () => (await done(head()(routes.readCampaign, { params: { campaignId } }))).body
  const car = async () => {
    const { body } = await done(advisor()(routes.readCampaignsOfCar, { params: { vin } }))
    return body.items.find((each) => each.campaignId === campaignId)!
  }
  const said = async (route: typeof routes.carDone | typeof routes.reopenCar, body?: object) => {
    const given = { params: { campaignId, vin }, ifMatch: (await car()).etag, ...(body && { body }) }
    return (await done(advisor()(route as typeof routes.carDone, given as never))).body
  }
  const verb = async (
    route: typeof routes.withdrawCampaign | typeof routes.reopenCampaign,
    body?: object,
  ) => {
    const given = { params: { campaignId }, ifMatch: (await campaign()).etag, ...(body && { body }) }
    return (await done(head()(route as typeof routes.withdrawCampaign, given as never))).body
  }

  return {
    onWednesday: () => {
      it('its list is matched to the cars of the books by the job', async () => {
        const { stack, dealerId } = desk()
        const found = await done(head()(findVehicles, { query: { plate: '浙AD12345' } }))
        vin = found.body.items[0]!.vin
        // One that was scrapped, and one that nobody knows.
        const listed = [vin, 'LGWPY2P30N1PH6524', vinOf(99)]
        const rows = listed.map((each) => `${each},S2026M0118V`)
        const raw = mailWithFiles('【召回】制动软管召回', '请联系车主。', {
          'vins.csv': csv('车架号,活动编号', rows),
        })
        const to = `${dealerId}@${stack.model.incomingMail[0]?.recipients[0] ?? ''}`
        await stack.receiveMail({ raw, to })
        await stack.runUntil(local('2026-11-25 09:15'))
        const open = await done(advisor()(routes.listCampaigns))
        expect(open.body.items.slice(0, 1)).toMatchObject([
          { number: 'S2026M0118V', counts: { listed: 3, ours: 2, unknownHere: 1, open: 2, left: 1 } },
        ])
        campaignId = open.body.items[0]!.campaignId
        const cars = await done(advisor()(routes.listCampaignCars, { params: { campaignId } }))
        expect(cars.body.items.map((each) => each.vin).sort()).toEqual(listed.slice(0, 2).sort())
        expect(await car()).toMatchObject({ due: true, campaign: { kind: 'recall' } })
      })

      it('what is said of the car is written down, and can be said to be wrong', async () => {
        for (const route of [routes.carDone, routes.carDoneElsewhere, routes.carNotApplicable]) {
          expect((await said(route as typeof routes.carDone, { reason: '客户来电说明' })).status).not.toBe(
            'open',
          )
          expect((await said(routes.reopenCar)).status).toBe('open')
        }
        await verb(routes.closeCampaign, { reason: '误关' })
        await verb(routes.reopenCampaign)
        const changes = await done(head()(routes.listCampaignChanges, { params: { campaignId } }))
        expect(changes.body.items.map(({ action }) => action)).toEqual(['reopened', 'closed', 'opened'])
      })
    },
    onThursday: () => {
      it('the next morning whoever has the car gets one SMS, and is rung up', async () => {
        const all = desk().sms()
        expect(all.filter(({ text }) => text.includes('召回S2026M0118V'))).toHaveLength(1)
        const list = await done(caller()(readFollowUpList, { query: { on: day('2026-11-26') } }))
        const call = list.body.entries.flatMap(({ calls }) => calls).find(({ kind }) => kind === 'recall')!
        expect(call).toMatchObject({ campaign: { campaignId }, contact: { is: 'owner' } })
        const { followUpCallId, etag } = call
        const body = { remark: '约周六上午' }
        await done(caller()(informOfRecall, { params: { followUpCallId }, ifMatch: etag, body }))
        expect((await campaign()).counts).toMatchObject({ sms: 1, informed: 1 })
        await verb(routes.withdrawCampaign, { reason: '厂家更正了名单' })
      })
    },
  }
}
