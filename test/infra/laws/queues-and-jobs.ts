import { describe, expect, it } from 'vitest'
import { LEASE_SECONDS } from '../../../functions/messages/lease.ts'
import { isFunctionName } from '../../../infra/functions.ts'
import { longestPause } from '../../../infra/constructs/scheduled-job.ts'
import { JobDue } from '../../../events/job-due.v1.ts'
import { schedules } from '../../../shared/due/schedules.ts'
import {
  alarmsOn,
  asText,
  listOf,
  nameOf,
  part,
  refersTo,
  referencesIn,
  statementsAt,
  templates,
} from '../synthesized.ts'
import type { Resource } from '../synthesized.ts'

const { ofType } = templates()
const queues = ofType('AWS::SQS::Queue')
const mappings = ofType('AWS::Lambda::EventSourceMapping')
const retries = ofType('AWS::Lambda::EventInvokeConfig')
const built = ofType('AWS::Scheduler::Schedule')

/** The function that a value refers to. */
function functionIn(value: unknown): Resource {
  return ofType('AWS::Lambda::Function').find(({ id }) => refersTo(value, id))!
}

const consumed = mappings.flatMap((mapping) =>
  queues
    .filter(({ id }) => refersTo(mapping.Properties['EventSourceArn'], id))
    .map((queue) => ({ id: queue.id, mapping, queue })),
)
const streams = mappings.filter((mapping) => !consumed.some((each) => each.mapping === mapping))

/** Every queue where given-up work ends: of queues, of stream readers, of schedules, of asynchronous calls. */
const deadEnds = new Set([
  ...queues.flatMap((queue) => referencesIn(part(queue, 'RedrivePolicy.deadLetterTargetArn'))),
  ...mappings.flatMap((mapping) => referencesIn(part(mapping, 'DestinationConfig.OnFailure'))),
  ...built.flatMap((schedule) => referencesIn(part(schedule, 'Target.DeadLetterConfig'))),
  ...retries.flatMap((config) => referencesIn(part(config, 'DestinationConfig.OnFailure'))),
])

describe('queues', () => {
  it('are four that functions work on: deliveries, imports, notices and receipts', () => {
    expect(consumed.map(({ id }) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'deliveries',
      'imports',
      'notices',
      'receipts',
    ])
  })

  it.each(consumed)('$id gives up after five attempts, into a queue that rings', ({ id, queue }) => {
    expect(part(queue, 'RedrivePolicy.maxReceiveCount')).toBe(5)
    const [dead] = referencesIn(part(queue, 'RedrivePolicy.deadLetterTargetArn'))
    expect(alarmsOn(dead!, 'ApproximateNumberOfMessagesVisible')).toHaveLength(1)
    expect(alarmsOn(id, 'ApproximateAgeOfOldestMessage')).toHaveLength(1)
  })

  it.each(consumed)('$id hides a message for six times its function’s time-out', ({ queue, mapping }) => {
    const timeout = functionIn(mapping.Properties['FunctionName']).Properties['Timeout'] as number
    expect(queue.Properties['VisibilityTimeout']).toBe(6 * timeout)
  })

  it('a claim of deliveries outlives its worker, and is over before their hints come again', () => {
    const deliveries = consumed.find(({ id }) => id.startsWith('deliveries'))!
    const worker = functionIn(deliveries.mapping.Properties['FunctionName'])
    expect(LEASE_SECONDS).toBeGreaterThan(worker.Properties['Timeout'] as number)
    expect(LEASE_SECONDS).toBeLessThan(deliveries.queue.Properties['VisibilityTimeout'] as number)
  })

  it.each(consumed)('$id fails message by message, and is worked on by two at once', ({ mapping }) => {
    expect(mapping.Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures'])
    expect(part(mapping, 'ScalingConfig.MaximumConcurrency')).toBe(2)
  })

  it('are all either worked on or a dead end, and every dead end rings at its first message', () => {
    const known = new Set([...consumed.map(({ id }) => id), ...deadEnds])
    expect(queues.map(({ id }) => id).sort()).toEqual([...known].sort())
    for (const id of deadEnds) {
      const queue = queues.find((each) => each.id === id)!
      expect(queue.Properties['MessageRetentionPeriod'], id).toBe(14 * 86_400)
      const [alarm, ...more] = alarmsOn(id, 'ApproximateNumberOfMessagesVisible')
      expect(more, id).toEqual([])
      expect(alarm?.Properties['Threshold'], id).toBe(1)
    }
  })

  it('are all encrypted, and closed to clear text', () => {
    for (const { id, Properties } of queues) {
      expect(Properties['SqsManagedSseEnabled'], id).toBe(true)
      const policy = ofType('AWS::SQS::QueuePolicy').find((each) => refersTo(each.Properties['Queues'], id))!
      expect(statementsAt(policy, 'PolicyDocument'), id).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      )
    }
  })
})

describe('stream readers', () => {
  it('are one, for new deliveries only', () => {
    expect(streams).toHaveLength(1)
    const filters = listOf(part(streams[0]!, 'FilterCriteria.Filters')) as readonly { Pattern: string }[]
    expect(filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown)).toEqual([
      { eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: ['Delivery'] } } } },
    ])
  })

  it.each(streams)('$id halves a failing batch, and sets the bad record aside', (stream) => {
    expect(stream.Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
    })
    expect(referencesIn(part(stream, 'DestinationConfig.OnFailure'))).toHaveLength(1)
  })

  it.each(streams)('$id rings when it falls behind', (stream) => {
    expect(alarmsOn(functionIn(stream.Properties['FunctionName']).id, 'IteratorAge')).toHaveLength(1)
  })
})

describe('schedules', () => {
  it('name functions that exist', () => {
    expect(schedules.length).toBeGreaterThan(0)
    expect(schedules.filter(({ functionName }) => !isFunctionName(functionName))).toEqual([])
  })

  it('are built once per job and zone, as declared, telling the function job, zone and hour', () => {
    const seen = built.map((schedule) => ({
      functionName: nameOf(functionIn(part(schedule, 'Target.Arn'))),
      expression: schedule.Properties['ScheduleExpression'],
      zone: schedule.Properties['ScheduleExpressionTimezone'],
      input: JSON.parse(asText(part(schedule, 'Target.Input'))) as unknown,
    }))
    const declared = schedules.map(({ job, functionName, expression }) => ({
      functionName,
      expression,
      zone: 'Asia/Shanghai',
      input: { job, zone: 'Asia/Shanghai', scheduledAt: '<aws.scheduler.scheduled-time>' },
    }))
    expect(seen).toHaveLength(declared.length)
    expect(seen).toEqual(expect.arrayContaining(declared))
  })

  it.each(built)('$id tells its function what a job-due event must say', (schedule) => {
    const input = asText(part(schedule, 'Target.Input'))
    const fired = input.replace('<aws.scheduler.scheduled-time>', '2026-11-23T01:00:00Z')
    expect(JobDue.parse(JSON.parse(fired))).toEqual(JSON.parse(fired))
  })

  it.each(built)('$id is retried within the hour, and given up into a queue', (schedule) => {
    expect(part(schedule, 'Target.RetryPolicy.MaximumRetryAttempts')).toBeGreaterThan(0)
    expect(part(schedule, 'Target.RetryPolicy.MaximumEventAgeInSeconds')).toBeLessThanOrEqual(3600)
    expect(referencesIn(part(schedule, 'Target.DeadLetterConfig.Arn'))).toHaveLength(1)
    expect(schedule.Properties['FlexibleTimeWindow']).toEqual({ Mode: 'OFF' })
  })

  it.each(built)('$id has a function that gives up into a queue too', (schedule) => {
    const { id } = functionIn(part(schedule, 'Target.Arn'))
    const [config, ...more] = retries.filter(({ Properties }) => refersTo(Properties['FunctionName'], id))
    expect(more).toEqual([])
    expect(referencesIn(part(config!, 'DestinationConfig.OnFailure'))).toHaveLength(1)
  })

  it.each(built)('$id rings when its function does not run', (schedule) => {
    const [alarm, ...more] = alarmsOn(functionIn(part(schedule, 'Target.Arn')).id, 'Invocations')
    expect(more).toEqual([])
    expect(alarm!.Properties).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 3600,
      Statistic: 'Sum',
      EvaluationPeriods: longestPause(asText(schedule.Properties['ScheduleExpression'])).toHours(),
    })
  })

  it('may rest for 25 hours when daily, for one when hourly, and nobody knows how long else', () => {
    expect(longestPause('cron(0,10 9 * * ? *)').toHours()).toBe(25)
    expect(longestPause('cron(0/10 * * * ? *)').toHours()).toBe(1)
    expect(() => longestPause('cron(0 9 ? * MON *)')).toThrow('neither daily nor hourly')
    expect(() => longestPause('rate(5 minutes)')).toThrow('neither daily nor hourly')
  })
})
