import { CfnOutput, Duration, Stack } from 'aws-cdk-lib'
import type { StackProps } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import * as ses from 'aws-cdk-lib/aws-ses'
import { join } from 'node:path'
import type { Construct } from 'constructs'
import { grant } from '../access.ts'
import { AlarmTopic } from '../constructs/alarm-topic.ts'
import { MailInbox } from '../constructs/mail-inbox.ts'
import { MailReceipts } from '../constructs/mail-receipts.ts'
import { QueueWorker, WorkQueue } from '../constructs/queue-worker.ts'
import { ScheduledJob } from '../constructs/scheduled-job.ts'
import { SmsDeliveryLog } from '../constructs/sms-delivery-log.ts'
import { StreamWorker } from '../constructs/stream-worker.ts'
import { watch } from '../constructs/watch.ts'
import { Worker } from '../constructs/worker.ts'
import { functionList, functions } from '../functions.ts'
import type { FunctionSpec } from '../function-spec.ts'
import type { FunctionName } from '../functions.ts'
import type { Stage } from '../stages.ts'
import type { DataStack } from './data-stack.ts'

export interface JobSchedule {
  readonly job: string
  readonly functionName: string
  /** EventBridge Scheduler's expression. */
  readonly expression: string
}

export interface ServiceStackProps extends StackProps {
  readonly stage: Stage
  readonly data: DataStack
  readonly schedules: readonly JobSchedule[]
  /** Directory with one bundle per function. */
  readonly buildDir: string
}

/** What runs: functions, the queues, stream and schedules that call them, the alarms. */
export class ServiceStack extends Stack {
  readonly alarms: AlarmTopic
  readonly #workers: ReadonlyMap<string, Worker>

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    const { stage, data, schedules, buildDir, ...settings } = props
    super(scope, id, settings)

    const alarms = new AlarmTopic(this, 'alarms', { email: stage.alarmEmail })
    this.alarms = alarms
    const queues = {
      deliveries: new WorkQueue(this, 'deliveries', {
        workerTimeout: timeoutOf('messages-deliver'),
        // Pacing puts a message back with a delay of at most 15 minutes.
        stuckAfter: Duration.minutes(30),
        impact: functions['messages-deliver'].impact,
        alarms,
      }),
      imports: new WorkQueue(this, 'imports', {
        workerTimeout: timeoutOf('run-import'),
        // One retry: a failed attempt of 15 minutes shows up again after the visibility time-out of 90.
        stuckAfter: Duration.hours(2),
        impact: functions['run-import'].impact,
        alarms,
      }),
      notices: new WorkQueue(this, 'notices', {
        workerTimeout: timeoutOf('notices-receive'),
        stuckAfter: Duration.minutes(30),
        impact: functions['notices-receive'].impact,
        alarms,
      }),
      receipts: new WorkQueue(this, 'receipts', {
        workerTimeout: timeoutOf('messages-receipts'),
        // A receipt that comes too early is put back with a delay of at most 15 minutes.
        stuckAfter: Duration.minutes(30),
        impact: functions['messages-receipts'].impact,
        alarms,
      }),
    }
    const mail = new ses.ConfigurationSet(this, 'staff-mail', {
      configurationSetName: `after-sales-${stage.name}`,
      tlsPolicy: ses.ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    })
    const resources = {
      stack: this,
      stage,
      table: data.table,
      files: data.files,
      queues,
      configurationSet: mail.configurationSetName,
    }

    const create = (name: FunctionName, more: Partial<lambda.FunctionOptions> = {}): Worker => {
      const spec: FunctionSpec = functions[name]
      const worker = new Worker(this, name, {
        code: lambda.Code.fromAsset(join(buildDir, name), { exclude: ['*.map'] }),
        description: spec.purpose,
        impact: spec.impact,
        timeout: Duration.seconds(spec.timeoutSeconds),
        memorySize: spec.memoryMb,
        alarms,
        ...grant(spec.access, resources),
        ...more,
      })
      for (const alarm of spec.rings ?? []) worker.ringOn(alarm, alarms)
      return worker
    }
    // They put their own work back into their queue, on purpose and for hours: a long file goes on in the next
    // message, a message waits for its pace, a receipt for its message. Lambda's loop detection would give it up after sixteen rounds.
    const again = { recursiveLoop: lambda.RecursiveLoop.ALLOW }
    const apart: Partial<Record<FunctionName, Partial<lambda.FunctionOptions>>> = {
      'run-import': again,
      'messages-deliver': again,
      'messages-receipts': again,
    }
    this.#workers = new Map(functionList.map(({ name }) => [name, create(name, apart[name])]))
    const runImport = this.worker('run-import')
    const deliver = this.worker('messages-deliver')
    const receipts = this.worker('messages-receipts')
    const smsLog = this.worker('messages-sms-log')
    const relay = this.worker('messages-relay')

    // Few files come at once, and each is read by one worker from its first line to its last.
    new QueueWorker(this, 'imports-worker', {
      worker: runImport,
      queue: queues.imports,
      batchSize: 1,
      maxConcurrency: 2,
    })
    // Two workers keep a provider's pace better than twenty that divide it among themselves.
    new QueueWorker(this, 'deliveries-worker', {
      worker: deliver,
      queue: queues.deliveries,
      // Ten deliveries share the reads of their facts: the most that one request to SQS brings.
      batchSize: 10,
      maxConcurrency: 2,
    })
    new QueueWorker(this, 'receipts-worker', {
      worker: receipts,
      queue: queues.receipts,
      batchSize: 10,
      maxConcurrency: 2,
    })
    // A mail of 30 MB fills a worker by itself.
    new QueueWorker(this, 'notices-worker', {
      worker: this.worker('notices-receive'),
      queue: queues.notices,
      batchSize: 1,
      maxConcurrency: 2,
    })
    const inbox = new MailInbox(this, 'inbox', {
      stageName: stage.name,
      domain: stage.inboxDomain,
      bucket: data.files,
      prefix: 'inbox/',
      queue: queues.notices,
    })
    new MailReceipts(this, 'mail-receipts', { configurationSet: mail, queue: queues.receipts })
    const smsDeliveryLog = new SmsDeliveryLog(this, 'sms-delivery-log', { worker: smsLog, alarms })
    new StreamWorker(this, 'relay-worker', {
      worker: relay,
      streamArn: streamArnOf(data),
      filters: [
        lambda.FilterCriteria.filter({
          eventName: ['INSERT'],
          dynamodb: { NewImage: { entity: { S: ['Delivery'] } } },
        }),
      ],
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      stuckAfter: Duration.minutes(10),
      alarms,
    })

    for (const { job, functionName, expression } of schedules) {
      new ScheduledJob(this, `job-${job}`, {
        job,
        worker: this.worker(functionName),
        expression,
        zones: stage.zones,
        alarms,
      })
    }

    watch(this, 'sms-spend', {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/SNS',
        metricName: 'SMSMonthToDateSpentUSD',
        statistic: 'Maximum',
        period: Duration.hours(1),
      }),
      threshold: stage.sms.monthlyBudgetUsd * 0.8,
      what: "SMS have used up 80 % of the month's budget.",
      impact: 'At the spend quota SNS drops SMS without an error: customers are no longer reminded.',
      runbook: 'sms-spend',
      alarms,
    })

    new CfnOutput(this, 'ReceiptRuleSet', {
      description: 'To be made the active one: aws ses set-active-receipt-rule-set --rule-set-name',
      value: inbox.ruleSetName,
    })
    new CfnOutput(this, 'SmsDeliveryLogRoleArn', {
      description: "For the account's SMS settings: aws sns set-sms-attributes",
      value: smsDeliveryLog.role.roleArn,
    })
  }

  /** @throws Error when no function has this name, which a schedule or a route gives */
  worker(name: string): Worker {
    const worker = this.#workers.get(name)
    if (worker === undefined) throw new Error(`There is no function '${name}'.`)
    return worker
  }
}

function timeoutOf(name: FunctionName): Duration {
  return Duration.seconds(functions[name].timeoutSeconds)
}

function streamArnOf({ table }: DataStack): string {
  if (table.tableStreamArn === undefined) throw new Error('The table has no stream.')
  return table.tableStreamArn
}
