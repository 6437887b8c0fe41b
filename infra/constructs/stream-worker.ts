import type { Duration } from 'aws-cdk-lib'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { DeadLetterQueue } from './dead-letter-queue.ts'
import type { Alarmed } from './watch.ts'
import { fiveMinutes, watch } from './watch.ts'
import type { Worker } from './worker.ts'

export interface StreamWorkerProps
  extends
    Omit<Alarmed, 'impact'>,
    Partial<Omit<lambda.EventSourceMappingProps, 'target' | 'eventSourceArn' | 'onFailure'>> {
  readonly worker: Worker
  readonly streamArn: string
  /** Records further behind than this mean that the function does not keep up. */
  readonly stuckAfter: Duration
}

/**
 * Has a function read a table's stream. A batch goes on from the record that the function says failed; one that
 * fails without a word is halved until the bad record is alone. That one goes to a queue, and the shard moves on.
 */
export class StreamWorker extends Construct {
  constructor(scope: Construct, id: string, props: StreamWorkerProps) {
    super(scope, id)
    const { worker, streamArn, stuckAfter, alarms, ...settings } = props
    const { impact } = worker
    const givenUp = new DeadLetterQueue(this, 'given-up', {
      what: `${worker.node.id} gave up on records of the table's stream.`,
      impact,
      alarms,
    })
    worker.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      streamArn,
    )
    worker.allow(['sqs:SendMessage'], givenUp.queueArn)

    new lambda.EventSourceMapping(this, 'Source', {
      // From the oldest record on: what was written before the first deployment ended counts too.
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 5,
      ...settings,
      onFailure: { bind: () => ({ destination: givenUp.queueArn }) },
      target: worker.function,
      eventSourceArn: streamArn,
    })
    watch(this, 'Age', {
      metric: worker.function.metric('IteratorAge', { period: fiveMinutes, statistic: 'Maximum' }),
      threshold: stuckAfter.toMilliseconds(),
      what: `${worker.node.id} is more than ${stuckAfter.toHumanString()} behind the table's stream.`,
      runbook: 'stream-is-stuck',
      impact,
      alarms,
    })
  }
}
