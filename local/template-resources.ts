import * as z from 'zod'
import { TemplateUnsupported } from './local-error.ts'
import { resolver, type LoadedStack, type Resolver } from './template-intrinsics.ts'
import type { FunctionModel, QueueModel, StackModel, TableModel } from './template-model.ts'
import { OnFailure, propertiesOf, type Found } from './template-properties.ts'
import { incomingMailOf } from './template-inbox.ts'
import { logSubscriptionsOf, mailEventsOf } from './template-receipts.ts'
import { routesOf, scheduleOf, sourceOf } from './template-triggers.ts'

/** S3 key of an asset → the directory that is zipped into it. */
export type Assets = Map<string, string>

/** What shapes what runs; each kind is read below. */
const runnable = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::SubscriptionFilter',
  'AWS::S3::Bucket',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::EmailIdentity',
  'AWS::SES::ReceiptRule',
  'AWS::SNS::Subscription',
  'AWS::SQS::Queue',
  'AWS::Scheduler::Schedule',
])

/** What makes no difference to a run on one machine: rights, logs, alarms and their topics, users of tokens. */
const inert =
  /^AWS::(IAM|CloudWatch|KMS|CDK|Cognito|Budgets|Backup|WAFv2)::|^AWS::(Logs::(LogGroup|LogStream|MetricFilter|ResourcePolicy|QueryDefinition)|SES::ReceiptRuleSet|SNS::(Topic|TopicPolicy)|Lambda::(Permission|Version|Alias)|SQS::QueuePolicy|S3::BucketPolicy|ApiGatewayV2::Stage|Scheduler::ScheduleGroup)$/

/** @throws TemplateUnsupported for a resource that neither runs here nor may be left out. */
export function modelOf(stacks: readonly LoadedStack[], assets: Assets): StackModel {
  const all = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).map(([logicalId, resource]): Found => {
      if (inert.test(resource.Type) || (runnable.has(resource.Type) && resource.Condition === undefined))
        return { stack, logicalId, resource, path: stack.paths.get(logicalId) ?? [logicalId] }
      throw new TemplateUnsupported(
        `${stack.name} has ${logicalId} (${resource.Type}${resource.Condition === undefined ? '' : ', conditional'}), ` +
          'which the local stack cannot run.',
      )
    }),
  )
  const resolve = resolver(stacks)
  const of = (...types: string[]) => all.filter(({ resource }) => types.includes(resource.Type))
  const functions = functionsOf(
    of('AWS::Lambda::Function'),
    of('AWS::Lambda::EventInvokeConfig'),
    assets,
    resolve,
  )
  const tables = of('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map((found) =>
    tableOf(found, resolve),
  )
  const sources = of('AWS::Lambda::EventSourceMapping').map((found) =>
    sourceOf(found, functions, tables, resolve),
  )
  const first = stacks[0]
  return {
    region: first?.region ?? '',
    account: first?.account ?? '',
    tables,
    buckets: of('AWS::S3::Bucket').map(({ stack, logicalId }) => resolve.physicalName(stack, logicalId)),
    queues: queuesOf(of('AWS::SQS::Queue'), resolve),
    functions,
    queueSources: sources.filter((source) => 'queueArn' in source),
    streamSources: sources.filter((source) => 'tableName' in source),
    schedules: of('AWS::Scheduler::Schedule').flatMap((found) => scheduleOf(found, functions, resolve)),
    routes: routesOf(of('AWS::ApiGatewayV2::Route'), functions, resolve),
    mailEvents: mailEventsOf(
      of('AWS::SES::ConfigurationSetEventDestination'),
      of('AWS::SNS::Subscription'),
      resolve,
    ),
    incomingMail: incomingMailOf(of('AWS::SES::ReceiptRule'), of('AWS::SNS::Subscription'), resolve),
    logSubscriptions: logSubscriptionsOf(of('AWS::Logs::SubscriptionFilter'), functions, resolve),
    configurationSets: of('AWS::SES::ConfigurationSet').map(({ stack, logicalId }) =>
      resolve.physicalName(stack, logicalId),
    ),
    identities: of('AWS::SES::EmailIdentity').map(({ stack, resource }) =>
      z.string().parse(resolve.resolve(stack, resource.Properties['EmailIdentity'])),
    ),
  }
}

const FunctionProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
  ReservedConcurrentExecutions: z.number().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
})

const InvokeConfigProperties = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.number().optional(),
  DestinationConfig: OnFailure.optional(),
})

function functionsOf(
  found: readonly Found[],
  configs: readonly Found[],
  assets: Assets,
  resolve: Resolver,
): FunctionModel[] {
  const invokeConfigs = configs.map((config) => propertiesOf(InvokeConfigProperties, config, resolve))
  return found.map((one) => {
    const { stack, logicalId, path } = one
    const properties = propertiesOf(FunctionProperties, one, resolve)
    const physicalName = resolve.physicalName(stack, logicalId)
    const bundle = assets.get(properties.Code.S3Key)
    if (bundle === undefined)
      throw new TemplateUnsupported(`The code of ${logicalId} in ${stack.name} is not in the assembly.`)
    const config = invokeConfigs.find(({ FunctionName }) => FunctionName === physicalName)
    return {
      name: properties.Tags.find(({ Key }) => Key === 'function')?.Value ?? path.at(-1) ?? logicalId,
      physicalName,
      arn: resolve.attribute(stack, logicalId, 'Arn'),
      bundle,
      handler: properties.Handler,
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      environment: properties.Environment?.Variables ?? {},
      reservedConcurrency: properties.ReservedConcurrentExecutions,
      asyncRetries: config?.MaximumRetryAttempts ?? 2,
      asyncFailureQueue: config?.DestinationConfig?.OnFailure?.Destination,
    }
  })
}

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))

const TableProperties = z.object({
  KeySchema,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: z.string(),
        KeySchema,
        Projection: z.object({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .default([]),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']) })
    .optional(),
})

function tableOf(found: Found, resolve: Resolver): TableModel {
  const properties = propertiesOf(TableProperties, found, resolve)
  return {
    name: resolve.physicalName(found.stack, found.logicalId),
    arn: resolve.attribute(found.stack, found.logicalId, 'Arn'),
    keySchema: properties.KeySchema,
    attributes: properties.AttributeDefinitions,
    indexes: properties.GlobalSecondaryIndexes,
    streamView: properties.StreamSpecification?.StreamViewType,
  }
}

const QueueProperties = z.object({
  VisibilityTimeout: z.number().default(30),
  DelaySeconds: z.number().default(0),
  MessageRetentionPeriod: z.number().default(345_600),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
  FifoQueue: z.literal(false).default(false),
})

function queuesOf(found: readonly Found[], resolve: Resolver): QueueModel[] {
  return found.map((one) => {
    const { stack, logicalId } = one
    const properties = propertiesOf(QueueProperties, one, resolve)
    return {
      name: shortName(one, found),
      physicalName: resolve.physicalName(stack, logicalId),
      arn: resolve.attribute(stack, logicalId, 'Arn'),
      url: resolve.ref(stack, logicalId),
      attributes: {
        VisibilityTimeout: String(properties.VisibilityTimeout),
        DelaySeconds: String(properties.DelaySeconds),
        MessageRetentionPeriod: String(properties.MessageRetentionPeriod),
        ...(properties.RedrivePolicy === undefined
          ? {}
          : { RedrivePolicy: JSON.stringify(properties.RedrivePolicy) }),
      },
    }
  })
}

/** The shortest end of the construct path that nothing else of its kind shares. */
function shortName(one: Found, all: readonly Found[]): string {
  for (let length = 1; length <= one.path.length; length += 1) {
    const end = one.path.slice(-length).join('/')
    if (all.filter(({ path }) => path.slice(-length).join('/') === end).length === 1) return end
  }
  return one.logicalId
}
