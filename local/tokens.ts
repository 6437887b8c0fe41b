import { randomUUID } from 'node:crypto'
import { generateKeyPair, jwtVerify, SignJWT, type JWTPayload } from 'jose'
import type { RunnerClock } from './runner-clock.ts'
import type { JwtAuthorizer } from './template-model.ts'

/** Whom a local token is for: what Cognito's user pool would say of a signed-in person. */
export interface TokenClaims {
  readonly dealerId: string
  /** Groups of the user pool. */
  readonly roles: readonly string[]
  readonly sub?: string | undefined
  readonly email?: string | undefined
  /** The member of staff who signs in, where it is one. */
  readonly staffId?: string | undefined
}

/** Stands for the user pool: signs ID tokens and checks them as API Gateway's JWT authorizer does. */
export interface TokenOffice {
  sign(authorizer: JwtAuthorizer, claims: TokenClaims): Promise<string>
  /** The token's claims, or undefined when it does not count: forged, expired, or meant for someone else. */
  verify(authorizer: JwtAuthorizer, token: string): Promise<JWTPayload | undefined>
}

/** A day, the longest that Cognito allows. */
const lifetimeSeconds = 86_400

/** A key pair of its own for each run: a token of yesterday is worth nothing today. */
export async function tokenOffice(clock: RunnerClock): Promise<TokenOffice> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const now = () => Math.floor(clock.nowMilliseconds() / 1000)
  return {
    sign: ({ issuer, audience }, { dealerId, roles, sub = randomUUID(), email, staffId }) =>
      new SignJWT({
        token_use: 'id',
        'cognito:groups': [...roles],
        'custom:dealerId': dealerId,
        'cognito:username': sub,
        ...(email === undefined ? {} : { email }),
        ...(staffId === undefined ? {} : { 'custom:staffId': staffId }),
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'local' })
        .setSubject(sub)
        .setIssuer(issuer)
        .setAudience(audience[0] ?? '')
        .setIssuedAt(now())
        .setExpirationTime(now() + lifetimeSeconds)
        .sign(privateKey),
    async verify({ issuer, audience }, token) {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer,
          audience: [...audience],
          algorithms: ['RS256'],
          currentDate: new Date(clock.nowMilliseconds()),
          requiredClaims: ['exp'],
        })
        return payload
      } catch {
        return undefined
      }
    },
  }
}

/** Claims as API Gateway hands them on: all text, a list as `[a b]`. */
export function gatewayClaims(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? `[${value.join(' ')}]`
        : typeof value === 'string'
          ? value
          : JSON.stringify(value),
    ]),
  )
}
