import { createHash } from 'node:crypto'
import { FileReplaced, type Files } from '../../shared/store/files.ts'
import type { Downloads } from '../../shared/store/downloads.ts'
import type { Uploads } from '../../shared/store/uploads.ts'

export interface MemoryFiles extends Files, Uploads, Downloads {
  /** What lies in the bucket, by key. */
  readonly stored: Map<string, Uint8Array>
}

/** The files bucket in memory. */
export function memoryFiles(): MemoryFiles {
  const stored = new Map<string, Uint8Array>()
  return {
    stored,
    read: (key) => Promise.resolve(stored.has(key) ? Buffer.from(stored.get(key)!).toString() : undefined),
    write: (key, body) => {
      stored.set(key, Buffer.from(body))
      return Promise.resolve()
    },
    look: (key) => {
      const bytes = stored.get(key)
      return Promise.resolve(bytes && { bytes: bytes.length, etag: etagOf(bytes) })
    },
    open: (key, etag) => {
      const bytes = stored.get(key)
      if (bytes !== undefined && etag !== undefined && etag !== etagOf(bytes))
        return Promise.reject(new FileReplaced('another file'))
      return Promise.resolve(bytes && { bytes: chunksOf(bytes), length: bytes.length })
    },
    addressOf: (key, { filename, from, seconds }) =>
      Promise.resolve(
        `https://files.test/${key}?as=${encodeURIComponent(filename)}&from=${from}&seconds=${String(seconds)}`,
      ),
    formFor: (key, { contentType, mostBytes, until }) =>
      Promise.resolve({
        url: 'https://files.test',
        fields: { key, 'Content-Type': contentType, policy: `${String(mostBytes)} until ${until}` },
      }),
  }
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

async function* chunksOf(bytes: Uint8Array, size = 20_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}
