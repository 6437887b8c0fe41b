/** Where the services answer, `http://127.0.0.1:…`. */
export interface Endpoints {
  readonly dynamodb: string
  readonly sqs: string
  readonly s3: string
  readonly sns: string
  readonly ses: string
}

/** Settings for an SDK client of the runner itself. */
export interface ClientSettings {
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

export function clientSettings(endpoint: string, region: string): ClientSettings {
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
}
