import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { etagOf, versionIn } from '../../../shared/http/etag.ts'

describe('an ETag', () => {
  it('gives back its version', () => {
    fc.assert(fc.property(fc.integer({ min: 1 }), (version) => versionIn(etagOf(version)) === version))
  })

  it('that is missing is its own problem', () => {
    expect(() => versionIn(undefined)).toThrow(expect.objectContaining({ code: 'version-missing' }) as Error)
  })

  it.each(['*', '3', 'W/"3"', '"3", "4"', '"0"', '"-1"', '"03"', '"1e3"', '"9999999999999999"', '""', ''])(
    '%s is refused: it names no version that was read',
    (header) => {
      expect(() => versionIn(header)).toThrow(
        expect.objectContaining({ code: 'if-match-malformed' }) as Error,
      )
    },
  )
})
