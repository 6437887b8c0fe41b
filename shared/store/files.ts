import { ObjectRequestFailed, objectRequests, textOf, type ObjectAnswer } from './object-requests.ts'

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

export function connectFiles(bucket: string): Files {
  const send = objectRequests(bucket)
  const get = (key: string) => unlessMissing(send({ method: 'GET', key }))
  return {
    async read(key) {
      const object = await get(key)
      return object && textOf(object.body)
    },
    async write(key, body, contentType) {
      const { body: answer } = await send({ method: 'PUT', key, body: Buffer.from(body), contentType })
      answer.resume()
    },
    async size(key) {
      const object = await unlessMissing(send({ method: 'HEAD', key }))
      object?.body.resume()
      return object?.length
    },
    async open(key) {
      const object = await get(key)
      return object && { bytes: chunksOf(object), length: object.length ?? 0 }
    },
  }
}

async function unlessMissing(sent: Promise<ObjectAnswer>): Promise<ObjectAnswer | undefined> {
  try {
    return await sent
  } catch (error) {
    // A head has no text that could tell a missing bucket from a missing file.
    if (error instanceof ObjectRequestFailed && ['NoSuchKey', 'NotFound'].includes(error.name))
      return undefined
    throw error
  }
}

/** A reader that has seen enough does not pull the rest through the network: leaving the loop ends the stream. */
async function* chunksOf({ body }: ObjectAnswer): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk
}
