import * as z from 'zod'

/** A dealer's export files are in the bucket, under `imports/<dealerId>/<importId>/`: its record says what is to be done. */
export const ImportUploaded = z.strictObject({
  dealerId: z.string().min(1),
  importId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
})
export type ImportUploaded = z.infer<typeof ImportUploaded>
