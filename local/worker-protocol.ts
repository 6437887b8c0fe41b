/** What passes between the runner and a function's worker. Events and results are JSON text, as on Lambda. */
export interface WorkerStart {
  /** Absolute path of the bundle's directory. */
  readonly bundle: string
  /** Lambda's handler setting, `index.handler`. */
  readonly handler: string
  readonly functionName: string
  readonly functionArn: string
  readonly memoryMegabytes: number
  readonly clock: SharedArrayBuffer
  /** Milliseconds that this worker's clock is ahead of the others'; negative = behind. */
  readonly skew: number
}

export interface InvocationRequest {
  readonly requestId: string
  readonly event: string
  /** Milliseconds that the invocation may take, real time. */
  readonly timeout: number
}

export interface InvocationFailure {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly failure: InvocationFailure }
  | { readonly kind: 'done'; readonly requestId: string; readonly result: string | undefined }
  | { readonly kind: 'failed'; readonly requestId: string; readonly failure: InvocationFailure }

export function describeFailure(error: unknown): InvocationFailure {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] }
}
