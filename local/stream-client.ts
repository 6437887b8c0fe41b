import { Agent, request } from 'node:http'
import * as z from 'zod'
import type { ClientSettings } from './endpoints.ts'

/*
 * The three calls that reading a stream takes, over DynamoDB's JSON. Not the SDK: a record passes through here as it
 * stands, which is just how Lambda hands it over, and an import's tens of thousands cost a tenth of the time.
 */

export const StreamRecord = z.looseObject({
  eventName: z.string(),
  dynamodb: z.looseObject({ SequenceNumber: z.string() }),
})
export type StreamRecord = z.infer<typeof StreamRecord>

const Shards = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.string().optional() })).default([]),
  }),
})
const Iterator = z.object({ ShardIterator: z.string() })
const Records = z.object({
  Records: z.array(StreamRecord).default([]),
  NextShardIterator: z.string().nullish(),
})

export interface StreamClient {
  shards(): Promise<z.infer<typeof Shards>['StreamDescription']['Shards']>
  /** An iterator after a sequence number, or at one end of the shard. */
  iterator(shardId: string, from: { after: string } | 'TRIM_HORIZON' | 'LATEST'): Promise<string>
  /** At most `limit` records; `next` is undefined at the end of a closed shard. */
  read(iterator: string, limit: number): Promise<{ records: StreamRecord[]; next: string | undefined }>
  close(): void
}

export function streamClient(settings: ClientSettings, streamArn: string): StreamClient {
  const agent = new Agent({ keepAlive: true })
  const call = async <T>(operation: string, input: object, answer: z.ZodType<T>): Promise<T> =>
    answer.parse(JSON.parse(await post(agent, settings, `DynamoDBStreams_20120810.${operation}`, input)))
  return {
    async shards() {
      return (await call('DescribeStream', { StreamArn: streamArn }, Shards)).StreamDescription.Shards
    },
    async iterator(shardId, from) {
      const position =
        typeof from === 'string'
          ? { ShardIteratorType: from }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: from.after }
      const input = { StreamArn: streamArn, ShardId: shardId, ...position }
      return (await call('GetShardIterator', input, Iterator)).ShardIterator
    },
    async read(iterator, limit) {
      const answer = await call('GetRecords', { ShardIterator: iterator, Limit: limit }, Records)
      return { records: answer.Records, next: answer.NextShardIterator ?? undefined }
    },
    close: () => agent.destroy(),
  }
}

/** Local endpoints want to see a signature and do not check it. */
function authorization({ region, credentials }: ClientSettings): string {
  return (
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/dynamodb/aws4_request, ` +
    'SignedHeaders=host;x-amz-date, Signature=local'
  )
}

function post(agent: Agent, settings: ClientSettings, target: string, input: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(settings.endpoint, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        'x-amz-date': '20260101T000000Z',
        authorization: authorization(settings),
      },
    })
    outgoing.once('error', reject)
    outgoing.once('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.once('error', reject)
      response.once('end', () => {
        if (response.statusCode === 200) resolve(body)
        else reject(new Error(`${target}: ${response.statusCode ?? 0} ${body.slice(0, 500)}`))
      })
    })
    outgoing.end(JSON.stringify(input))
  })
}
