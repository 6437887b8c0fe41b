import { ObjectRequestFailed, objectRequests, textOf, type ObjectAnswer } from './object-requests.ts'

/** The files bucket: what is too large for a record. Keys begin with what they are, then the dealer. */
export interface Files {
  read(key: string): Promise<string | undefined>
  write(key: string, body: string | Uint8Array, contentType: string): Promise<void>
  /** What can be told of the file without reading it; undefined when there is no such file. */
  look(key: string): Promise<FileSeen | undefined>
  /**
   * The bytes as they come in and how many there will be; undefined when there is no such file.
   * @param etag of the file that is meant
   * @throws FileReplaced when it is another one by now
   */
  open(key: string, etag?: string): Promise<{ bytes: AsyncIterable<Uint8Array>; length: number } | undefined>
}

export interface FileSeen {
  readonly bytes: number
  /** Another one for every other content. */
  readonly etag: string
}

/** Another file lies under the key than the one that was meant. */
export class FileReplaced extends Error {
  override readonly name = 'FileReplaced'
}

export const fileKeys = {
  import: (dealerId: string, importId: string, file: string) => `imports/${dealerId}/${importId}/${file}.csv`,
  /** The header under which the refused rows of a file stood. */
  refusedHeader: (dealerId: string, importId: string, file: string) =>
    `reports/${dealerId}/${importId}/${file}-header.json`,
  refusedRows: (dealerId: string, importId: string, file: string, page: number) =>
    `reports/${dealerId}/${importId}/${file}-${String(page).padStart(4, '0')}.ndjson`,
  /** What the writes of an import found, a page for each transaction. */
  undo: (dealerId: string, importId: string, run: number, page: number) =>
    `undo/${dealerId}/${importId}/${String(run).padStart(6, '0')}-${String(page).padStart(6, '0')}.ndjson`,
  notice: (dealerId: string, noticeId: string, name: string) => `notices/${dealerId}/${noticeId}/${name}`,
  /** A manifest to a manufacturer, named by what is in it: what was approved stays as it was. */
  manifest: (dealerId: string, mailingId: string, digest: string) =>
    `manifests/${dealerId}/${mailingId}/${digest}.json`,
  mail: (dealerId: string, messageId: string) => `mail/${dealerId}/${messageId}.json`,
}

export function connectFiles(bucket: string): Files {
  const send = objectRequests(bucket)
  const get = (key: string, ifMatch?: string) => unlessMissing(send({ method: 'GET', key, ifMatch }))
  return {
    async read(key) {
      const object = await get(key)
      return object && textOf(object.body)
    },
    async write(key, body, contentType) {
      const { body: answer } = await send({ method: 'PUT', key, body: Buffer.from(body), contentType })
      answer.resume()
    },
    async look(key) {
      const object = await unlessMissing(send({ method: 'HEAD', key }))
      object?.body.resume()
      return object && { bytes: object.length ?? 0, etag: object.etag ?? '' }
    },
    async open(key, etag) {
      const object = await get(key, etag).catch((error: unknown) => {
        if (error instanceof ObjectRequestFailed && error.$metadata.httpStatusCode === 412)
          throw new FileReplaced('another file lies there by now', { cause: error })
        throw error
      })
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
