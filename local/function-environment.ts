import type { Endpoints } from './endpoints.ts'
import type { FunctionModel, StackModel } from './template-model.ts'

/**
 * The whole environment of a function: what Lambda sets, what the template says, and the SDK's own variables that
 * lead its clients to this machine. Nothing of the runner's environment.
 */
export function environmentOf(
  fn: FunctionModel,
  { queues, region }: StackModel,
  endpoints: Endpoints,
  publicUrl: string,
): Record<string, string> {
  const local = new Map(queues.map(({ url, physicalName }) => [url, queueUrl(endpoints.sqs, physicalName)]))
  const variables = Object.entries(fn.environment).map(
    ([name, value]) => [name, name === 'PUBLIC_URL' ? publicUrl : (local.get(value) ?? value)] as const,
  )
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...localCredentials,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: fn.physicalName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.physicalName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    _HANDLER: fn.handler,
    LAMBDA_TASK_ROOT: fn.bundle,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    ...Object.fromEntries(variables),
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SNS: endpoints.sns,
    AWS_ENDPOINT_URL_SES: endpoints.ses,
  }
}

/** Taken by every local service; they sign, and open nothing. */
const localCredentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

/** A queue's address at an SQS endpoint of this machine. */
export function queueUrl(endpoint: string, physicalName: string): string {
  return `${endpoint}/000000000000/${physicalName}`
}
