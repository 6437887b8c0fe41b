import { it } from 'vitest'
import * as routes from '../../../shared/http/routes/campaigns.ts'
import { informOfRecall } from '../../../shared/http/routes/recall-calls.ts'
import { campaignRecord, campaignVehicleRecord } from '../../../shared/store/campaigns.ts'
import { followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import { followUpCallOf } from '../../support/builders.ts'
import { campaignOf, campaignVehicleOf, vinOf } from '../../support/campaign-builders.ts'
import { puts, save } from '../../support/store.ts'
import { shown, type Race } from './race.ts'

/** Cars of recalls are done, and recalls withdrawn, by several at once. */
export function campaignsAtOnce(race: () => Race): void {
  const { campaignId } = campaignOf()

  it('a car takes each of its steps once', async () => {
    const [one, two, three] = [vinOf(1), vinOf(2), vinOf(3)]
    await save(
      race().store,
      ...puts(campaignRecord, campaignOf()),
      ...puts(campaignVehicleRecord, ...[one, two, three].map((vin) => campaignVehicleOf(vin))),
    )
    const given = (vin: string, etag = '"1"') => ({ params: { campaignId, vin }, ifMatch: etag })
    const done = await race().once(routes.carDone, { ...given(one), body: { reason: '随保养完成' } })
    await race().once(routes.reopenCar, given(one, done.body.etag))
    await race().once(routes.carDoneElsewhere, { ...given(two), body: { reason: '外地店已换' } })
    await race().once(routes.carNotApplicable, { ...given(three), body: shown(routes.carNotApplicable) })
  })

  it('an owner is told once', async () => {
    const call = followUpCallOf('recalled', { kind: 'recall', orderId: undefined, campaignId })
    await save(race().store, ...puts(followUpCallRecord, call))
    const { followUpCallId } = call
    await race().once(informOfRecall, {
      params: { followUpCallId },
      ifMatch: '"1"',
      body: { remark: '约周六上午' },
    })
  })

  it('a campaign is withdrawn, reopened and closed, each once', async () => {
    const { version } = (await race().store.campaigns.byId('D001', campaignId))!
    const given = (etag: string) => ({ params: { campaignId }, ifMatch: etag })
    const gone = await race().once(routes.withdrawCampaign, {
      ...given(`"${String(version)}"`),
      body: shown(routes.withdrawCampaign),
    })
    const back = await race().once(routes.reopenCampaign, given(gone.body.etag))
    await race().once(routes.closeCampaign, { ...given(back.body.etag), body: shown(routes.closeCampaign) })
  })
}
