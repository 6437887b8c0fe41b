import type { Zone } from '../shared/domain/time.ts'

/** What the synthesized templates say, as far as this machine runs it. What is not here does not exist locally. */
export interface StackModel {
  readonly region: string
  readonly account: string
  readonly tables: readonly TableModel[]
  readonly buckets: readonly string[]
  readonly queues: readonly QueueModel[]
  readonly functions: readonly FunctionModel[]
  readonly queueSources: readonly QueueSource[]
  readonly streamSources: readonly StreamSource[]
  readonly schedules: readonly ScheduleModel[]
  readonly routes: readonly RouteModel[]
  readonly mailEvents: readonly MailEvents[]
  readonly incomingMail: readonly IncomingMail[]
  readonly logSubscriptions: readonly LogSubscription[]
  /** Names of SES configuration sets. */
  readonly configurationSets: readonly string[]
  /** Domains and addresses that SES may send from. */
  readonly identities: readonly string[]
}

export interface KeyPart {
  readonly AttributeName: string
  readonly KeyType: 'HASH' | 'RANGE'
}

export interface TableModel {
  readonly name: string
  readonly arn: string
  readonly keySchema: readonly KeyPart[]
  readonly attributes: readonly {
    readonly AttributeName: string
    readonly AttributeType: 'S' | 'N' | 'B'
  }[]
  readonly indexes: readonly {
    readonly IndexName: string
    readonly KeySchema: readonly KeyPart[]
    readonly Projection: {
      readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'
      readonly NonKeyAttributes?: readonly string[] | undefined
    }
  }[]
  readonly streamView: 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY' | undefined
}

export interface QueueModel {
  /** The shortest end of its construct path that no other queue shares: `imports`, `deliveries-dead-letters`. */
  readonly name: string
  readonly physicalName: string
  readonly arn: string
  /** Its address on AWS; functions get the local one in its place. */
  readonly url: string
  /** SQS attributes as CreateQueue takes them. */
  readonly attributes: Readonly<Record<string, string>>
}

export interface FunctionModel {
  /** The name in the bill of materials: `run-import`. */
  readonly name: string
  readonly physicalName: string
  readonly arn: string
  /** Absolute path of the directory with the bundle. */
  readonly bundle: string
  readonly handler: string
  readonly timeoutSeconds: number
  readonly memoryMegabytes: number
  readonly environment: Readonly<Record<string, string>>
  readonly reservedConcurrency: number | undefined
  /** Retries of an asynchronous invocation (a schedule's), and the queue (ARN) for what failed for good. */
  readonly asyncRetries: number
  readonly asyncFailureQueue: string | undefined
}

export interface QueueSource {
  readonly functionName: string
  readonly queueArn: string
  readonly batchSize: number
  readonly partialBatchResponse: boolean
  readonly maximumConcurrency: number | undefined
  /** JSON texts of event patterns. */
  readonly filters: readonly string[]
}

export interface StreamSource {
  readonly functionName: string
  readonly tableName: string
  readonly batchSize: number
  /** How long records may be gathered before a batch is full. */
  readonly batchingWindowSeconds: number
  readonly fromStart: boolean
  readonly bisectOnError: boolean
  /** -1: until the record expires. */
  readonly maximumRetries: number
  readonly partialBatchResponse: boolean
  readonly failureQueue: string | undefined
  readonly filters: readonly string[]
}

export interface ScheduleModel {
  readonly name: string
  readonly functionName: string
  readonly expression: string
  readonly zone: Zone
  /** JSON text; `<aws.scheduler.scheduled-time>` and the like stand in it. */
  readonly input: string
}

/** Which events of a configuration set's mails end in a queue, by way of a topic. */
export interface MailEvents {
  readonly configurationSet: string
  /** As they are named in an event: `Send`, `DeliveryDelay`. */
  readonly events: readonly string[]
  readonly queueArn: string
}

/** What becomes of mail from outside: it is put into a bucket, and SES's word on it into a queue. */
export interface IncomingMail {
  /** Domains and addresses whose mail is taken. */
  readonly recipients: readonly string[]
  readonly bucket: string
  readonly keyPrefix: string
  readonly topicArn: string
  readonly queueArn: string
}

/** A function that is handed what is written to a log group. */
export interface LogSubscription {
  readonly name: string
  readonly logGroup: string
  readonly functionName: string
}

export interface JwtAuthorizer {
  readonly issuer: string
  readonly audience: readonly string[]
}

export interface RouteModel {
  /** `ANY` for every method. */
  readonly method: string
  /** `/call-lists/{date}`; `{proxy+}` takes the rest. */
  readonly path: string
  readonly functionName: string
  readonly authorizer: JwtAuthorizer | undefined
}
