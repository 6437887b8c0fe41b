import { shanghai } from './days.ts'
import type { Plan } from './plan.ts'
import type { Fate, Judge } from './proxy.ts'

/*
 * Ways to break the system on purpose, from outside: a harness that does not notice them notices nothing.
 */

const day: Pick<Plan, 'firstDay' | 'houses' | 'days' | 'troubledDays'> = {
  firstDay: '2027-01-08',
  houses: [{ zone: shanghai, reminders: 3, calls: 1, smsFrom: '09:30', isSimple: true }],
  days: 2,
  troubledDays: 2,
}

interface TransactWrite {
  TransactItems: { Put?: { Item: { sk: { S: string } }; ConditionExpression?: string } }[]
}

function rewritten(change: (transaction: TransactWrite) => TransactWrite): Fate {
  return ({ body }, forward) =>
    forward(JSON.stringify(change(JSON.parse(body.toString('utf8')) as TransactWrite)))
}

function onTransactionsOf(functionName: string, fate: Fate): Judge {
  return (request) =>
    request.functionName === functionName && request.operation === 'TransactWriteItems' ? fate : undefined
}

/** The deliverer claims without asking whether somebody else was faster, and every hint comes to two workers at once. */
export const claimsUnchecked: Plan = {
  ...day,
  says: 'claims without a condition',
  judge: () =>
    onTransactionsOf(
      'messages-deliver',
      rewritten(({ TransactItems }) => ({
        TransactItems: TransactItems.map(({ Put, ...others }) =>
          Put === undefined ? others : { ...others, Put: without(Put) },
        ),
      })),
    ),
  handOver: () => async (functionName, event, invoke) =>
    functionName === 'messages-deliver'
      ? (await Promise.all([invoke(event), invoke(event)]))[0]
      : invoke(event),
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
          ({ Put }) => !['message', 'delivery'].includes(Put?.Item.sk.S ?? ''),
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
