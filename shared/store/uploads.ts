import { fromEnv } from '@aws-sdk/credential-provider-env'
import type { Instant } from '../domain/time.ts'
import { endpointOf, regionHere, signerIn } from './object-requests.ts'

/** What may come in by a form: S3 refuses everything else. */
export interface UploadRules {
  readonly contentType: string
  readonly mostBytes: number
  readonly from: Instant
  readonly until: Instant
}

/** A form by which somebody without credentials puts one object: `multipart/form-data`, the file as its last field. */
export interface UploadForm {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

/** Where others may put a file into the bucket: one key, for a while. */
export interface Uploads {
  formFor(key: string, rules: UploadRules): Promise<UploadForm>
}

/** POST with a policy: unlike a presigned PUT it bounds the size, whatever the sender says of it. */
export function connectUploads(bucket: string): Uploads {
  const region = regionHere()
  const { protocol, hostname, port, root } = endpointOf(bucket, region)
  const url = `${protocol}//${hostname}${port === undefined ? '' : `:${String(port)}`}${root.replace(/(?<=.)\/$/, '')}`
  const credentials = fromEnv()
  const signer = signerIn(region, credentials)
  return {
    async formFor(key, { contentType, mostBytes, from, until }) {
      const { accessKeyId, sessionToken } = await credentials()
      const longDate = from.replace(/[-:]|\.\d+/g, '')
      const stated = {
        key,
        'Content-Type': contentType,
        'x-amz-algorithm': 'AWS4-HMAC-SHA256',
        'x-amz-credential': `${accessKeyId}/${longDate.slice(0, 8)}/${region}/s3/aws4_request`,
        'x-amz-date': longDate,
        ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
      }
      const conditions = [
        { bucket },
        ...Object.entries(stated).map(([name, value]) => ({ [name]: value })),
        ['content-length-range', 1, mostBytes],
      ]
      const policy = Buffer.from(JSON.stringify({ expiration: until, conditions })).toString('base64')
      const signature = await signer.sign(policy, { signingDate: from })
      return { url, fields: { ...stated, policy, 'x-amz-signature': signature } }
    },
  }
}
