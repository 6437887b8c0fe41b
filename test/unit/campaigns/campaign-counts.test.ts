import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  campaignCounts,
  CampaignVehicleStatus,
  isListed,
  type CountedCar,
} from '../../../shared/domain/campaign.ts'
import { campaignOf } from '../../support/campaign-builders.ts'

/** A VIN on some of three lists, as it is told: by the first of them. */
const Listed = fc.record({
  lists: fc.uniqueArray(fc.nat(2), { minLength: 1 }).map((all) => all.sort()),
  /** Unknown when its first list was read; a car of the dealer's by now, or still not. */
  was: fc.constantFrom('ours', 'came-in', 'stranger'),
  status: fc.constantFrom(...CampaignVehicleStatus.options),
  left: fc.boolean(),
})

describe('how far a campaign has come', () => {
  it('adds up, whichever lists were taken back and whoever came in since', () => {
    fc.assert(
      fc.property(fc.array(Listed), fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (vins, back) => {
        const [template] = campaignOf().lists
        const campaign = {
          lists: back.map((isBack, place) => ({
            ...template!,
            listed: vins.filter(({ lists }) => lists.includes(place)).length,
            unknownHere: vins.filter(({ lists: [first], was }) => first === place && was !== 'ours').length,
            ...(isBack && { takenBack: { at: template!.at, by: 'x' } }),
          })),
        }
        const cars = vins.flatMap(({ was, ...car }): CountedCar[] =>
          was === 'stranger' ? [] : [{ ...car, unknownThen: was === 'came-in', sms: false, informed: false }],
        )
        const counts = campaignCounts(campaign, cars)
        expect(counts.listed).toBe(counts.ours + counts.unknownHere)
        expect(counts.ours).toBe(counts.open + counts.doneHere + counts.doneElsewhere + counts.notApplicable)
        expect(counts.ours).toBe(
          vins.filter((vin) => vin.was !== 'stranger' && isListed(campaign, vin)).length,
        )
        // A stranger counts with the list that named it first, and no more once that one is taken back.
        const strangers = vins.filter(({ was, lists }) => was === 'stranger' && back[lists[0]!] === false)
        expect(counts.unknownHere).toBe(strangers.length)
      }),
    )
  })
})
