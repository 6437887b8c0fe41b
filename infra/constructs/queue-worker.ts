import { Duration } from 'aws-cdk-lib'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import * as sqs from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { DeadLetterQueue } from './dead-letter-queue.ts'
import type { Alarmed } from './watch.ts'
import { fiveMinutes, watch } from './watch.ts'
import type { Worker } from './worker.ts'

export interface WorkQueueProps extends Alarmed, sqs.QueueProps {
  /** Time-out of the function that works on it: a message stays hidden for six times as long. */
  readonly workerTimeout: Duration
  /** A message older than this means that the work is not getting done. */
  readonly stuckAfter: Duration
}

/** A queue with its dead letters, and alarms for both. */
export class WorkQueue extends sqs.Queue {
  constructor(scope: Construct, name: string, props: WorkQueueProps) {
    const { impact, alarms, workerTimeout, stuckAfter, ...settings } = props
    super(scope, name, {
      // Lambda's advice: long enough for a retry that is throttled itself.
      visibilityTimeout: Duration.seconds(workerTimeout.toSeconds() * 6),
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: {
        maxReceiveCount: 5,
        queue: new DeadLetterQueue(scope, `${name}-dead-letters`, {
          what: `A message of the queue ${name} failed five times.`,
          impact,
          alarms,
        }),
      },
      ...settings,
    })
    watch(this, 'Age', {
      metric: this.metricApproximateAgeOfOldestMessage({ period: fiveMinutes }),
      threshold: stuckAfter.toSeconds(),
      what: `The queue ${name} holds a message for more than ${stuckAfter.toHumanString()}.`,
      runbook: 'queue-is-stuck',
      impact,
      alarms,
    })
  }
}

export interface QueueWorkerProps extends Partial<
  Omit<lambda.EventSourceMappingProps, 'target' | 'eventSourceArn'>
> {
  readonly worker: Worker
  readonly queue: sqs.IQueue
}

/** Has a function work on a queue; messages fail one by one, not by the batch. */
export class QueueWorker extends Construct {
  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id)
    const { worker, queue, ...settings } = props
    worker.allow(
      ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      queue.queueArn,
    )
    new lambda.EventSourceMapping(this, 'Source', {
      reportBatchItemFailures: true,
      ...settings,
      target: worker.function,
      eventSourceArn: queue.queueArn,
    })
  }
}
