import type { Campaign } from '../../shared/domain/campaign.ts'
import { campaignMachine } from '../../shared/domain/campaign-machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changeRecord } from '../../shared/http/change-record.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/campaigns.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { campaignRecord } from '../../shared/store/campaigns.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { CampaignDependencies } from './api.ts'
import { campaignView } from './campaign-view.ts'

interface VerbCall {
  readonly caller: Caller
  readonly params: { readonly campaignId: string }
  readonly version: number
  readonly remember: (answer: Answer<routes.CampaignView>) => Write[]
}

/**
 * What answers the verbs of whole campaigns. Who waits to be told of one asks the campaign again before anything is sent or
 * said, so its state is all that is written.
 */
export function campaignVerbRoutes({ store, clock }: CampaignDependencies): Implementation[] {
  const changed = async (
    { caller, params: { campaignId }, version, remember }: VerbCall,
    action: string,
    change: (campaign: Campaign, stamp: Stamp) => Campaign,
  ): Promise<Answer<routes.CampaignView>> => {
    const { dealerId } = caller
    const stamp = stampOf(caller, clock.now())
    const cars = await store.campaigns.counted(dealerId, campaignId)
    const answerOf = (campaign: Campaign) => ({
      body: campaignView(campaign, cars),
      version: campaign.version,
    })
    const read = () => store.campaigns.byId(dealerId, campaignId)
    const after = await changeRecord(
      store,
      { kind: campaignRecord, id: campaignId, version, read },
      { action, stamp },
      (campaign) => change(campaign, stamp),
      (record) => remember(answerOf(record)),
    )
    return answerOf(after)
  }
  const end =
    (verb: 'withdraw' | 'close', reason: string) =>
    (campaign: Campaign, { at, by }: Stamp) => ({
      ...campaign,
      status: stateAfter(campaignMachine, campaign.status, verb),
      ended: { at, by, reason },
    })
  return [
    implement(routes.withdrawCampaign, (call) =>
      changed(call, 'withdrawn', end('withdraw', call.body.reason)),
    ),
    implement(routes.closeCampaign, (call) => changed(call, 'closed', end('close', call.body.reason))),
    implement(routes.reopenCampaign, (call) =>
      changed(call, 'reopened', ({ ended: _, ...campaign }) => ({
        ...campaign,
        status: stateAfter(campaignMachine, campaign.status, 'reopen'),
      })),
    ),
  ]
}
