import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'

/** The files bucket: what is too large for a record. Keys begin with what they are, then the dealer. */
export interface Files {
  read(key: string): Promise<string | undefined>
  write(key: string, body: string, contentType: string): Promise<void>
  /** Bytes of the file; undefined when there is no such file. */
  size(key: string): Promise<number | undefined>
  /** The bytes as they come in and how many there will be; undefined when there is no such file. */
  open(key: string): Promise<{ bytes: AsyncIterable<Uint8Array>; length: number } | undefined>
}

export const fileKeys = {
  import: (dealerId: string, importId: string, file: string) => `imports/${dealerId}/${importId}/${file}.csv`,
  refusedRows: (dealerId: string, importId: string, file: string, page: number) =>
    `reports/${dealerId}/${importId}/${file}-${String(page).padStart(4, '0')}.ndjson`,
  mail: (dealerId: string, messageId: string) => `mail/${dealerId}/${messageId}.json`,
}

export function connectFiles(bucket: string, client = new S3Client({})): Files {
  async function get(key: string) {
    try {
      return await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  }
  return {
    async read(key) {
      return (await get(key))?.Body?.transformToString('utf-8')
    },
    async write(key, body, contentType) {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
      )
    },
    async size(key) {
      try {
        const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
        return ContentLength
      } catch (error) {
        if (error instanceof NotFound || error instanceof NoSuchKey) return undefined
        throw error
      }
    },
    async open(key) {
      const object = await get(key)
      if (object?.Body === undefined) return undefined
      return { bytes: chunksOf(object.Body.transformToWebStream()), length: object.ContentLength ?? 0 }
    },
  }
}

async function* chunksOf(stream: ReadableStream<unknown>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      if (value instanceof Uint8Array) yield value
    }
  } finally {
    // A reader that has seen enough does not pull the rest through the network.
    await reader.cancel()
  }
}
