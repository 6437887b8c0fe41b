import type { FunctionSpec } from './function-spec.ts'
import { braked, damaged, held, late, undecided } from './log-alarms.ts'
import { manufacturerFunctions } from './manufacturer-functions.ts'
import { reads, writes, deletes, deleting } from './table-actions.ts'

/**
 * The bill of materials: every Lambda function, what it does, who suffers when it fails, and all it may touch.
 * Whatever a function may touch it is also told by environment variable, and nothing else.
 */

export const functions = {
  'run-import': {
    entry: 'functions/imports/run-import.handler.ts',
    timeoutSeconds: 900, // Lambda's longest; a longer file goes on in a new message
    memoryMb: 1024,
    purpose: "Reads a dealer's export files into records, and takes them back",
    impact:
      "A dealer's export is not taken over: its customers are reminded and listed by yesterday's facts.",
    access: {
      table: deletes,
      indexes: ['related'],
      readsFiles: ['imports', 'undo'],
      writesFiles: ['reports', 'undo'],
      sendsTo: ['imports'],
    },
  },
  'imports-api': {
    entry: 'functions/imports/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Takes exports over HTTP: says where they are uploaded, starts imports, tells what came of them',
    impact:
      "Clerks cannot hand in a dealer's exports or see which rows were refused: records stay as they were.",
    access: {
      table: [...reads, 'PutItem'],
      indexes: ['related'],
      readsFiles: ['imports', 'reports'],
      // Nothing is written here, but the forms that it signs are worth what it may do itself.
      writesFiles: ['imports'],
      sendsTo: ['imports'],
    },
  },
  'maintenance-sweep': {
    entry: 'functions/maintenance-reminders/sweep.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: "Decides today's maintenance reminders",
    impact:
      'Customers whose service is near are not reminded today, and the workshop has fewer cars coming in.',
    access: { table: writes, indexes: ['due'] },
    rings: [braked, ...undecided],
  },
  'appointments-sweep': {
    entry: 'functions/appointment-reminders/sweep.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: 'Decides the reminders of appointments whose moment has come',
    impact:
      "Customers are not reminded of tomorrow's appointment: some do not come, and their bay stands empty.",
    access: { table: writes, indexes: ['due'] },
    rings: [braked, ...undecided],
  },
  'recall-sweep': {
    entry: 'functions/campaigns/sweep.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose:
      'Decides the SMS to owners of recalled cars, ends calls about recalls, and finds cars that came in',
    impact: 'Owners of recalled cars are not told by SMS, and go on driving a car that may not be safe.',
    access: { table: writes, indexes: ['due', 'lookup', 'related'] },
    rings: [braked, ...undecided],
  },
  'campaigns-api': {
    entry: 'functions/campaigns/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose:
      'Serves recalls and service campaigns, the cars that they concern, and takes what is done about them',
    impact:
      'The desk does not see that a car is recalled, and a wrong list cannot be taken back before it is told.',
    access: { table: [...reads, 'PutItem'], indexes: ['lookup', 'related'] },
  },
  'renewal-sweep': {
    entry: 'functions/insurance-renewals/sweep.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: "Puts vehicles whose contact is due on the renewal specialists' lists",
    impact:
      "Renewal specialists miss vehicles on today's call list, and their customers' insurance may lapse.",
    access: { table: deleting, indexes: ['due'] },
    rings: undecided,
  },
  'renewal-lists': {
    entry: 'functions/insurance-renewals/send-lists.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: 'Mails each renewal specialist the call list of the day',
    impact:
      'Renewal specialists start the day without their call list, the insurance manager without the summary.',
    access: { table: deleting, indexes: ['related'], writesFiles: ['mail'] },
  },
  'renewal-api': {
    entry: 'functions/insurance-renewals/api.handler.ts',
    timeoutSeconds: 29, // the gateway hangs up after 30
    memoryMb: 512,
    purpose: 'Serves call lists and takes the outcomes of calls',
    impact: 'Renewal specialists cannot read their list or record an outcome, so customers are called twice.',
    access: { table: deleting },
  },
  'policies-api': {
    entry: 'functions/policies/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves and takes policies, their claims and renewals',
    impact: 'A renewal cannot be recorded, so the customer who has renewed is called again.',
    access: { table: deleting, indexes: ['related'] },
  },
  'customers-api': {
    entry: 'functions/customers/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves and takes customers, what they agreed to, and what they ask of their data',
    impact: 'Nobody can be taken in or looked up at the desk, and a refusal cannot be written down.',
    access: { table: deleting, indexes: ['lookup', 'related'] },
  },
  'vehicles-api': {
    entry: 'functions/vehicles/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves and takes vehicles: whose they are, what they have run, and what happened to them',
    impact: 'At the desk no car can be taken in or looked up, and the reminders of one that was sold go on.',
    access: { table: [...deleting, 'ConditionCheckItem'], indexes: ['lookup', 'related'] },
  },
  'staff-api': {
    entry: 'functions/staff/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose:
      'Serves and takes who works here, who is away and who stands in, and what manufacturers hear of it',
    impact: 'Leave and departures cannot be recorded, so work waits with people who are not there.',
    access: { table: deleting, indexes: ['due', 'lookup', 'related'] },
  },
  'team-records-api': {
    entry: 'functions/team-records/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves and takes what teams write down: meetings, trainings, and what their equipment lacks',
    impact:
      'Minutes, trainings and equipment checks cannot be recorded, and what they prove is told as late.',
    access: { table: [...reads, 'PutItem'], indexes: ['lookup', 'related'] },
  },
  'staff-hand-on': {
    entry: 'functions/staff/hand-on.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: 'Gives the open orders and complaints of those who have left to whoever does their work now',
    impact: 'Open repair orders, visits and complaints of somebody who has left stay on the list of nobody.',
    access: { table: [...reads, 'PutItem'], indexes: ['due', 'lookup', 'related'] },
    rings: [
      {
        code: 'ORDERS_WITHOUT_ANYBODY',
        what: 'Open orders of somebody who has left stay: nobody is employed from their role to the top.',
        runbook: 'orders-without-anybody',
      },
    ],
  },
  'orders-api': {
    entry: 'functions/orders/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves repair orders from the appointment to the delivery, and what parts cost',
    impact:
      'The desk can neither take cars in nor quote, agree, invoice or hand them out, and customers do not hear when their car is ready.',
    access: { table: deleting, indexes: ['related', 'lookup'] },
  },
  'dealer-api': {
    entry: 'functions/dealers/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves and takes what a dealer has set: hours, steps, brakes, plans, manufacturers',
    impact: 'A manager cannot change hours, plans or brakes; everything goes on as it was set before.',
    access: { table: [...reads, 'PutItem'], knowsZones: true },
  },
  'dealers-replan': {
    entry: 'functions/dealers/replan.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose:
      "Moves what waits for a dealer's vehicles, appointments and duties to where changed settings want it",
    impact:
      'Reminders, calls and deadlines that wait keep the days of the old settings until their record changes.',
    access: { table: [...deleting, 'ConditionCheckItem'], indexes: ['lookup', 'related'] },
  },
  'duties-api': {
    entry: 'functions/report-deadlines/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves and takes what each role owes, the calendar of it and the addresses of calendar feeds',
    impact: 'Nobody sees what is owed when and by whom, and a duty cannot be changed or switched off.',
    access: { table: [...reads, 'PutItem'], indexes: ['lookup', 'related'] },
  },
  'deadlines-sweep': {
    entry: 'functions/report-deadlines/sweep.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose:
      'Opens what is owed, reminds of it, tells above what is late, and mails each morning what the day owes',
    impact:
      'Nobody is reminded of a report, and nobody above hears that one is late: it may cost real money.',
    access: { table: deleting, indexes: ['due', 'lookup', 'related'], writesFiles: ['mail'] },
    rings: [
      ...undecided,
      {
        code: 'DEADLINES_DAMAGED',
        what: 'Deadlines cannot be read, so nobody is told of them.',
        runbook: 'damaged-deadlines',
      },
      {
        code: 'WORKING_DAYS_UNKNOWN',
        what: 'Duties were opened by weekdays alone: the working days of their year are not known.',
        runbook: 'working-days-unknown',
      },
    ],
  },
  'calendar-feed': {
    entry: 'functions/report-deadlines/feed.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves what a person or a role owes to calendar programs, at a secret address',
    impact: "What is owed is missing from people's own calendars, and what has changed looks as it was.",
    // Whoever finds the address may call it, so it can change nothing.
    access: { table: reads },
  },
  'business-reports': {
    entry: 'functions/business-reports/drafts.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: "Drafts each day's and each month's business report, and counts the days before anew",
    impact: 'The information clerk has no report to confirm, and the target board stays as it was.',
    access: { table: [...reads, 'PutItem'], indexes: ['lookup', 'related'] },
  },
  'business-reports-api': {
    entry: 'functions/business-reports/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves business reports and the target board, and takes their confirmation and targets',
    impact: 'Reports cannot be confirmed, so the general manager does not get them; nobody sees the board.',
    access: { table: [...reads, 'PutItem'], indexes: ['lookup'], writesFiles: ['mail'] },
  },
  'messages-relay': {
    entry: 'functions/messages/relay.handler.ts',
    timeoutSeconds: 60,
    memoryMb: 256,
    purpose: 'Passes new deliveries from the table to the queue',
    impact: 'Messages to customers and staff leave late: up to ten minutes, until the rescuer picks them up.',
    access: { sendsTo: ['deliveries'] },
  },
  'messages-deliver': {
    entry: 'functions/messages/deliver.handler.ts',
    timeoutSeconds: 120,
    memoryMb: 512,
    purpose: 'Sends SMS and mail, once each, and records what the provider said',
    impact: 'Customers do not get their SMS and staff do not get their mail.',
    access: { table: writes, readsFiles: ['mail'], sendsTo: ['deliveries'], sends: ['mail', 'sms'] },
    rings: [
      held,
      damaged,
      late,
      {
        code: 'PROVIDER_QUOTA_REACHED',
        what: "The provider's allowance for SMS or mail is used up.",
        runbook: 'provider-quota',
      },
      {
        code: 'PROVIDER_UNAVAILABLE',
        what: 'Messages are held for a person: the provider could not be used for more than an hour.',
        runbook: 'provider-unavailable',
      },
    ],
  },
  'messages-rescue': {
    entry: 'functions/messages/rescue.handler.ts',
    timeoutSeconds: 120,
    memoryMb: 512,
    purpose: 'Queues messages again that wait for their hour or were forgotten on the way',
    impact: 'Messages that wait for their hour, or that lost their way, are not sent.',
    access: { table: writes, indexes: ['due'], sendsTo: ['deliveries'] },
    rings: [
      held,
      damaged,
      late,
      {
        code: 'DELIVERY_DAMAGED',
        what: 'Deliveries cannot be read, so none of their messages leaves.',
        runbook: 'damaged-messages',
      },
      {
        code: 'DELIVERY_FAILED',
        what: 'A delivery whose worker died could not be settled: its messages are neither sent nor held.',
        runbook: 'damaged-messages',
      },
    ],
  },
  'messages-sms-log': {
    entry: 'functions/messages/sms-log.handler.ts',
    timeoutSeconds: 30,
    memoryMb: 256,
    purpose: "Hands SNS's delivery log on as receipts",
    impact: 'SMS in doubt stay held until a person looks them up, and nobody sees which SMS did not arrive.',
    access: { sendsTo: ['receipts'] },
  },
  'messages-receipts': {
    entry: 'functions/messages/receipts.handler.ts',
    timeoutSeconds: 60,
    memoryMb: 512,
    purpose: 'Records what the providers say of the messages that they took',
    impact:
      'Messages in doubt stay held until a person looks them up, and addresses that bounce are written to again.',
    access: { table: writes, indexes: ['due', 'related'], sendsTo: ['receipts'] },
    rings: [
      {
        code: 'TRIED_DAMAGED',
        what: 'SMS that were sent cannot be read, so no receipt finds them.',
        runbook: 'damaged-messages',
      },
      {
        code: 'RECEIPT_UNMATCHED',
        what: 'A provider speaks of a message that the ledger does not know.',
        runbook: 'receipt-unmatched',
      },
    ],
  },
  'messages-account': {
    entry: 'functions/messages/account.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose: 'Adds up per dealer and job what was due, sent, held back, deferred and failed',
    impact: 'The service manager has no proof that everybody who was due was dealt with.',
    access: { table: reads, indexes: ['due', 'related'] },
    rings: [
      {
        code: 'ACCOUNT_UNBALANCED',
        what: 'The day does not balance: messages were decided that the ledger does not have.',
        runbook: 'account-unbalanced',
      },
      {
        code: 'JOB_BEHIND',
        what: 'Items that were due before today still wait: a job did not get to them.',
        runbook: 'job-is-behind',
      },
    ],
  },
  'messages-api': {
    entry: 'functions/messages/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose:
      'Serves the ledger: what was decided on a day, why, what became of each message, and what is held for a person',
    impact:
      "Managers cannot look up whom a day's jobs told, held back or failed to reach, nor decide on what is held.",
    access: { table: [...reads, 'PutItem'], indexes: ['due'] },
    rings: [
      {
        code: 'HELD_DAMAGED',
        what: 'Held messages cannot be read, so they are not on the list of those who decide.',
        runbook: 'damaged-messages',
      },
    ],
  },
  'documentation-api': {
    entry: 'functions/documentation/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 256,
    purpose: 'Serves the description of the API, for programs and for people',
    impact: 'Whoever connects a program to the API cannot read how.',
    access: {},
  },
  'parts-orders-api': {
    entry: 'functions/parts-orders/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves parts orders: what is on its way, what came of it, what is missing and ordered again',
    impact: 'Nobody sees which parts are late or missing, and cars wait in the workshop without a date.',
    access: { table: [...reads, 'PutItem'], indexes: ['related', 'lookup'] },
  },
  'field-service-api': {
    entry: 'functions/field-service/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Takes down and follows visits to customers, with the goods that they bring and fetch',
    impact:
      'Customers who asked for a visit or a delivery are not called back, and nobody sees that they wait.',
    access: { table: [...reads, 'PutItem', 'ConditionCheckItem'], indexes: ['related', 'lookup'] },
  },
  'complaints-api': {
    entry: 'functions/complaints/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose:
      'Takes down and follows complaints: who answers them, by when, and whether the customer is content',
    impact: 'Complaints are neither taken down nor answered in time, and nobody sees which ones wait.',
    access: {
      table: [...reads, 'PutItem', 'ConditionCheckItem'],
      indexes: ['due', 'related', 'lookup'],
    },
  },
  'follow-up-api': {
    entry: 'functions/follow-up-calls/api.handler.ts',
    timeoutSeconds: 29,
    memoryMb: 512,
    purpose: 'Serves whom to call after a visit, and takes what customers say, complaints among it',
    impact: 'Customers are not asked after their visit, and what they are not content with is not heard.',
    access: {
      table: [...reads, 'PutItem', 'ConditionCheckItem'],
      indexes: ['due', 'related', 'lookup'],
    },
  },
  'follow-up-drop': {
    entry: 'functions/follow-up-calls/drop-calls.handler.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    purpose:
      'Ends follow-up calls whose last day is over, and drafts the bulletins of satisfaction and repairs',
    impact:
      'Calls that nobody will make any more look as if they waited, and front desk and workshop have no bulletin to publish.',
    access: { table: [...reads, 'PutItem'], indexes: ['due', 'lookup', 'related'], writesFiles: ['mail'] },
  },
  ...manufacturerFunctions,
} as const satisfies Readonly<Record<string, FunctionSpec>>

export type FunctionName = keyof typeof functions

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name)
}

/** All functions with their names, each as a plain `FunctionSpec`. */
export const functionList: readonly (FunctionSpec & { readonly name: FunctionName })[] = Object.keys(
  functions,
)
  .filter(isFunctionName)
  .map((name) => ({ name, ...functions[name] }))
