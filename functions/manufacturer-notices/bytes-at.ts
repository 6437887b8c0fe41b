import type { Files } from '../../shared/store/files.ts'

/** The mail is not where SES has put it: it is looked for again. */
export class MailMissing extends Error {
  override readonly name = 'MailMissing'
}

/** @throws MailMissing */
export async function bytesAt(key: string, files: Pick<Files, 'open'>): Promise<Uint8Array> {
  const file = await files.open(key)
  if (file === undefined) throw new MailMissing('there is no mail under the key that SES told')
  const chunks: Uint8Array[] = []
  for await (const chunk of file.bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}
