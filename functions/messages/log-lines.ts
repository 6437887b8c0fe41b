import type { LogLine } from '../../shared/runtime/logger.ts'

export const lines = {
  relayed: { code: 'DELIVERIES_QUEUED', sentence: 'new deliveries were queued' },
  unreadableRecord: { code: 'STREAM_RECORD_UNREADABLE', sentence: 'a stream record is no delivery' },
  started: { code: 'DELIVERY_STARTED', sentence: 'a delivery was claimed' },
  completed: { code: 'DELIVERY_COMPLETED', sentence: 'a delivery was tried and its results recorded' },
  unreadableMail: { code: 'MAIL_UNREADABLE', sentence: 'a mail’s body could not be read: it is tried later' },
  damaged: { code: 'DELIVERY_DAMAGED', sentence: 'a delivery that cannot be read: nothing becomes of it' },
  messagesDamaged: {
    code: 'MESSAGES_DAMAGED',
    sentence: 'messages, or what must be known to send them, cannot be read: they wait until that is mended',
  },
  heldDamaged: {
    code: 'HELD_DAMAGED',
    sentence: 'a held message that cannot be read: it is left off the list',
  },
  triedDamaged: {
    code: 'TRIED_DAMAGED',
    sentence: 'a tried SMS that cannot be read: no receipt finds it',
  },
  failed: { code: 'DELIVERY_FAILED', sentence: 'a delivery failed before its results were recorded' },
  notRecorded: {
    code: 'RESULTS_NOT_RECORDED',
    sentence: 'the table did not take what came of a delivery: it is asked again',
  },
  notHinted: {
    code: 'DELIVERY_NOT_HINTED',
    sentence: 'the queue did not take a hint: the sweep of deliveries finds its delivery',
  },
  leaseLost: {
    code: 'DELIVERY_LEASE_LOST',
    sentence: 'a delivery took longer than its lease: only what the provider has accepted is recorded',
  },
  acceptancesLeft: {
    code: 'ACCEPTANCES_NOT_RECORDED',
    sentence:
      'what a provider accepted after the lease was over could not be recorded: its receipt will tell',
  },
  rowsMissing: {
    code: 'LEDGER_ROWS_MISSING',
    sentence: 'a delivery names messages that are not in the ledger: they are left out',
  },
  unavailable: {
    code: 'PROVIDER_UNAVAILABLE',
    sentence: 'messages are held for a person because the provider could not be used',
  },
  quota: { code: 'PROVIDER_QUOTA_REACHED', sentence: 'the provider’s allowance is used up' },
  held: { code: 'MESSAGES_HELD', sentence: 'messages are in doubt and held for a receipt or a person' },
  late: { code: 'DELIVERIES_LATE', sentence: 'deliveries that might have gone hours ago still wait' },
  rescued: { code: 'DELIVERIES_RESCUED', sentence: 'deliveries that needed looking after were queued again' },
  smsLogRead: { code: 'SMS_LOG_READ', sentence: 'lines of the delivery log were handed on as receipts' },
  smsLogUnreadable: {
    code: 'SMS_LOG_LINE_UNREADABLE',
    sentence: 'a line of the delivery log is no receipt: it is left',
  },
  receiptsRead: { code: 'RECEIPTS_READ', sentence: 'receipts were read, and what is new in them recorded' },
  receiptFailed: { code: 'RECEIPT_FAILED', sentence: 'a receipt could not be recorded: it comes again' },
  receiptForeign: { code: 'RECEIPT_FOREIGN', sentence: 'a receipt of a mail that is not ours' },
  receiptUnmatched: {
    code: 'RECEIPT_UNMATCHED',
    sentence: 'nobody can say which message a receipt is about: it is given up',
  },
  notArrived: { code: 'MESSAGE_NOT_ARRIVED', sentence: 'the provider says that a message did not arrive' },
  accounted: { code: 'DAY_ACCOUNTED', sentence: 'the day was added up' },
  unbalanced: { code: 'ACCOUNT_UNBALANCED', sentence: 'a message that was decided is not in the ledger' },
  calendarUnknown: {
    code: 'CALENDAR_UNKNOWN',
    sentence: 'the days off of a coming year are not known: weekdays count as working days until they are',
  },
  behind: { code: 'JOB_BEHIND', sentence: 'items that were due before today still wait: a job did not run' },
} as const satisfies Record<string, LogLine>
