import type { FunctionSpec } from './function-spec.ts'
import { reads, writes, deletes, deleting } from './table-actions.ts'

/** Of the bill of materials: what deals with manufacturers, their mail and what they owe. */
export const manufacturerFunctions = {
  'warranty-mail': {
    entry: 'functions/warranty/mail.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose:
      'Mails the warranty clerk what is not submitted, drafts manifests, and passes up what nobody approves',
    impact:
      'Claims stay unsubmitted unnoticed, and manufacturers get cards, vouchers and parts late or not at all.',
    access: {
      table: [...reads, 'PutItem', 'ConditionCheckItem'],
      indexes: ['due', 'lookup', 'related'],
      writesFiles: ['mail', 'manifests'],
    },
  },
  'warranty-mail-api': {
    entry: 'functions/warranty/mail-api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Shows the manifests to manufacturers, takes the yes to them, and corrects them',
    impact: 'Nobody can approve a manifest, so manufacturers get no cards, vouchers and parts.',
    access: {
      table: [...writes, 'ConditionCheckItem'],
      indexes: ['due', 'lookup'],
      readsFiles: ['manifests'],
      writesFiles: ['mail', 'manifests'],
    },
  },
  'notices-receive': {
    entry: 'functions/manufacturer-notices/receive.handler.ts',
    timeoutSeconds: 120,
    memoryMb: 1024, // a mail of 30 MB is held whole, decoded and as attachments
    purpose: "Reads manufacturers' mail, and passes each notice to whose work it is",
    impact:
      'Notices of the manufacturer wait unread: recalls, prices and deadlines are missed, and each costs money.',
    access: {
      table: [...reads, 'PutItem'],
      indexes: ['related'],
      readsFiles: ['inbox'],
      writesFiles: ['mail', 'notices'],
      knowsPublicUrl: true,
    },
    rings: [
      {
        code: 'MAIL_FOR_NOBODY',
        what: 'Mail came in at an address that is no dealer’s.',
        runbook: 'mail-for-nobody',
      },
    ],
  },
  'notices-api': {
    entry: 'functions/manufacturer-notices/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 1024, // a mail that is let out of quarantine is read again, up to 30 MB of it
    purpose: "Serves manufacturers' notices: who has read them, what is owed, and the answers",
    impact:
      'Notices of the manufacturer can be neither looked at nor answered, and each answer that is late costs money.',
    access: {
      table: [...reads, 'PutItem', 'DeleteItem'],
      indexes: ['due', 'lookup', 'related'],
      readsFiles: ['inbox', 'notices'],
      writesFiles: ['mail', 'notices'],
      knowsPublicUrl: true,
      knowsInboxDomain: true,
    },
  },
  'notices-daily': {
    entry: 'functions/manufacturer-notices/daily.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: 'Mails the information clerk each morning what of the notices is to be looked after',
    impact:
      'The information clerk does not see what is late, unread or in quarantine, and the day for an answer passes.',
    access: { table: [...reads, 'PutItem'], indexes: ['due', 'lookup', 'related'], writesFiles: ['mail'] },
  },
  'notice-effects': {
    entry: 'functions/manufacturer-notices/effects.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 1024, // the files of a notice are held whole, and the rows of the longest list beside them
    purpose:
      'Does what notices of the manufacturers bring: ordering days, price limits, settlements, recalls',
    impact: 'Ordering days, price limits, settlements and recalls are not known here until it runs again.',
    access: {
      table: deletes,
      indexes: ['due', 'lookup'],
      readsFiles: ['notices'],
    },
  },
  'notice-effects-api': {
    entry: 'functions/manufacturer-notices/effects-api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Shows what notices bring, and takes the yes to price lists',
    impact: 'New price limits of the manufacturer do not count, as nobody can say yes to them.',
    access: { table: [...reads, 'PutItem'] },
  },
  'notice-links': {
    entry: 'functions/manufacturer-notices/links.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Takes note of a notice by the link of its mail',
    impact: 'Whoever takes note of a notice from the mail cannot, and is reminded of it.',
    access: { table: writes },
  },
  'warranty-api': {
    entry: 'functions/warranty/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves what a car is covered for and its statutory ledger, and times what customers ask for',
    impact:
      'The desk does not see what is covered or what the law gives a customer, whose request may go unanswered.',
    access: { table: writes, indexes: ['related'] },
  },
  'warranty-claims-api': {
    entry: 'functions/warranty/claims-api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves and takes claims on the manufacturers, replaced parts and settlement statements',
    impact: 'Claims are neither submitted in time nor settled, and nobody sees where replaced parts are.',
    access: { table: [...deleting, 'ConditionCheckItem'], indexes: ['due', 'related', 'lookup'] },
  },
  'warranty-sweep': {
    entry: 'functions/warranty/sweep.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: 'Opens warranty claims on what imports tell was delivered at the cost of the manufacturer',
    impact: 'What the manufacturer owes for is not claimed in time, and the dealer bears the cost itself.',
    access: { table: deletes, indexes: ['related', 'lookup'] },
  },
} as const satisfies Readonly<Record<string, FunctionSpec>>
