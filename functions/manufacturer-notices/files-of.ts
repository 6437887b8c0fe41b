import type { Notice } from '../../shared/domain/notice.ts'
import type { Files } from '../../shared/store/files.ts'
import { bytesAt } from './bytes-at.ts'
import type { Attachment } from './mail-content.ts'
import { MOST_MAILED_BYTES } from './what-travels.ts'

/** The files of a notice as they are laid out, for its mail to another owner; what is too large for that is not read. */
export async function filesOf(
  { attachments }: Notice,
  files: Pick<Files, 'open'>,
): Promise<Pick<Attachment, 'name' | 'mediaType' | 'bytes'>[]> {
  const read: Pick<Attachment, 'name' | 'mediaType' | 'bytes'>[] = []
  let room = MOST_MAILED_BYTES
  for (const { name, mediaType, bytes: size, fileKey } of attachments) {
    if (fileKey === undefined || size > room) continue
    room -= size
    read.push({ name, mediaType, bytes: await bytesAt(fileKey, files) })
  }
  return read
}
