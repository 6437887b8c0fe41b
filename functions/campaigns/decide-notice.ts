import { notToBeTold, type Campaign, type CampaignVehicle } from '../../shared/domain/campaign.ts'
import type { Customer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { WaitingDueItem } from '../../shared/domain/due-item.ts'
import { mayContact, type ContactFacts } from '../../shared/domain/may-contact.ts'
import { sendAfter, windowOf } from '../../shared/domain/send-window.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { RECALL_NOTICES } from '../../shared/due/plans/recall-notices.ts'
import type { Decision } from '../../shared/due/purpose.ts'
import { campaignVehicleRecord } from '../../shared/store/campaigns.ts'
import { recallText } from './wording.ts'

export interface RecallFacts extends Pick<ContactFacts, 'suppression'> {
  readonly dealer: Dealer
  readonly campaign: Campaign | undefined
  /** The car that counts, where records were merged. */
  readonly vehicle: Vehicle | undefined
  /** What the recall says of it, under each of its VINs. */
  readonly marks: readonly CampaignVehicle[]
  readonly owner: Customer | undefined
}

/** What becomes of the SMS about a recall whose moment has come: it goes out, or the reason why not. Pure. */
export function decideNotice(item: WaitingDueItem, facts: RecallFacts, now: Instant): Decision {
  const { dealer, campaign, vehicle, marks, owner } = facts
  const reason = heldBackBecause(facts)
  const skip = (because: string): Decision => ({
    kind: 'skip',
    reason: because,
    step: item.step,
    superseded: [],
    writes: [],
    next: undefined,
  })
  if (reason !== undefined) return skip(reason)
  if (vehicle === undefined) return skip('vehicle-unknown')
  if (owner === undefined) return skip('customer-unknown')
  const { template, text, segments } = recallText({
    signature: dealer.signature,
    dealerPhone: dealer.phone,
    ownerName: owner.name,
    gender: owner.gender,
    plate: vehicle.plate,
    model: vehicle.model,
    number: campaign?.number,
  })
  return {
    kind: 'send',
    step: item.step,
    superseded: [],
    next: undefined,
    // Held to the marks as they were read: what is just being said of the car counts.
    writes: marks.map((mark) =>
      campaignVehicleRecord.put({ ...mark, smsAt: now }, { at: now, by: RECALL_NOTICES }),
    ),
    draft: {
      subject: `vehicle#${vehicle.vehicleId}`,
      messageClass: 'safety',
      channel: 'sms',
      // As the vehicle names the owner, so that a merge in between does not look like another owner.
      recipient: { kind: 'customer', id: vehicle.customerId },
      template,
      text,
      segments,
      sendAfter: sendAfter(now, windowOf(dealer.settings, 'safety'), dealer.zone),
    },
  }
}

function heldBackBecause({
  dealer,
  campaign,
  vehicle,
  marks,
  owner,
  suppression,
}: RecallFacts): string | undefined {
  if (vehicle === undefined) return 'vehicle-unknown'
  if (vehicle.status !== 'active') return `vehicle-${vehicle.status}`
  const over = notToBeTold(campaign, marks)
  if (over !== undefined) return over
  // Another record of the same car, or one that was merged into it, was told of.
  if (marks.some(({ smsAt }) => smsAt !== undefined)) return 'already-told'
  const verdict = mayContact(RECALL_NOTICES, dealer, { customer: owner, consent: undefined, suppression })
  return verdict.allowed ? undefined : verdict.reason
}
