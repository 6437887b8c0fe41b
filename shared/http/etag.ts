import * as z from 'zod'
import { NotFound, Stale, Unreadable, VersionMissing } from '../runtime/errors.ts'

/** The strong ETag of a record's version: `"3"`. */
export function etagOf(version: number): string {
  return `"${String(version)}"`
}

const form = /^"([1-9]\d{0,14})"$/

/** An ETag of ours in a body, where one request changes several records. */
export const Etag = z.string().regex(form)

/**
 * The version that a change is of. `*`, lists and weak tags are refused: they do not say what the caller has seen.
 * @param ifMatch the header, undefined when it is missing
 * @throws VersionMissing without it, Unreadable when it is no ETag of ours
 */
export function versionIn(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new VersionMissing()
  const version = form.exec(ifMatch.trim())?.[1]
  if (version === undefined) throw new Unreadable('if-match-malformed')
  return Number(version)
}

/**
 * The record, in the version that the caller has seen, where there is one already.
 * @throws NotFound, Stale, VersionMissing when it is there and the caller has not said which version they have seen
 */
export function asSeenIfKnown<Value extends { readonly version: number }>(
  record: Value | undefined,
  version: number | undefined,
): Value | undefined {
  if (record !== undefined && version === undefined) throw new VersionMissing()
  return version === undefined ? undefined : asSeen(record, version)
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
