/** What passes between the runner and the thread that holds the queues and buckets. */
export interface ServicesStart {
  readonly clock: SharedArrayBuffer
  readonly region: string
  /** Where queues, messages and files are kept; absent = memory. */
  readonly directory: string | undefined
}

export interface QueueSetting {
  readonly name: string
  /** SQS attributes as CreateQueue takes them. */
  readonly attributes: Readonly<Record<string, string>>
}

/** What a queue holds at the moment. Times are milliseconds of the runner's clock. */
export interface QueueState {
  readonly ready: number
  readonly delayedUntil: readonly number[]
  readonly inFlight: readonly { readonly receiptHandle: string; readonly until: number }[]
}

export type ServicesRequest =
  | { readonly kind: 'create'; readonly queues: readonly QueueSetting[]; readonly buckets: readonly string[] }
  | { readonly kind: 'inspect'; readonly queues: readonly string[] }
  | { readonly kind: 'stop' }

export type ServicesReply =
  | { readonly kind: 'started'; readonly port: number }
  | { readonly kind: 'created' }
  | { readonly kind: 'state'; readonly queues: Readonly<Record<string, QueueState>> }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string }
