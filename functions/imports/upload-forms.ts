import type { ImportFile, ImportRun } from '../../shared/domain/import-run.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { fileKeys } from '../../shared/store/files.ts'
import type { Uploads } from '../../shared/store/uploads.ts'

/** Time to fetch the exports from the old system, and to be called away from it. */
const MINUTES_TO_UPLOAD = 60

/** Five million rows, the most that one file may have, are less. */
const MOST_BYTES = 1024 * 1024 * 1024

export interface UploadPlace {
  readonly file: ImportFile
  readonly url: string
  readonly fields: Record<string, string>
  readonly mostBytes: number
  readonly expiresAt: Instant
}

/** Where each announced file of an import is uploaded: one key each, for an hour. */
export async function uploadPlaces(
  { dealerId, importId, announced = [] }: ImportRun,
  uploads: Uploads,
  now: Instant,
): Promise<UploadPlace[]> {
  const expiresAt = addMinutes(now, MINUTES_TO_UPLOAD)
  const rules = { contentType: 'text/csv', mostBytes: MOST_BYTES, from: now, until: expiresAt }
  return Promise.all(
    announced.map(async (file) => {
      const { url, fields } = await uploads.formFor(fileKeys.import(dealerId, importId, file), rules)
      return { file, url, fields: { ...fields }, mostBytes: MOST_BYTES, expiresAt }
    }),
  )
}
