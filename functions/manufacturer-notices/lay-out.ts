import type { NoticeAttachment } from '../../shared/domain/notice.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import type { Attachment } from './mail-content.ts'

/** Puts the attachments of a mail where they can be fetched one by one. */
export async function layOut(
  dealerId: string,
  noticeId: string,
  attachments: readonly Attachment[],
  files: Pick<Files, 'write'>,
): Promise<NoticeAttachment[]> {
  const laid: NoticeAttachment[] = []
  for (const { name, mediaType, bytes, size } of attachments) {
    const fileKey = fileKeys.notice(dealerId, noticeId, name)
    // Never under the type that the sender says: a browser would run what is told to be a page.
    await files.write(fileKey, bytes, 'application/octet-stream')
    laid.push({ name, mediaType, bytes: size, fileKey })
  }
  return laid
}
