import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import * as scheduler from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import { DeadLetterQueue } from './dead-letter-queue.ts'
import type { Alarmed } from './watch.ts'
import { watch } from './watch.ts'
import type { Worker } from './worker.ts'

export interface ScheduledJobProps extends Omit<Alarmed, 'impact'> {
  /** The job's name, which the function is told. */
  readonly job: string
  readonly worker: Worker
  /** EventBridge Scheduler's expression, read in each zone. */
  readonly expression: string
  readonly zones: readonly string[]
}

/** A job at its hours, in each zone: one schedule per zone, and an alarm when nothing ran for too long. */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id)
    const { job, worker, expression, zones, alarms } = props
    const { impact } = worker

    const missed = new DeadLetterQueue(this, 'missed', {
      what: `A run of the job ${job} was given up.`,
      impact,
      alarms,
    })
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com').withConditions({
        StringEquals: { 'aws:SourceAccount': missed.stack.account },
      }),
      inlinePolicies: {
        run: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: [worker.function.functionArn],
            }),
            new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [missed.queueArn] }),
          ],
        }),
      },
    })
    for (const zone of zones) {
      new scheduler.CfnSchedule(this, zone.replaceAll(/[^A-Za-z0-9]/g, '-'), {
        description: `${job}, ${zone}`,
        scheduleExpression: expression,
        scheduleExpressionTimezone: zone,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: worker.function.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify({ job, zone, scheduledAt: '<aws.scheduler.scheduled-time>' }),
          // An hour late is still worth running: a sweep takes all that is due by then.
          retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
          deadLetterConfig: { arn: missed.queueArn },
        },
      })
    }

    // The scheduler only hands over; what fails afterwards is retried and given up by Lambda itself.
    worker.allow(['sqs:SendMessage'], missed.queueArn)
    new lambda.EventInvokeConfig(this, 'Retries', {
      function: worker.function,
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: missed.queueArn }) },
    })

    const quiet = longestPause(expression)
    watch(this, 'DidNotRun', {
      metric: worker.function.metricInvocations({ period: Duration.hours(1) }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: quiet.toHours(),
      datapointsToAlarm: quiet.toHours(),
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      what: `The job ${job} has not run for ${quiet.toHumanString()}.`,
      runbook: 'job-did-not-run',
      impact,
      alarms,
    })
  }
}

/**
 * How long a job may rest before something is wrong: 25 hours when it runs daily, one when it runs every hour.
 * @throws Error for a schedule that is neither, as nobody has said how long that may rest
 */
export function longestPause(expression: string): Duration {
  const match = /^cron\(\S+ (?<hour>\S+) \* \* \? \*\)$/.exec(expression)
  const hour = match?.groups?.['hour']
  if (hour === undefined)
    throw new Error(`How long may '${expression}' rest? It is neither daily nor hourly.`)
  return Duration.hours(hour === '*' ? 1 : 25)
}
