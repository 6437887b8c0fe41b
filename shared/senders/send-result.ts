/**
 * What one attempt to send came to. A sender never throws: each fate needs another answer, and an exception
 * would be answered like every other one, by trying again.
 *
 * - `accepted`: the provider has taken it over.
 * - `refused`: for good. With `fault: 'address'` nothing more goes to this address until a person mends it;
 *   with `fault: 'message'` the address is well and this message is at fault.
 * - `throttled`: not accepted, too fast (`rate`) or over the day's allowance (`quota`).
 * - `not-sent`: surely not accepted, for a reason that lies with neither message nor address; try again.
 * - `unknown`: in doubt, the provider may have it.
 */
export type SendResult = Accepted | Refused | Throttled | NotSent | Unknown

export interface Accepted {
  readonly kind: 'accepted'
  /** The provider's own id of the message. */
  readonly providerId: string
}

export interface Refused {
  readonly kind: 'refused'
  readonly code: RefusalCode
  readonly fault: 'address' | 'message'
  readonly permanent: true
}

export interface Throttled {
  readonly kind: 'throttled'
  readonly limit: 'rate' | 'quota'
}

export interface NotSent {
  readonly kind: 'not-sent'
  readonly cause: string
}

/** `cause` is the name of an error and its status, never its sentence: providers quote number and address. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly cause: string
}

export type RefusalCode =
  'invalid-number' | 'invalid-address' | 'opted-out' | 'address-suppressed' | 'content-rejected'

const faults: Readonly<Record<RefusalCode, Refused['fault']>> = {
  'invalid-number': 'address',
  'invalid-address': 'address',
  'opted-out': 'address',
  'address-suppressed': 'address',
  'content-rejected': 'message',
}

export function refused(code: RefusalCode): Refused {
  return { kind: 'refused', code, fault: faults[code], permanent: true }
}
