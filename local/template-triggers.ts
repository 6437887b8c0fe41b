import * as z from 'zod'
import { Zone } from '../shared/domain/time.ts'
import { TemplateUnsupported } from './local-error.ts'
import type { Resolver } from './template-intrinsics.ts'
import type {
  FunctionModel,
  JwtAuthorizer,
  QueueSource,
  RouteModel,
  ScheduleModel,
  StreamSource,
  TableModel,
} from './template-model.ts'
import { functionNamed, OnFailure, propertiesOf, type Found } from './template-properties.ts'

const SourceProperties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.literal(true).default(true),
  BatchSize: z.number().optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number().optional() }).optional(),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).default('TRIM_HORIZON'),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  MaximumRetryAttempts: z.number().default(-1),
  DestinationConfig: OnFailure.optional(),
})

/** What a queue or a stream sets going. */
export function sourceOf(
  found: Found,
  functions: readonly FunctionModel[],
  tables: readonly TableModel[],
  resolve: Resolver,
): QueueSource | StreamSource {
  const properties = propertiesOf(SourceProperties, found, resolve)
  const common = {
    functionName: functionNamed(properties.FunctionName, functions, found),
    partialBatchResponse: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    filters: properties.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [],
  }
  const arn = properties.EventSourceArn
  if (arn.startsWith('arn:aws:sqs:'))
    return {
      ...common,
      queueArn: arn,
      batchSize: properties.BatchSize ?? 10,
      maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency,
    }
  const table = tables.find((one) => arn.startsWith(`${one.arn}/stream/`))
  if (table === undefined)
    throw new TemplateUnsupported(
      `${found.logicalId} reads ${arn}, which is neither a queue nor a table's stream here.`,
    )
  return {
    ...common,
    tableName: table.name,
    batchSize: properties.BatchSize ?? 100,
    batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
    fromStart: properties.StartingPosition === 'TRIM_HORIZON',
    bisectOnError: properties.BisectBatchOnFunctionError,
    maximumRetries: properties.MaximumRetryAttempts,
    failureQueue: properties.DestinationConfig?.OnFailure?.Destination,
  }
}

const ScheduleProperties = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: Zone.default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().default('{}') }),
})

/** A schedule; none when it is disabled. */
export function scheduleOf(
  found: Found,
  functions: readonly FunctionModel[],
  resolve: Resolver,
): ScheduleModel[] {
  const properties = propertiesOf(ScheduleProperties, found, resolve)
  if (properties.State === 'DISABLED') return []
  return [
    {
      name: found.path.join('/'),
      functionName: functionNamed(properties.Target.Arn, functions, found),
      expression: properties.ScheduleExpression,
      zone: properties.ScheduleExpressionTimezone,
      input: properties.Target.Input,
    },
  ]
}

const RouteProperties = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
})

const IntegrationProperties = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
})

const AuthorizerProperties = z.object({
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.object({ Audience: z.array(z.string()), Issuer: z.string() }),
})

export function routesOf(
  found: readonly Found[],
  functions: readonly FunctionModel[],
  resolve: Resolver,
): RouteModel[] {
  return found.map((one) => {
    const properties = propertiesOf(RouteProperties, one, resolve)
    const [method, path] =
      properties.RouteKey === '$default' ? ['ANY', '/{proxy+}'] : properties.RouteKey.split(' ')
    const integration = propertiesOf(
      IntegrationProperties,
      sibling(one, properties.Target.replace('integrations/', ''), resolve),
      resolve,
    )
    return {
      method: method ?? '',
      path: path ?? '',
      functionName: functionNamed(integration.IntegrationUri, functions, one),
      authorizer: authorizerOf(one, properties, resolve),
    }
  })
}

function authorizerOf(
  route: Found,
  { AuthorizationType, AuthorizerId }: z.infer<typeof RouteProperties>,
  resolve: Resolver,
): JwtAuthorizer | undefined {
  if (AuthorizationType === 'NONE') return undefined
  const { JwtConfiguration } = propertiesOf(
    AuthorizerProperties,
    sibling(route, AuthorizerId ?? '', resolve),
    resolve,
  )
  return { issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience }
}

/** The resource of the same stack whose reference is `reference`. */
function sibling({ stack, logicalId }: Found, reference: string, resolve: Resolver): Found {
  for (const [other, resource] of Object.entries(stack.template.Resources))
    if (resource.Type.startsWith('AWS::ApiGatewayV2::') && resolve.ref(stack, other) === reference)
      return { stack, logicalId: other, resource, path: [] }
  throw new TemplateUnsupported(`${logicalId} in ${stack.name} refers to ${reference}, which is not there.`)
}
