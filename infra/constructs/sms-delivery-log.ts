import { Duration, Stack } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import * as logs from 'aws-cdk-lib/aws-logs'
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations'
import { Construct } from 'constructs'
import { DeadLetterQueue } from './dead-letter-queue.ts'
import type { Alarmed } from './watch.ts'
import { logRetention, type Worker } from './worker.ts'

export interface SmsDeliveryLogProps extends Omit<Alarmed, 'impact'> {
  /** Is handed each line. */
  readonly worker: Worker
}

/**
 * SNS's log of the SMS that it sent to numbers, and who reads it. SNS chooses the names of the log groups, one pair
 * in each account and region, and writes to them under a role that the account's SMS settings name: setting that is
 * a step of the deployment, since CloudFormation knows no such resource.
 */
export class SmsDeliveryLog extends Construct {
  /** For the account's SMS settings. */
  readonly role: iam.Role

  constructor(scope: Construct, id: string, props: SmsDeliveryLogProps) {
    super(scope, id)
    const { worker, alarms } = props
    const { region, account } = Stack.of(this)
    const name = `sns/${region}/${account}/DirectPublishToPhoneNumber`
    const groups = [
      new logs.LogGroup(this, 'Arrived', { logGroupName: name, retention: logRetention }),
      new logs.LogGroup(this, 'Failed', { logGroupName: `${name}/Failure`, retention: logRetention }),
    ]

    this.role = new iam.Role(this, 'Role', {
      description: 'SNS writes its log of SMS deliveries',
      // As AWS documents it, without a condition: that SNS names the account when it takes this role is said nowhere,
      // and if it did not, both logs would stay empty without a word.
      assumedBy: new iam.ServicePrincipal('sns.amazonaws.com'),
      inlinePolicies: {
        write: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              // AWS's own policy for this names the creation too; here it reaches no other group.
              actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: groups.map(({ logGroupArn }) => logGroupArn),
            }),
          ],
        }),
      },
    })

    const givenUp = new DeadLetterQueue(this, 'given-up', {
      what: 'Lines of the SMS delivery log were given up.',
      impact: worker.impact,
      alarms,
    })
    worker.allow(['sqs:SendMessage'], givenUp.queueArn)
    new lambda.EventInvokeConfig(this, 'Retries', {
      function: worker.function,
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: givenUp.queueArn }) },
    })
    for (const group of groups) {
      new logs.SubscriptionFilter(group, 'Reader', {
        logGroup: group,
        destination: new LambdaDestination(worker.function),
        filterPattern: logs.FilterPattern.allEvents(),
      })
    }
  }
}
