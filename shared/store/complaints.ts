import { Complaint, isOpenComplaint, type ComplaintStatus } from '../domain/complaint.ts'
import type { ComplaintMatter } from '../domain/complaint-severity.ts'
import { ComplaintTally } from '../domain/complaint-tally.ts'
import { idFor } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import {
  placeIn,
  readMany,
  readOne,
  readPage,
  readTogether,
  readWanted,
  type Listed,
  type Paging,
  type Place,
} from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A number is one complaint's: the key is made from it. */
export function complaintIdOf(dealerId: string, number: string): string {
  return idFor('complaint', dealerId, number)
}

const key = (dealerId: string) => (complaintId: string) => ({
  pk: `${dealerId}#complaint#${complaintId}`,
  sk: 'complaint',
})
const tallyKey = (dealerId: string) => (subjectId: string) => ({
  pk: `${dealerId}#complaint-tally#${subjectId}`,
  sk: 'complaint-tally',
})

/** Among what belongs to a customer: the complaints. */
const ofCustomer = 'complaint#'
/** All of them, by when the customer complained. */
const FILED = 'complaints'
/** Those about which something is to be done, by when their answer is or was owed. */
const OPEN = 'open-complaints'
/** In the list's sort key, where nobody is responsible. */
const NOBODY = '-'

export const complaintRecord = recordKind({
  entity: 'Complaint',
  schema: Complaint,
  key: ({ dealerId, complaintId }) => key(dealerId)(complaintId),
  attributes: (complaint) => {
    const { dealerId, complaintId, customerId, filedAt, answerDueAt, status, matter } = complaint
    return {
      relatedPk: `${dealerId}#customer#${customerId}`,
      relatedSk: `${ofCustomer}${filedAt}#${complaintId}`,
      lookupPk: `${dealerId}#${FILED}`,
      lookupSk: `${filedAt}#${status}#${matter}#${complaint.ownerId ?? NOBODY}#${complaintId}`,
      ...(isOpenComplaint(complaint)
        ? { duePk: `${dealerId}#${OPEN}`, dueSk: `${answerDueAt}#${complaintId}` }
        : {}),
    }
  },
})

export const complaintTallyRecord = recordKind({
  entity: 'ComplaintTally',
  schema: ComplaintTally,
  key: ({ dealerId, subjectId }) => tallyKey(dealerId)(subjectId),
})

/** Which of them; all of them without a word. */
export interface WantedComplaints {
  readonly status?: ComplaintStatus | undefined
  readonly ownerId?: string | undefined
}

/** Filed from the one moment on and before the other. */
export interface FiledIn extends WantedComplaints {
  readonly matter?: ComplaintMatter | undefined
  readonly from: Instant
  readonly until: Instant
}

/** The place of a complaint in the list of any vehicle: by when it was filed. */
export function placeOfVehicle({ complaintId, filedAt }: Pick<Complaint, 'complaintId' | 'filedAt'>): Place {
  return [`${filedAt}#${complaintId}`, complaintId, 'complaint-tally']
}

export function complaintStore(client: TableClient) {
  const talliesOf = (dealerId: string, subjectIds: Iterable<string>) =>
    readMany(client, complaintTallyRecord, subjectIds, tallyKey(dealerId))
  return {
    byId: (dealerId: string, complaintId: string) =>
      readOne(client, complaintRecord, key(dealerId)(complaintId)),
    byIds: (dealerId: string, complaintIds: Iterable<string>) =>
      readMany(client, complaintRecord, complaintIds, key(dealerId)),
    /** What customers and vehicles have complained of before, as it is now, by their ids. */
    talliesOf,
    /**
     * A page of a customer's complaints, the newest first, as the index shows them. Somebody who stood in the books more
     * than once has several ids; all of their lists are laid together.
     */
    ofCustomer: (
      dealerId: string,
      customerIds: readonly string[],
      paging: Paging,
    ): Promise<Listed<Complaint>> =>
      readTogether(
        client,
        complaintRecord,
        { dealerId, owners: customerIds.map((id) => `customer#${id}`), prefix: ofCustomer },
        paging,
      ),
    /**
     * A page of the complaints about a vehicle, under any of the car's records, the newest first, each as it is now; the
     * last hundred of each record.
     */
    async ofVehicle(
      dealerId: string,
      vehicleIds: readonly string[],
      { limit, after }: Paging,
    ): Promise<Listed<Complaint>> {
      const tallies = await talliesOf(dealerId, vehicleIds)
      const listed = [...tallies.values()]
        .flatMap(({ complaints }) => complaints)
        .map((each) => ({ id: each.complaintId, place: placeOfVehicle(each) }))
        .filter(({ place: [sort] }) => after === undefined || sort < after[0])
        .sort((a, b) => (a.place[0] < b.place[0] ? 1 : -1))
      const shown = listed.slice(0, limit)
      const ids = shown.map(({ id }) => id)
      const found = await readMany(client, complaintRecord, ids, key(dealerId))
      const next = listed.length > shown.length ? shown.at(-1)?.place : undefined
      return { items: [...found.values()], next }
    },
    /** A page of what is open, what is owed first at the top, as the index shows it. */
    async open(dealerId: string, which: WantedComplaints, paging: Paging): Promise<Listed<Complaint>> {
      const items: Complaint[] = []
      let { after } = paging
      do {
        const page = await readPage(client, complaintRecord, 'due', { dealerId, of: OPEN, ...paging, after })
        items.push(...page.items.filter((complaint) => isWanted(complaint, which)))
        after = page.next
      } while (after !== undefined && items.length <= paging.limit)
      const shown = items.slice(0, paging.limit)
      const last = shown.at(-1)
      const more = items.length > shown.length || after !== undefined
      return {
        items: shown,
        next: more && last !== undefined ? placeIn(complaintRecord, 'due', last) : undefined,
      }
    },
    /** A page of those that were filed in a period, in that order, each as it is now. */
    async filed(dealerId: string, which: FiledIn, paging: Paging): Promise<Listed<Complaint>> {
      const { status, ownerId, matter, from, until } = which
      const page = await readWanted(
        client,
        complaintRecord,
        { dealerId, of: FILED, from, upTo: until, ...paging },
        (sort) => {
          const [, state, about, owner] = sort.split('#')
          return (status ?? state) === state && (matter ?? about) === about && (ownerId ?? owner) === owner
        },
      )
      // The index may be a little late: what has moved on meanwhile is left out.
      const items = page.items.filter(
        (complaint) => isWanted(complaint, which) && (matter ?? complaint.matter) === complaint.matter,
      )
      return { items, next: page.next }
    },
  }
}

function isWanted(complaint: Complaint, { status, ownerId }: WantedComplaints): boolean {
  return (
    (status ?? complaint.status) === complaint.status &&
    (ownerId === undefined || ownerId === complaint.ownerId)
  )
}
