import { Duration } from 'aws-cdk-lib'
import * as sqs from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Alarmed } from './watch.ts'
import { fiveMinutes, watch } from './watch.ts'

export interface DeadLetterQueueProps extends Alarmed, sqs.QueueProps {
  /** What a message in it means, as a sentence. */
  readonly what: string
}

/** Where given-up work waits for a person: kept for 14 days, and one message is enough to ring. */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    const { what, impact, alarms, ...settings } = props
    super(scope, id, {
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      ...settings,
    })
    watch(this, 'Depth', {
      metric: this.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: 'Maximum' }),
      what,
      runbook: 'dead-letters',
      impact,
      alarms,
    })
  }
}
