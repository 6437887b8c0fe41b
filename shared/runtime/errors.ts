import type { FieldReason, ProblemCode, problems } from './problems.ts'

/** What is wrong with one field: `path` is `body.callBackAt`, `query.on`, `params.vehicleId`. */
export interface FieldFault {
  readonly path: string
  readonly reason: FieldReason
}

type CodeOf<Status extends number> = {
  [Code in ProblemCode]: (typeof problems)[Code]['status'] extends Status ? Code : never
}[ProblemCode]

/** What a problem may tell besides its words. */
export interface ProblemDetails {
  /** The id of the record that is there already. */
  readonly existing?: string
  /** What the record's state allows. */
  readonly allowed?: readonly string[]
  /** Files that have not arrived; what a claim lacks. */
  readonly missing?: readonly string[]
}

/** An error that the client is told of. Everything else is a failure of ours, and nothing of it leaves. */
export abstract class VisibleError extends Error {
  readonly code: ProblemCode
  /** Headers that the answer carries besides. */
  readonly headers: Readonly<Record<string, string>> = {}
  readonly faults: readonly FieldFault[] = []
  /** What the answer tells besides (RFC 9457, extension members). */
  readonly details: ProblemDetails = {}

  protected constructor(code: ProblemCode, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/** What was sent cannot be read at all. */
export class Unreadable extends VisibleError {
  override readonly name = 'Unreadable'

  public constructor(code: CodeOf<400 | 413 | 415>, options?: ErrorOptions) {
    super(code, options)
  }
}

/** It was read, and fields of it are not as declared. */
export class FieldsInvalid extends VisibleError {
  override readonly name = 'FieldsInvalid'
  override readonly faults: readonly FieldFault[]
  constructor(faults: readonly FieldFault[]) {
    super('fields-invalid')
    this.faults = faults
  }
}

/** The caller is nobody we know. */
export class NotSignedIn extends VisibleError {
  override readonly name = 'NotSignedIn'
  override readonly headers = { 'www-authenticate': 'Bearer' }
  constructor() {
    super('not-signed-in')
  }
}

/** The caller is known, and may not. */
export class NotAllowed extends VisibleError {
  override readonly name = 'NotAllowed'

  public constructor(code: CodeOf<403>) {
    super(code)
  }
}

/** It does not exist for this caller; what belongs to another dealer does not either. */
export class NotFound extends VisibleError {
  override readonly name = 'NotFound'
  constructor(code: CodeOf<404> = 'not-found') {
    super(code)
  }
}

/** The record is not in the state that the caller has seen. */
export class Stale extends VisibleError {
  override readonly name = 'Stale'
  override readonly headers: Readonly<Record<string, string>>
  /** @param currentEtag of the record as it is now; none when it is gone */
  constructor(currentEtag?: string) {
    super('version-stale')
    this.headers = currentEtag === undefined ? {} : { etag: currentEtag }
  }
}

/** A change that does not say which version it is of. */
export class VersionMissing extends VisibleError {
  override readonly name = 'VersionMissing'
  constructor() {
    super('version-missing')
  }
}

/** Others were faster each time: the same request may work later. */
export class Contested extends VisibleError {
  override readonly name = 'Contested'
  constructor() {
    super('contested')
  }
}

/** A person decides only on messages that nobody knows the end of. */
export class NotHeld extends VisibleError {
  override readonly name = 'NotHeld'
  constructor() {
    super('message-not-held')
  }
}

/** The records as they are do not allow it: the same request may be right at another time. */
export class Refused extends VisibleError {
  override readonly name = 'Refused'
  override readonly details: ProblemDetails

  public constructor(code: CodeOf<409>, details: ProblemDetails = {}) {
    super(code)
    this.details = details
  }
}

/** A key stands for one request; another one came under it. */
export class KeyReused extends VisibleError {
  override readonly name = 'KeyReused'
  constructor() {
    super('idempotency-key-reused')
  }
}
