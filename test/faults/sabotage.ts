import { shanghai } from './days.ts'
import type { Plan } from './plan.ts'
import type { Fate, Judge, SeenRequest } from './proxy.ts'
import { claims } from './scenarios.ts'

/*
 * Ways to break the system on purpose, from outside: a harness that does not notice them notices nothing.
 */

const day: Pick<Plan, 'firstDay' | 'houses' | 'days' | 'troubledDays'> = {
  firstDay: '2027-01-08',
  houses: [{ zone: shanghai, reminders: 3, calls: 1, smsFrom: '09:30', isSimple: true }],
  // What is broken shows on the day itself.
  days: 1,
  troubledDays: 1,
}

/** The same day as it should be: what is found on the others is what was broken. */
export const unbroken: Plan = { ...day, says: 'nothing' }

interface TransactWrite {
  TransactItems: { Put?: { Item: Record<string, { S?: string }>; ConditionExpression?: string } }[]
}

function rewritten(change: (transaction: TransactWrite) => TransactWrite): Fate {
  return ({ body }, forward) =>
    forward(JSON.stringify(change(JSON.parse(body.toString('utf8')) as TransactWrite)))
}

function onTransactionsOf(functionName: string, fate: Fate): Judge {
  return (request) =>
    request.functionName === functionName && request.operation === 'TransactWriteItems' ? fate : undefined
}

/** The deliverer claims without asking whether somebody else was faster, and somebody is, just before each claim. */
export const claimsUnchecked: Plan = {
  ...day,
  says: 'claims without a condition',
  judge({ stand }) {
    const claimed = new Set<string>()
    let isOvertaken = false
    return onTransactionsOf('messages-deliver', async (request, forward) => {
      const hint = claims(request) ? hintAt(request.body) : undefined
      // One at a time: a worker that waits must leave one for the other.
      if (hint !== undefined && !isOvertaken && !claimed.has(hint)) {
        claimed.add(hint)
        isOvertaken = true
        const event = { Records: [{ messageId: 'the same hint', body: hint }] }
        await stand.stack.invoke('messages-deliver', event).finally(() => (isOvertaken = false))
      }
      return unchecked(request, forward)
    })
  },
}

const unchecked = rewritten(({ TransactItems }) => ({
  TransactItems: TransactItems.map(({ Put, ...others }) =>
    Put === undefined ? others : { ...others, Put: without(Put) },
  ),
}))

/** What the queue says of the delivery that is claimed. */
function hintAt(body: Buffer): string {
  const { TransactItems } = JSON.parse(body.toString('utf8')) as TransactWrite
  const delivery = TransactItems.find(({ Put }) => Put?.Item['entity']?.S === 'Delivery')?.Put?.Item
  return JSON.stringify({ dealerId: delivery?.['dealerId']?.S, deliveryId: delivery?.['deliveryId']?.S })
}

function without(put: NonNullable<TransactWrite['TransactItems'][number]['Put']>) {
  const { Item } = put
  return { Item, TableName: tableOf(put) }
}

function tableOf(put: object): unknown {
  return 'TableName' in put ? put.TableName : undefined
}

/** The sweep decides and forgets to write the messages down. */
export const messagesForgotten: Plan = {
  ...day,
  says: 'a sweep that writes no messages',
  judge: () =>
    onTransactionsOf(
      'maintenance-sweep',
      rewritten(({ TransactItems }) => ({
        TransactItems: TransactItems.filter(
          ({ Put }) => !['message', 'delivery'].includes(Put?.Item['sk']?.S ?? ''),
        ),
      })),
    ),
}

/** Whoever reads the receipts says yes to them and does nothing. */
export const receiptsIgnored: Plan = {
  ...day,
  says: 'receipts that are read and not recorded',
  handOver: () => (functionName, event, invoke) =>
    functionName === 'messages-receipts' ? Promise.resolve({ batchItemFailures: [] }) : invoke(event),
}

/** Nobody looks after the deliveries that wait for their window. */
export const nobodyRescues: Plan = { ...day, says: 'no sweep of deliveries', rescues: () => false }

/** What a function reads or sends, with other words in it. */
function reworded(
  words: RegExp,
  others: string,
  which: (request: SeenRequest) => boolean,
  where: 'sent' | 'read',
) {
  const change = (text: string) => text.replaceAll(words, others)
  const fate: Fate = async ({ body }, forward) => {
    if (where === 'sent') return forward(change(body.toString('utf8')))
    const answer = await forward()
    return { ...answer, body: Buffer.from(change(answer.body.toString('utf8'))) }
  }
  return (): Judge => (request) => (which(request) ? fate : undefined)
}

const reads = ({ functionName, operation }: SeenRequest, ...who: readonly string[]) =>
  who.includes(functionName) && ['BatchGetItem', 'GetItem', 'Query'].includes(operation)

/** Whoever sends mails reads everybody's address wrong. */
export const mailsToAStranger: Plan = {
  ...day,
  says: 'every staff mail goes to a stranger',
  judge: reworded(
    /[\w-]+@dealer\.example/g,
    'stranger@example.org',
    (request) => reads(request, 'messages-deliver'),
    'read',
  ),
}

/** Every SMS goes to one number that is nobody's, and no receipt tells of it. */
export const smsToOneNumber: Plan = {
  ...day,
  says: 'every SMS goes to one wrong number',
  judge: reworded(/%2B86139\d{8}/g, '%2B8613000000000', ({ service }) => service === 'sns', 'sent'),
  receipts: () => () => [],
}

/** The window opens at twelve, and everybody reads that it opens at nine. */
export const hoursIgnored: Plan = {
  ...day,
  says: 'SMS at nine, though the window opens at twelve',
  houses: [{ ...day.houses[0]!, smsFrom: '12:00' }],
  judge: reworded(
    /"12:00"/g,
    '"09:00"',
    (request) => reads(request, 'maintenance-sweep', 'messages-deliver'),
    'read',
  ),
}

/** A list that names a car more than there are on it. */
export const strangersOnTheList: Plan = {
  ...day,
  says: 'lists that name a car of somebody else',
  judge: reworded(/(浙A1\d{4})/g, '$1 浙A99999', ({ operation }) => operation === 'GetObject', 'read'),
}

/** All SMS are in doubt, and each receipt is taken for the one of the next. */
export const receiptsMixedUp: Plan = {
  ...day,
  says: 'receipts that are given to the wrong message',
  provider: () => (message) => (message.channel === 'sms' ? { kind: 'accept-without-reply' } : 'accept'),
  handOver: () => (functionName, event, invoke) =>
    invoke(functionName === 'messages-receipts' ? mixedUp(event as Receipts) : event),
}

interface Receipts {
  Records: { body: string }[]
}
interface SmsReceipt {
  channel?: string
  providerId?: string
  tries?: number
}

/** The ids of the SMS in a batch go round by one, the first time that they come. */
function mixedUp({ Records }: Receipts): Receipts {
  const read = Records.map((record) => ({ record, receipt: JSON.parse(record.body) as SmsReceipt }))
  const isNew = ({ channel, tries }: SmsReceipt) => channel === 'sms' && tries === 0
  const ids = read.flatMap(({ receipt }) => (isNew(receipt) ? [receipt.providerId] : []))
  return {
    Records: read.map(({ record, receipt }) => {
      if (!isNew(receipt)) return record
      const providerId = ids[(ids.indexOf(receipt.providerId) + 1) % ids.length]
      return { ...record, body: JSON.stringify({ ...receipt, providerId }) }
    }),
  }
}

/** Whoever adds up the evening says nothing of anybody. */
export const accountsWithheld: Plan = {
  ...day,
  says: 'accounts that tell of no dealer',
  judge: () => (request) =>
    reads(request, 'messages-account') && request.operation === 'Query' ? nothingFound : undefined,
}

const nothingFound: Fate = async (_, forward) => {
  const answer = await forward()
  return { ...answer, body: Buffer.from(JSON.stringify({ Items: [], Count: 0, ScannedCount: 0 })) }
}

/** What is held stands on no list: whoever asks for it is told of nothing. */
export const listEmptied: Plan = {
  ...day,
  says: 'a list of held messages that is empty',
  days: 2,
  troubledDays: 2,
  provider: () => (message) => (message.channel === 'sms' ? { kind: 'drop' } : 'accept'),
  judge: () => (request) =>
    request.functionName === 'messages-api' && request.operation === 'Query' ? nothingFound : undefined,
}
