import { NotFound, Stale, Unreadable, VersionMissing } from '../runtime/errors.ts'

/** The strong ETag of a record's version: `"3"`. */
export function etagOf(version: number): string {
  return `"${String(version)}"`
}

/**
 * The version that a change is of. `*`, lists and weak tags are refused: they do not say what the caller has seen.
 * @param ifMatch the header, undefined when it is missing
 * @throws VersionMissing without it, Unreadable when it is no ETag of ours
 */
export function versionIn(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new VersionMissing()
  const version = /^"([1-9]\d{0,14})"$/.exec(ifMatch.trim())?.[1]
  if (version === undefined) throw new Unreadable('if-match-malformed')
  return Number(version)
}

/**
 * The record, in the version that the caller has seen.
 * @param record undefined: this dealer has no such record
 * @throws NotFound, Stale
 */
export function asSeen<Value extends { readonly version: number }>(
  record: Value | undefined,
  version: number,
): Value {
  if (record === undefined) throw new NotFound()
  if (record.version !== version) throw new Stale(etagOf(record.version))
  return record
}
