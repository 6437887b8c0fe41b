import type { CalendarMonth } from '../domain/calendar-month.ts'
import { idFor } from '../domain/ids.ts'
import { WarrantyMailing } from '../domain/warranty-mailing.ts'
import { readFound, readMany, readOne, readPage, readWanted, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient, Write } from './table-client.ts'

/** A manufacturer has one mailing of a kind and month: the key is made from that. */
export function warrantyMailingIdOf(
  dealerId: string,
  { manufacturer, kind, month }: Pick<WarrantyMailing, 'manufacturer' | 'kind' | 'month'>,
): string {
  return idFor('warrantyMailing', dealerId, manufacturer, kind, month)
}

const key = (dealerId: string) => (mailingId: string) => ({
  pk: `${dealerId}#warranty-mailing#${mailingId}`,
  sk: 'warranty-mailing',
})

const ALL = 'warranty-mailings'
/** Sorts after every month. */
const LAST = '9999-12-31'
/** Those that wait for a yes, by the end of that wait. */
const AWAITING = 'awaiting-mailings'

export const warrantyMailingRecord = recordKind({
  entity: 'WarrantyMailing',
  schema: WarrantyMailing,
  key: ({ dealerId, mailingId }) => key(dealerId)(mailingId),
  attributes: ({ dealerId, mailingId, manufacturer, month, kind, status, approveBy }) => ({
    lookupPk: `${dealerId}#${ALL}`,
    // A manufacturer's name may have any character in it, so it stands last.
    lookupSk: [month, kind, mailingId, manufacturer].join('#'),
    ...(status === 'awaiting'
      ? { duePk: `${dealerId}#${AWAITING}`, dueSk: `${approveBy}#${mailingId}` }
      : {}),
  }),
})

/** Holds the transaction to it that nobody has drafted this mailing yet. */
export function notDraftedYet(dealerId: string, mailingId: string): Write {
  return { kind: 'check', key: key(dealerId)(mailingId), condition: { clause: 'absent' } }
}

export function warrantyMailingStore(client: TableClient) {
  return {
    byId: (dealerId: string, mailingId: string) =>
      readOne(client, warrantyMailingRecord, key(dealerId)(mailingId)),
    byIds: (dealerId: string, mailingIds: Iterable<string>) =>
      readMany(client, warrantyMailingRecord, mailingIds, key(dealerId)),
    /** A page of them, the last month in front, each as it is now. */
    newest: (dealerId: string, paging: Paging): Promise<Listed<WarrantyMailing>> =>
      readFound(client, warrantyMailingRecord, { dealerId, of: ALL, newestFirst: true, ...paging }),
    /** Those of one month, each as it is now: few manufacturers have two each. */
    ofMonth: (
      dealerId: string,
      { month, ...paging }: Paging & { readonly month: CalendarMonth },
    ): Promise<Listed<WarrantyMailing>> =>
      readFound(client, warrantyMailingRecord, { dealerId, of: ALL, prefix: `${month}#`, ...paging }),
    /**
     * A page of those of a kind and some manufacturers, of a month and later ones, each as it is now: of the others the keys
     * alone are read.
     */
    ofKindSince: (
      dealerId: string,
      {
        kind,
        month,
        manufacturer: isWanted,
      }: Pick<WarrantyMailing, 'kind' | 'month'> & { readonly manufacturer: (name: string) => boolean },
      paging: Paging,
    ): Promise<Listed<WarrantyMailing>> =>
      readWanted(
        client,
        warrantyMailingRecord,
        { dealerId, of: ALL, from: month, upTo: LAST, ...paging },
        (sort) => {
          const [, ofKind, , ...name] = sort.split('#')
          return ofKind === kind && isWanted(name.join('#'))
        },
      ),
    /** A page of those that wait for a yes, the longest wait first, as the index shows them. */
    awaiting: (dealerId: string, paging: Paging): Promise<Listed<WarrantyMailing>> =>
      readPage(client, warrantyMailingRecord, 'due', { dealerId, of: AWAITING, ...paging }),
  }
}
