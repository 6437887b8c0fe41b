import * as z from 'zod'
import { Policy } from '../domain/policy.ts'
import { Instant } from '../domain/time.ts'
import { readMany, readPage, readSortsFrom, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (policyId: string) => ({
  pk: `${dealerId}#policy#${policyId}`,
  sk: 'policy',
})

/** Among what belongs to a vehicle: its policies, by the day on which they end. */
const ofVehicle = 'policy#'

export const policyRecord = recordKind({
  entity: 'Policy',
  schema: Policy,
  key: ({ dealerId, policyId }) => key(dealerId)(policyId),
  attributes: (policy) => {
    const { dealerId, vehicleId, endsOn, policyId } = policy
    return {
      relatedPk: `${dealerId}#vehicle#${vehicleId}`,
      relatedSk: `${ofVehicle}${endsOn}#${policyId}`,
      ...renewalKeys(policy),
    }
  },
})

/** Policies that renew another one, by when that was recorded, with what reports count of them. */
const RENEWALS = 'renewals'

function renewalKeys({ dealerId, renews, ended, createdAt, premiumFen }: Policy) {
  if (renews === undefined || ended?.kind === 'cancelled') return {}
  return { lookupPk: `${dealerId}#${RENEWALS}`, lookupSk: `${createdAt}#${String(premiumFen)}` }
}

/** A renewal, as reports count it. */
export interface CountedRenewal {
  readonly at: Instant
  readonly premiumFen: number
}

const RenewalWords = z.tuple([Instant, z.string().regex(/^\d+$/).transform(Number)])

function renewalIn(sort: string): CountedRenewal {
  const [at, premiumFen] = RenewalWords.parse(sort.split('#'))
  return { at, premiumFen }
}

export function policyStore(client: TableClient) {
  return {
    byIds: (dealerId: string, policyIds: Iterable<string>) =>
      readMany(client, policyRecord, policyIds, key(dealerId)),
    /** The renewals that were recorded since and were not given back, the last first, as the index shows them. */
    async renewalsSince(dealerId: string, since: Instant): Promise<CountedRenewal[]> {
      return (await readSortsFrom(client, { dealerId, of: RENEWALS, from: since })).map(renewalIn)
    },
    /** A page of a vehicle's policies of both kinds, the one that ends last first, as the index shows them. */
    ofVehicle: (dealerId: string, vehicleId: string, paging: Paging) =>
      readPage(client, policyRecord, 'related', {
        dealerId,
        of: `vehicle#${vehicleId}`,
        prefix: ofVehicle,
        newestFirst: true,
        ...paging,
      }),
  }
}
