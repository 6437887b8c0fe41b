import { beforeAll, expect, it } from 'vitest'
import { accountForDay } from '../../../functions/messages/account.ts'
import { deliver } from '../../../functions/messages/deliver.ts'
import { relay } from '../../../functions/messages/relay.ts'
import { rescue } from '../../../functions/messages/rescue.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { lambdaLog, type Log } from '../../../shared/runtime/logger.ts'
import { refused, type SendResult } from '../../../shared/senders/send-result.ts'
import { customerOf, mobileOf, vehicleOf } from '../../support/builders.ts'
import { captured } from '../runtime/captured-stdout.ts'
import { capturingLog, deliveringWorld, mailOf, morning, type Logged } from './delivering.ts'

const customers = ['anna', 'ben', 'cora', 'dora', 'emma', 'fay']
const staff = ['lily', 'mona']
const { name } = customerOf('anna')
const { vin, plate } = vehicleOf('anna')
const personal = [
  name,
  '李专员',
  vin,
  plate!,
  '爱车该保养',
  '续保名单',
  ...customers.map((each) => mobileOf(each)),
  ...customers.map((each) => mobileOf(each).slice(3)),
  ...staff.map(mailOf),
]

/** Both at once: the lines as they are printed, and the errors as they were before the log took their names. */
function both(first: Log, second: Log): Log {
  return {
    info: (...given) => [first, second].forEach((log) => log.info(...given)),
    warn: (...given) => [first, second].forEach((log) => log.warn(...given)),
    error: (...given) => [first, second].forEach((log) => log.error(...given)),
  }
}

/** A day on which everything that the log can tell happens. */
async function badDay(): Promise<Logged[]> {
  const capturing = capturingLog()
  const world = await deliveringWorld({ log: both(lambdaLog(), capturing) })
  const { dependencies } = world.worker()
  const answers: SendResult[] = [
    refused('invalid-number'),
    { kind: 'unknown', cause: 'TimeoutError' },
    { kind: 'throttled', limit: 'quota' },
    { kind: 'not-sent', cause: 'ENOTFOUND' },
  ]
  world.answer = () => answers.shift() ?? { kind: 'accepted', providerId: 'p' }
  world.enqueue(...(await world.plan(customers.slice(0, 5))), ...(await world.plan(staff, 'mail')))
  world.files.set(`mail/D001/${idFor('message', 'lily')}.json`, `{"subject": ${name} ${mobileOf('anna')}`)
  await world.drain()
  // Claimed by a worker that dies, and settled after it.
  const [left] = await world.plan(['fay'])
  await world.run([world.hint(left!)], { at: 9, how: 'dies' })
  world.now = addMinutes(world.now, 10)
  await world.rescue()
  // Records that cannot be read: the errors know what stands in them.
  for (const item of world.table.all()) {
    const damaged = {
      Customer: { mobile: `${mobileOf('anna')}0` },
      Vehicle: { vin: `${vin}0` },
      Consent: { state: name },
      Delivery: { channel: name },
    }[String(item['entity'])]
    if (damaged !== undefined) world.table.put({ ...item, ...damaged })
  }
  const planned = world.table.all().filter((item) => item['entity'] === 'Delivery')
  const hints = planned.map((item) => world.hint(String(item['deliveryId'])))
  await deliver(hints, dependencies)
  await deliver(hints, {
    ...dependencies,
    store: {
      ...world.store,
      messages: {
        ...world.store.messages,
        deliveriesByIds: () => Promise.reject(new Error(`no connection for ${mobileOf('anna')}\nat ${name}`)),
      },
    },
  })
  world.now = addMinutes(world.now, 120)
  await rescue(dependencies)
  await relay([{ dynamodb: { SequenceNumber: '1', NewImage: { text: { S: name } } } }], dependencies)
  world.now = addMinutes(morning, 13 * 60)
  await accountForDay(dependencies)
  return capturing.lines
}

let printed = ''
let lines: Logged[] = []
beforeAll(async () => {
  printed = await captured(async () => {
    lines = await badDay()
  })
})

it('the day has something to tell of everything', () => {
  const codes = new Set(lines.map(({ code }) => code))
  codes.delete('CALENDAR_UNKNOWN')
  expect([...codes].sort()).toEqual([
    'DAY_ACCOUNTED',
    'DELIVERIES_QUEUED',
    'DELIVERIES_RESCUED',
    'DELIVERY_COMPLETED',
    'DELIVERY_DAMAGED',
    'DELIVERY_FAILED',
    'DELIVERY_STARTED',
    'MESSAGES_HELD',
    'PROVIDER_QUOTA_REACHED',
    'STREAM_RECORD_UNREADABLE',
  ])
  expect(printed.trim().split('\n')).toHaveLength(lines.length)
  expect(printed).toContain(idFor('message', 'fay'))
})

it.each(personal)('no line tells %s', (text) => {
  expect(printed).not.toContain(text)
})

it('no error that the product itself makes tells a person’s data', () => {
  const told = lines
    .flatMap(({ error }) =>
      error instanceof Error ? [`${error.message} ${JSON.stringify(error.cause ?? '')}`] : [],
    )
    .filter((message) => !message.startsWith('no connection'))
  expect(told.length).toBeGreaterThan(2)
  for (const text of personal) expect(told.join('\n')).not.toContain(text)
})

it('every line but the account names its dealer, and deliveries their ids', () => {
  const about = lines.filter(({ code }) => code.startsWith('DELIVERY_') && code !== 'DELIVERY_DAMAGED')
  expect(about.length).toBeGreaterThan(5)
  for (const { fields } of about) expect(fields).toMatchObject({ dealerId: 'D001' })
})
