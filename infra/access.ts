import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import * as iam from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Stack } from 'aws-cdk-lib'
import { table as tableShape } from '../shared/store/table.ts'
import type { Access, QueueName } from './function-spec.ts'
import type { Stage } from './stages.ts'

/** What a function can be given access to. */
export interface Resources {
  readonly stack: Stack
  readonly stage: Stage
  readonly table: Pick<ITable, 'tableArn' | 'tableName'>
  readonly files: Pick<IBucket, 'arnForObjects' | 'bucketArn' | 'bucketName'>
  readonly queues: Readonly<Record<QueueName, IQueue>>
  /** SES configuration set that staff mail is sent under. */
  readonly configurationSet: string
}

export interface Granted {
  readonly statements: readonly iam.PolicyStatement[]
  /** Environment variables that say where the granted things are. */
  readonly environment: Readonly<Record<string, string>>
}

/**
 * A function's access as exact statements and the variables that go with them. CDK's own grants are not used:
 * they add actions nobody calls and wildcards over indexes, streams and object actions.
 */
export function grant(access: Access, resources: Resources): Granted {
  const { stack, stage, table, files, queues, configurationSet } = resources
  const statements: iam.PolicyStatement[] = []
  const environment: Record<string, string> = { STAGE: stage.name }
  const allow = (actions: readonly string[], ...on: readonly string[]): void => {
    statements.push(new iam.PolicyStatement({ actions: [...actions], resources: [...on] }))
  }

  if (access.table !== undefined) {
    environment['TABLE_NAME'] = table.tableName
    allow(
      access.table.map((action) => `dynamodb:${action}`),
      table.tableArn,
    )
  }
  if (access.indexes !== undefined) {
    const arns = access.indexes.map((index) => `${table.tableArn}/index/${tableShape.indexes[index].name}`)
    allow(['dynamodb:Query'], ...arns)
  }

  if (access.readsFiles !== undefined || access.writesFiles !== undefined) {
    environment['FILES_BUCKET'] = files.bucketName
  }
  if (access.readsFiles !== undefined) {
    // Who may not list a bucket is told 403 of a file that does not exist, not 404; a condition on the prefix would
    // deny it all the same, as reading a file names none.
    allow(['s3:ListBucket'], files.bucketArn)
    allow(['s3:GetObject'], ...access.readsFiles.map((prefix) => files.arnForObjects(`${prefix}/*`)))
  }
  if (access.writesFiles !== undefined) {
    allow(['s3:PutObject'], ...access.writesFiles.map((prefix) => files.arnForObjects(`${prefix}/*`)))
  }

  for (const queue of access.sendsTo ?? []) {
    environment[`${queue.toUpperCase()}_QUEUE_URL`] = queues[queue].queueUrl
    allow(['sqs:SendMessage'], queues[queue].queueArn)
  }

  if (access.knowsZones) environment['ZONES'] = stage.zones.join(' ')
  if (access.knowsPublicUrl) environment['PUBLIC_URL'] = stage.publicUrl
  if (access.knowsInboxDomain) environment['INBOX_DOMAIN'] = stage.inboxDomain

  for (const channel of access.sends ?? []) {
    switch (channel) {
      case 'sms':
        environment['SMS_MAX_PRICE_USD'] = String(stage.sms.maxPriceUsd)
        environment['SMS_PER_SECOND'] = String(stage.sms.perSecond)
        statements.push(...publishToPhonesOnly(stack))
        break
      case 'mail':
        environment['MAIL_FROM'] = stage.mailFrom
        environment['MAIL_PER_SECOND'] = String(stage.mail.perSecond)
        environment['SES_CONFIGURATION_SET'] = configurationSet
        statements.push(sendMailAs(stage.mailFrom, configurationSet, stack))
        break
    }
  }
  return { statements, environment }
}

/**
 * A phone number has no ARN, so an SMS can only be allowed with `sns:Publish` on `*`: the one wildcard of this
 * deployment. The Deny takes back what the wildcard gives too much of: every topic.
 */
function publishToPhonesOnly(stack: Stack): readonly iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'PublishToPhoneNumbersWhichHaveNoArn',
      actions: ['sns:Publish'],
      resources: ['*'],
    }),
    new iam.PolicyStatement({
      sid: 'NeverPublishToTopics',
      effect: iam.Effect.DENY,
      actions: ['sns:Publish'],
      resources: [`arn:${stack.partition}:sns:*:*:*`],
    }),
  ]
}

/** Mail from this one address, by the verified identity of its domain. */
function sendMailAs(mailFrom: string, configurationSet: string, stack: Stack): iam.PolicyStatement {
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1)
  return new iam.PolicyStatement({
    actions: ['ses:SendRawEmail'],
    resources: [
      stack.formatArn({ service: 'ses', resource: 'identity', resourceName: domain }),
      stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configurationSet }),
    ],
    conditions: { StringEquals: { 'ses:FromAddress': mailFrom } },
  })
}
