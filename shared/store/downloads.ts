import { fromEnv } from '@aws-sdk/credential-provider-env'
import { escapeUriPath, HttpRequest } from '@smithy/core/protocols'
import type { Instant } from '../domain/time.ts'
import { endpointOf, regionHere, signerIn } from './object-requests.ts'

export interface DownloadRules {
  /** Under which it is saved, whatever its key is. */
  readonly filename: string
  readonly from: Instant
  readonly seconds: number
}

/** Where somebody without credentials fetches one object, for a while. */
export interface Downloads {
  addressOf(key: string, rules: DownloadRules): Promise<string>
}

/**
 * Signed addresses: whoever has one fetches that object until it is too old. It comes as a download without a type, so no
 * browser shows it as a page.
 */
export function connectDownloads(bucket: string): Downloads {
  const region = regionHere()
  const { root, ...server } = endpointOf(bucket, region)
  const { protocol, hostname, port } = server
  const host = port === undefined ? hostname : `${hostname}:${String(port)}`
  const signer = signerIn(region, fromEnv())
  return {
    async addressOf(key, { filename, from, seconds }) {
      const request = new HttpRequest({
        ...server,
        method: 'GET',
        path: `${root}${escapeUriPath(key)}`,
        // The body of the answer is nobody's to sign; the host is what the address says.
        headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        query: {
          'response-content-type': 'application/octet-stream',
          'response-content-disposition': `attachment; filename*=UTF-8''${encoded(filename)}`,
          'response-cache-control': 'no-store',
        },
      })
      const { path, query = {} } = await signer.presign(request, { expiresIn: seconds, signingDate: from })
      const parameters = Object.entries(query).map(
        ([name, value]) => `${encoded(name)}=${encoded(String(value))}`,
      )
      return `${protocol}//${host}${path}?${parameters.join('&')}`
    },
  }
}

/** RFC 3986 and RFC 8187: what `encodeURIComponent` leaves of the reserved signs, too. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
