import { MOST_CAMPAIGNS, withFaults, type NoticeEffect } from '../../shared/domain/notice-effect.ts'
import { listVins, takeBackList, type ListedVin } from '../../shared/due/plans/campaign-listing.ts'
import {
  applied,
  effectFault,
  failed,
  nothingFound,
  undone,
  type EffectWork,
  type StepOf,
} from './effect-step.ts'
import type { NoticeFacts } from './fact-sheet.ts'

/** A recall or a service campaign marks the cars that it lists, and what a recall owes their owners begins with that. */
export const campaignEffect: EffectWork = { work: list, undo: takeBack }

async function list(...[effect, context]: Parameters<StepOf>): ReturnType<StepOf> {
  const { notice, facts, dealer, stamp, store } = context
  const found = facts.vins.length
  if (found === 0) return { effect: nothingFound(effect, stamp), writes: [] }
  const told = effect.done === 0 ? withUnclear({ ...effect, found }, facts) : { ...effect, found }
  const vins = facts.vins.slice(effect.done).map((each) => listedVin(each, facts))
  if (vins.length === 0) return { effect: applied(told), writes: [] }
  const kind = effect.kind === 'recall' ? 'recall' : 'service_campaign'
  const { writes, done, campaignIds, counts } = await listVins(vins, { store, dealer, stamp, notice, kind })
  const together = [...new Set([...effect.campaignIds, ...campaignIds])]
  if (together.length > MOST_CAMPAIGNS)
    return { effect: failed(told, 'too-many-campaigns', stamp), writes: [] }
  const further: NoticeEffect = {
    ...told,
    done: effect.done + done,
    applied: effect.applied + counts.ours,
    skipped: effect.skipped + counts.unknownHere,
    campaignIds: together,
  }
  return { effect: further, writes }
}

/** The number that stands beside the VIN, else the only one that the notice names. */
function listedVin({ vin, campaign }: NoticeFacts['vins'][number], { campaigns }: NoticeFacts): ListedVin {
  const [only, ...others] = campaigns
  return { vin, number: campaign ?? (others.length === 0 ? only?.number : undefined) }
}

/** Of several numbers nobody knows which one a VIN without one is listed for: it is marked under none. */
function withUnclear(effect: NoticeEffect, { vins, campaigns }: NoticeFacts): NoticeEffect {
  const unclear = campaigns.length > 1 ? vins.filter(({ campaign }) => campaign === undefined) : []
  return withFaults(
    effect,
    unclear.map(({ at }) => effectFault({ code: 'campaign-unclear', at })),
  )
}

/** So many campaigns, with who took their lists back, are one transaction. */
const CAMPAIGNS_AT_ONCE = 40

async function takeBack(
  ...[effect, { notice, dealer, stamp, store }]: Parameters<StepOf>
): ReturnType<StepOf> {
  const some = effect.campaignIds.slice(effect.done, effect.done + CAMPAIGNS_AT_ONCE)
  if (some.length === 0) return { effect: undone(effect, stamp), writes: [] }
  const writes = await takeBackList(some, notice.noticeId, '通知撤回 the notice was taken back', {
    store,
    dealer,
    stamp,
  })
  return { effect: { ...effect, done: effect.done + some.length }, writes }
}
