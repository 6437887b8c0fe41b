import { createHash } from 'node:crypto'
import { idFor } from '../domain/ids.ts'
import {
  isOpenNotice,
  Notice,
  ReceivedMail,
  SenderMailId,
  type KindOfNotice,
  type NoticeStatus,
} from '../domain/notice.ts'
import type { RoleCode } from '../domain/roles.ts'
import type { Instant } from '../domain/time.ts'
import { readMany, readOne, readPage, readWanted, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A mail that SES hands over twice is one: the key is made from SES's id of it. */
export function receivedMailIdOf(dealerId: string, providerId: string): string {
  return idFor('receivedMail', dealerId, providerId)
}

/** What makes a mail the same notice as another. */
export interface NoticeIdentity {
  readonly mailId: string
  readonly trusted: boolean
  readonly messageIdHeader?: string | undefined
  readonly fingerprint: string
}

/**
 * The same id of the sender's and the same content are one notice; a mail without such an id is the same as no other. What
 * is not trusted is another one, however alike: it must not come before the real one, nor vanish in it.
 */
export function noticeIdOf(dealerId: string, mail: NoticeIdentity): string {
  const { mailId, trusted, messageIdHeader = mailId, fingerprint } = mail
  return idFor('notice', dealerId, trusted ? 'trusted' : 'quarantined', messageIdHeader, fingerprint)
}

export function senderMailIdOf(messageIdHeader: string): string {
  return createHash('sha256').update(messageIdHeader).digest('hex').slice(0, 32)
}

const key = (dealerId: string) => (noticeId: string) => ({
  pk: `${dealerId}#notice#${noticeId}`,
  sk: 'notice',
})
const mailKey = (dealerId: string) => (mailId: string) => ({
  pk: `${dealerId}#received-mail#${mailId}`,
  sk: 'received-mail',
})
const senderKey = (dealerId: string) => (senderMailId: string) => ({
  pk: `${dealerId}#sender-mail-id#${senderMailId}`,
  sk: 'sender-mail-id',
})

/** All of them, by when they came in. */
const RECEIVED = 'notices'
const MAILS = 'received-mails'
/** Those about which something is to be done, what is to be answered first in front. */
const OPEN = 'open-notices'
/** In the list's sort key, where nobody is responsible. */
const NOBODY = '-'
/** Sorts behind every day: no answer is asked for. */
const NEVER = '9999-12-31'
/** Sorts behind all days: strangers may fill the quarantine, and what is real must not come behind what they send. */
const QUARANTINED = 'quarantined'

export const noticeRecord = recordKind({
  entity: 'Notice',
  schema: Notice,
  key: ({ dealerId, noticeId }) => key(dealerId)(noticeId),
  attributes: (notice) => {
    const { dealerId, noticeId, receivedAt, status, kind, role, ownerId = NOBODY, answerBy = NEVER } = notice
    const place = status === 'quarantined' ? QUARANTINED : answerBy
    return {
      lookupPk: `${dealerId}#${RECEIVED}`,
      lookupSk: `${receivedAt}#${status}#${kind}#${role}#${ownerId}#${noticeId}`,
      ...(isOpenNotice(notice)
        ? { duePk: `${dealerId}#${OPEN}`, dueSk: `${place}#${receivedAt}#${noticeId}` }
        : {}),
    }
  },
})

export const receivedMailRecord = recordKind({
  entity: 'ReceivedMail',
  schema: ReceivedMail,
  key: ({ dealerId, mailId }) => mailKey(dealerId)(mailId),
  attributes: ({ dealerId, receivedAt, mailId, repeats, noticeId }) => ({
    lookupPk: `${dealerId}#${MAILS}`,
    lookupSk: `${receivedAt}#${mailId}`,
    ...(repeats !== undefined && noticeId !== undefined
      ? { relatedPk: `${dealerId}#${noticeId}`, relatedSk: `repetition#${receivedAt}#${mailId}` }
      : {}),
  }),
})

export const senderMailIdRecord = recordKind({
  entity: 'SenderMailId',
  schema: SenderMailId,
  key: ({ dealerId, senderMailId }) => senderKey(dealerId)(senderMailId),
})

/** Which of them; all of them without a word. */
export interface WantedNotices {
  readonly status?: NoticeStatus | undefined
  readonly kind?: KindOfNotice | undefined
  readonly role?: RoleCode | undefined
  readonly ownerId?: string | undefined
}

export function noticeStore(client: TableClient) {
  return {
    byId: (dealerId: string, noticeId: string) => readOne(client, noticeRecord, key(dealerId)(noticeId)),
    byIds: (dealerId: string, noticeIds: Iterable<string>) =>
      readMany(client, noticeRecord, noticeIds, key(dealerId)),
    /** A mail as it was received. */
    mailById: (dealerId: string, mailId: string) =>
      readOne(client, receivedMailRecord, mailKey(dealerId)(mailId)),
    mailsByIds: (dealerId: string, mailIds: Iterable<string>) =>
      readMany(client, receivedMailRecord, mailIds, mailKey(dealerId)),
    /** What has come in under a sender's id. */
    underSenderId: (dealerId: string, messageIdHeader: string) =>
      readOne(client, senderMailIdRecord, senderKey(dealerId)(senderMailIdOf(messageIdHeader))),
    /** A page of what is open, what is to be answered first in front, as the index shows it. */
    open: (dealerId: string, paging: Paging): Promise<Listed<Notice>> =>
      readPage(client, noticeRecord, 'due', { dealerId, of: OPEN, ...paging }),
    /** A page of those received in a period that are wanted, the newest first, each as it is now. */
    received: (
      dealerId: string,
      { from, until, ...which }: WantedNotices & { readonly from: Instant; readonly until: Instant },
      paging: Paging,
    ): Promise<Listed<Notice>> =>
      readWanted(
        client,
        noticeRecord,
        { dealerId, of: RECEIVED, from, upTo: until, newestFirst: true, ...paging },
        (sort) => {
          const [, status, kind, role, ownerId] = sort.split('#')
          return (
            (which.status ?? status) === status &&
            (which.kind ?? kind) === kind &&
            (which.role ?? role) === role &&
            (which.ownerId ?? ownerId) === ownerId
          )
        },
      ),
    /** A page of the mails that brought a notice again, the newest first, as the index shows them. */
    repetitions: (dealerId: string, noticeId: string, paging: Paging): Promise<Listed<ReceivedMail>> =>
      readPage(client, receivedMailRecord, 'related', {
        dealerId,
        of: noticeId,
        prefix: 'repetition#',
        newestFirst: true,
        ...paging,
      }),
    /** A page of every mail that came in in a period, the newest first, each as it is now. */
    mailsReceived: (
      dealerId: string,
      { from, until }: { readonly from: Instant; readonly until: Instant },
      paging: Paging,
    ): Promise<Listed<ReceivedMail>> =>
      readWanted(
        client,
        receivedMailRecord,
        { dealerId, of: MAILS, from, upTo: until, newestFirst: true, ...paging },
        () => true,
      ),
  }
}
