import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { DatabaseUnusable } from '../../../local/local-error.ts'
import { startStack, type StackOptions } from '../../../local/stack.ts'
import { Instant } from '../../../shared/domain/time.ts'
import { attribute, functionResource, ref, temporaryDirectory, writeAssembly } from './assembly.ts'

/*
 * A shop in miniature: `sweep` is scheduled and writes orders to the table, the stream hands the new ones to `relay`,
 * which queues them for `work`; `work` fails what is poison.
 */

/** Calls AWS by hand: the SDK takes longer to load than such a test to run. */
const call = `async function call(service, target, body) {
    const response = await fetch(process.env['AWS_ENDPOINT_URL_' + service.toUpperCase()], {
      method: 'POST', body: JSON.stringify(body),
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target, authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/ap-southeast-1/' + service + '/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, Signature=0', 'x-amz-date': '20260101T000000Z' } })
    if (!response.ok) throw new Error(await response.text()) }`
const bundles = {
  sweep: `${call}
    exports.handler = async (event) => {
      if (event.fail) throw new Error('no')
      for (const kind of ['Order', 'Note'])
        await call('dynamodb', 'DynamoDB_20120810.PutItem', { TableName: process.env.TABLE, Item: {
          pk: { S: event.scheduledAt ?? event.id }, sk: { S: kind }, kind: { S: kind } } })
      return new Date().toISOString() }`,
  relay: `${call}
    exports.handler = async ({ Records }) => {
      console.log('relayed ' + Records.map((r) => r.dynamodb.NewImage.kind.S))
      for (const record of Records) {
        const id = record.dynamodb.Keys.pk.S
        if (id.startsWith('unreadable')) throw new Error('unreadable')
        await call('sqs', 'AmazonSQS.SendMessage', { QueueUrl: process.env.QUEUE, MessageBody: id }) } }`,
  work: `exports.handler = async ({ Records }) => {
      for (const r of Records)
        console.log(JSON.stringify({ body: r.body, tries: r.attributes.ApproximateReceiveCount, at: new Date() }))
      if (Records.some((r) => r.body === 'crash' && r.attributes.ApproximateReceiveCount === '1')) throw new Error('no')
      return { batchItemFailures: Records.filter((r) => r.body.startsWith('poison'))
        .map((r) => ({ itemIdentifier: r.messageId })) } }`,
}

const filter = { Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["Order"]}}}}' }
const resources = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    },
  },
  Files: { Type: 'AWS::S3::Bucket' },
  Jobs: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 600,
      RedrivePolicy: { deadLetterTargetArn: attribute('Dead'), maxReceiveCount: 3 },
    },
  },
  Dead: { Type: 'AWS::SQS::Queue' },
  GivenUp: { Type: 'AWS::SQS::Queue' },
  Missed: { Type: 'AWS::SQS::Queue' },
  Sweep: functionResource('sweep', 'sweep', { TABLE: ref('Table'), FILES: ref('Files') }),
  SweepRetries: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: ref('Sweep'),
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: attribute('Missed') } },
    },
  },
  Relay: functionResource('relay', 'relay', { QUEUE: ref('Jobs') }),
  Work: functionResource('work', 'work'),
  Stream: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: attribute('Table', 'StreamArn'),
      FunctionName: ref('Relay'),
      BatchSize: 10,
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 2,
      FilterCriteria: { Filters: [filter] },
      DestinationConfig: { OnFailure: { Destination: attribute('GivenUp') } },
    },
  },
  Queue: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: attribute('Jobs'),
      FunctionName: ref('Work'),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
  Daily: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'cron(0 9 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Shanghai',
      Target: { Arn: attribute('Sweep'), Input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}' },
    },
  },
}

const evening = Instant.parse('2026-11-22T15:59:00.000Z')
const midnight = Instant.parse('2026-11-23T16:00:00.000Z')

async function start(options: Partial<StackOptions> = {}, changed: Partial<typeof resources> = {}) {
  const cdkOut = writeAssembly({ stacks: { Shop: { resources: { ...resources, ...changed } } }, bundles })
  const stack = await startStack({ cdkOut, at: evening, ...options })
  onTestFinished(() => stack.stop())
  const worked = () =>
    stack.logs.lines('work').map((line) => JSON.parse(line) as { body: string; tries: string; at: string })
  return { stack, worked }
}

function streamRecordsIn(db: string): unknown {
  const database = new DatabaseSync(db)
  onTestFinished(() => {
    database.close()
  })
  return database.prepare('SELECT count(*) AS count FROM _stream_records').get()?.['count']
}

test('a day runs by itself: the schedule at its hour, the stream, the queue, and the clock at midnight', async () => {
  const { stack, worked } = await start()
  const { fired } = await stack.runUntil(midnight)
  expect(fired).toHaveLength(1)
  expect(fired[0]).toMatchObject({ at: '2026-11-23T01:00:00.000Z', schedule: 'Daily', functionName: 'sweep' })
  expect(fired[0]?.outcome).toEqual({ result: expect.stringMatching(/^2026-11-23T01:00:0/) as string })
  expect(worked()).toMatchObject([{ body: '2026-11-23T01:00:00Z', tries: '1' }])
  expect(stack.logs.lines('relay')).toEqual(['relayed Order'])
  expect(stack.clock.now()).toMatch(/^2026-11-23T16:00:0/)
  expect(stack.failures).toEqual([])
})

test('a message that keeps failing is tried after each visibility time-out, then lies with the dead letters', async () => {
  const { stack, worked } = await start()
  await stack.send('Jobs', 'poison')
  await stack.send('Jobs', 'fine')
  const before = performance.now()
  await stack.drained()
  expect(performance.now() - before).toBeLessThan(5000)
  expect(worked().filter(({ body }) => body === 'fine')).toHaveLength(1)
  const tries = worked().filter(({ body }) => body === 'poison')
  expect(tries.map(({ tries }) => tries)).toEqual(['1', '2', '3'])
  const minutes = tries.map(({ at }) => Math.floor((Date.parse(at) - Date.parse(evening)) / 60_000))
  expect(minutes).toEqual([0, 10, 20])
  expect(await stack.messagesIn('Jobs')).toBe(0)
  expect(await stack.messagesIn('Dead')).toBe(1)
})

test('a batch whose function fails stays, and is tried again after the visibility time-out', async () => {
  const { stack, worked } = await start()
  await stack.send('Jobs', 'crash')
  await stack.drained()
  expect(worked().map(({ body, tries }) => [body, tries])).toEqual([
    ['crash', '1'],
    ['crash', '2'],
  ])
  expect(stack.failures).toMatchObject([{ functionName: 'work', errorMessage: 'no' }])
  expect(await stack.messagesIn('Dead')).toBe(0)
})

test('a delayed message waits for its time, and not beyond what was asked for', async () => {
  const { stack, worked } = await start()
  await stack.send('Jobs', 'later', 900)
  await stack.drained({ until: Instant.parse('2026-11-22T16:10:00.000Z') })
  expect(worked()).toEqual([])
  expect(await stack.messagesIn('Jobs')).toBe(1)
  await stack.drained()
  expect(worked()[0]?.at).toMatch(/^2026-11-22T16:14:/)
})

test('one bad record of a stream goes to the on-failure queue, its neighbours go their way', async () => {
  const { stack, worked } = await start()
  await Promise.all(['a', 'b', 'unreadable', 'c', 'd'].map((id) => stack.invoke('sweep', { id })))
  await stack.drained()
  expect(
    worked()
      .map(({ body }) => body)
      .filter((body, index, all) => all.indexOf(body) === index)
      .sort(),
  ).toEqual(['a', 'b', 'c', 'd'])
  expect(await stack.messagesIn('GivenUp')).toBe(1)
})

test('a scheduled function that fails is tried twice more, then its run is reported as missed', async () => {
  const failing = {
    ...resources.Daily,
    Properties: {
      ...resources.Daily.Properties,
      Target: { Arn: attribute('Sweep'), Input: '{"fail":true}' },
    },
  }
  const { stack } = await start({}, { Daily: failing })
  const { fired } = await stack.runUntil(midnight)
  expect(fired[0]?.outcome).toEqual({ error: expect.stringContaining('no') as string })
  expect(stack.failures.map(({ at }) => at.slice(0, 16))).toEqual([
    '2026-11-23T01:00',
    '2026-11-23T01:01',
    '2026-11-23T01:03',
  ])
  expect(await stack.messagesIn('Missed')).toBe(1)
})

test('the clock can be moved over a schedule, which then does not fire', async () => {
  const { stack } = await start()
  stack.clock.set(Instant.parse('2026-11-23T01:30:00.000Z'))
  const { fired } = await stack.runUntil(midnight)
  expect(fired).toEqual([])
})

test('while it stays up, schedules fire when their time has come', async () => {
  const { stack } = await start({ at: Instant.parse('2026-11-23T00:59:59.500Z') })
  onTestFinished(stack.keepTime())
  await expect.poll(() => stack.logs.lines('relay'), { timeout: 5000 }).toEqual(['relayed Order'])
})

test('functions see what stands between them and the services, the runner does not', async () => {
  const nowhere = 'http://127.0.0.1:9'
  const { stack } = await start({ endpointsForFunctions: (real) => ({ ...real, dynamodb: nowhere }) })
  await expect(stack.invoke('sweep', { id: 'a' })).rejects.toThrow('fetch failed')
  expect(stack.client('dynamodb').endpoint).not.toBe(nowhere)
})

test('files go into the bucket of the functions and come out again, long ones too', async () => {
  const { stack } = await start()
  const long = new Uint8Array(9 * 1024 * 1024).fill(7)
  await stack.putFile('imports/D001/long.csv', long)
  await stack.putFile('imports/D001/short.csv', '车架号')
  expect(Buffer.compare((await stack.getFile('imports/D001/long.csv'))!, long)).toBe(0)
  expect(Buffer.from((await stack.getFile('imports/D001/short.csv'))!).toString()).toBe('车架号')
  expect(await stack.getFile('imports/D001/none.csv')).toBeUndefined()
})

test('a second run on the same database goes on where the first stopped, and handles nothing again', async () => {
  const db = join(temporaryDirectory(), 'shop.db')
  const first = await start({ db })
  await first.stack.invoke('sweep', { id: 'a' })
  await first.stack.drained()
  await first.stack.putFile('kept.txt', 'kept')
  await first.stack.send('Jobs', 'later', 900)
  await first.stack.stop()
  expect(streamRecordsIn(db)).toBe(1)
  expect(first.worked().map(({ body }) => body)).toEqual(['a'])
  const second = await start({ db })
  await second.stack.drained()
  expect(second.worked().map(({ body }) => body)).toEqual(['later'])
  expect(Buffer.from((await second.stack.getFile('kept.txt'))!).toString()).toBe('kept')
})

test('what a worker held when the stack ended is handed out again at the next start', async () => {
  const db = join(temporaryDirectory(), 'shop.db')
  const first = await start({ db })
  await first.stack.send('Jobs', 'poison')
  await first.stack.drained({ until: evening })
  await first.stack.stop()
  const second = await start({ db })
  await second.stack.drained({ until: Instant.parse('2026-11-22T16:05:00.000Z') })
  expect(second.worked().map(({ body, tries }) => [body, tries])).toEqual([['poison', '2']])
})

test('without a database file nothing is left behind', async () => {
  const { stack } = await start()
  const file = stack.databaseFile!
  expect(statSync(file).isFile()).toBe(true)
  await stack.stop()
  expect(existsSync(file)).toBe(false)
})

test('a database in use, one that is none and one nowhere are said in a sentence', async () => {
  const directory = temporaryDirectory()
  const db = join(directory, 'shop.db')
  const { stack } = await start({ db })
  await expect(start({ db })).rejects.toThrow(/in use by process/)
  await stack.stop()
  await start({ db })
  await expect(start({ db: join(directory, 'none', 'shop.db') })).rejects.toThrow(DatabaseUnusable)
  const text = join(directory, 'text.db')
  writeFileSync(text, 'this is no database at all, but a text of some length'.repeat(20))
  await expect(start({ db: text })).rejects.toThrow(DatabaseUnusable)
})
