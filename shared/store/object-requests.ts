import { Readable } from 'node:stream'
import { partition } from '@aws-sdk/core/client'
import { fromEnv } from '@aws-sdk/credential-provider-env'
import { Sha256 } from '@smithy/core/checksum'
import { escapeUriPath, HttpRequest, parseUrl } from '@smithy/core/protocols'
import { isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { SignatureV4 } from '@smithy/signature-v4'
import * as z from 'zod'
import { promptAnswers } from '../runtime/prompt-answers.ts'

/** An answer of S3 that is no success; its sentence names the key's owner at most by id. */
export class ObjectRequestFailed extends Error {
  override readonly name: string
  readonly $metadata: { readonly httpStatusCode: number }

  constructor(code: string, status: number) {
    super(`S3 answered ${String(status)}`)
    this.name = code
    this.$metadata = { httpStatusCode: status }
  }
}

export interface ObjectRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT'
  readonly key: string
  readonly body?: Uint8Array
  readonly contentType?: string
  /** Only the object with this tag is meant. */
  readonly ifMatch?: string | undefined
}

export interface ObjectAnswer {
  readonly length: number | undefined
  readonly etag: string | undefined
  readonly body: Readable
}

/** Sends one request, again when that may help; the body of a `GET` is still to be read. */
export type SendObjectRequest = (request: ObjectRequest) => Promise<ObjectAnswer>

const MOST_ATTEMPTS = 3

/**
 * Requests to a bucket with the parts that the SDK's other clients have brought along: its signer, its retries
 * and its connections. Every one of them may be repeated: what is written is written whole.
 *
 * `AWS_ENDPOINT_URL_S3` names another S3, which is asked by path.
 * @throws ObjectRequestFailed under the code that S3 gave, or what the network threw
 */
export function objectRequests(bucket: string): SendObjectRequest {
  const region = regionHere()
  const { root, ...server } = endpointOf(bucket, region)
  const signer = signerIn(region, fromEnv())
  const connections = new NodeHttpHandler(promptAnswers)
  const retries = new StandardRetryStrategy(MOST_ATTEMPTS)

  async function once({ method, key, body, contentType, ifMatch }: ObjectRequest): Promise<ObjectAnswer> {
    const request = new HttpRequest({
      ...server,
      method,
      path: `${root}${escapeUriPath(key)}`,
      headers: {
        host: server.port === undefined ? server.hostname : `${server.hostname}:${String(server.port)}`,
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(body === undefined ? {} : { 'content-length': String(body.byteLength) }),
      },
      body,
    })
    const { response } = await connections.handle(HttpRequest.clone(await signer.sign(request)))
    const { statusCode, headers, body: stream } = Response.parse(response)
    if (statusCode < 300) return { body: stream, length: headers['content-length'], etag: headers.etag }
    const code = /<Code>(\w+)<\/Code>/.exec(await textOf(stream))?.[1]
    throw new ObjectRequestFailed(code ?? (statusCode === 404 ? 'NotFound' : 'Unknown'), statusCode)
  }

  return async (request) => {
    let token = await retries.acquireInitialRetryToken('s3')
    for (;;) {
      try {
        const answer = await once(request)
        retries.recordSuccess(token)
        return answer
      } catch (error) {
        const errorType = faultOf(error)
        if (errorType === undefined) throw error
        try {
          // It waits, too.
          token = await retries.refreshRetryTokenForRetry(token, { errorType })
        } catch {
          throw error
        }
      }
    }
  }
}

export function regionHere(): string {
  return z.string().min(1).parse(process.env['AWS_REGION'])
}

export function signerIn(region: string, credentials: ReturnType<typeof fromEnv>): SignatureV4 {
  return new SignatureV4({
    service: 's3',
    region,
    credentials,
    sha256: Sha256,
    // S3 alone signs the path as it is sent.
    uriEscapePath: false,
  })
}

/** Where a bucket is found: `root` is what stands before its keys. */
export function endpointOf(
  bucket: string,
  region: string,
): { protocol: string; hostname: string; port?: number; root: string } {
  const elsewhere = process.env['AWS_ENDPOINT_URL_S3']
  const { protocol, hostname, port, path } = parseUrl(
    elsewhere ?? `https://${bucket}.s3.${region}.${partition(region).dnsSuffix}`,
  )
  return {
    protocol,
    hostname,
    ...(port === undefined ? {} : { port }),
    root: elsewhere === undefined ? path : `${path.replace(/\/$/, '')}/${bucket}/`,
  }
}

const Response = z.object({
  statusCode: z.number(),
  headers: z.object({ 'content-length': z.coerce.number().optional(), etag: z.string().optional() }),
  body: z.instanceof(Readable),
})

/** An answer began and did not come to its end. */
export class AnswerUnfinished extends Error {
  override readonly name = 'AnswerUnfinished'
}

/** What is read whole is read at once; a file that is worked through may take its time. */
const MOST_MS_FOR_TEXT = 10_000

/**
 * Text in UTF-8, to its end; `node:stream/consumers` would bring blobs and web streams along.
 * @throws AnswerUnfinished after ten seconds
 */
export async function textOf(stream: Readable): Promise<string> {
  const chunks: Uint8Array[] = []
  const ends = setTimeout(() => stream.destroy(new AnswerUnfinished()), MOST_MS_FOR_TEXT)
  try {
    for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(chunk)
  } finally {
    clearTimeout(ends)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What the SDK's own rules look at; its type of an error asks for more. */
const Failure = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().default(''),
  $metadata: z.object({ httpStatusCode: z.number() }).default({ httpStatusCode: 0 }),
})

function faultOf(error: unknown): 'THROTTLING' | 'TRANSIENT' | undefined {
  const failure = Failure.safeParse(error)
  if (!failure.success) return undefined
  if (isThrottlingError(failure.data)) return 'THROTTLING'
  return isTransientError(failure.data) ? 'TRANSIENT' : undefined
}
