/** What answers have shown: ids to ask for, and the ETags under which records may be changed. */
export interface Known {
  /** Values seen that a pattern allows, or that stood under a name. */
  matching(pattern: string | undefined, name: string): readonly string[]
  etagOf(id: string): string | undefined
  /** Every id of a record that was shown. */
  ids(): readonly string[]
  learn(body: unknown, about: { readonly id: string | undefined; readonly etag: string | undefined }): void
}

const Id = /^[a-z]{3}_[a-z2-7]{20}$/
/** Names whose values lead on to other records. */
const leading = new Set([
  'number',
  'partNumber',
  'importId',
  'mobile',
  'plate',
  'vin',
  'cursor',
  'next',
  'dealerId',
  'entryId',
  'lineId',
  'code',
])
/** So many of each: the newest. */
const KEPT = 40

export function known(): Known {
  const byName = new Map<string, string[]>()
  const ids: string[] = []
  const etags = new Map<string, string>()
  const patterns = new Map<string, RegExp>()

  const add = (list: string[], value: string) => {
    if (list.includes(value)) return
    list.push(value)
    if (list.length > KEPT) list.shift()
  }
  const walk = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const each of value) walk(each, name)
    else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value as Record<string, unknown>)
      const etag = (value as { etag?: unknown }).etag
      for (const [key, inner] of entries) {
        if (typeof etag === 'string' && typeof inner === 'string' && key.endsWith('Id'))
          etags.set(inner, etag)
        walk(inner, key)
      }
    } else if (typeof value === 'string') {
      if (Id.test(value)) {
        add(ids, value)
        add(listOf(value.slice(0, 3)), value)
      } else if (leading.has(name) || name.endsWith('Id')) add(listOf(name), value)
    }
  }
  const listOf = (name: string): string[] => {
    const list = byName.get(name) ?? []
    byName.set(name, list)
    return list
  }

  return {
    matching(pattern, name) {
      const prefix = /^\^([a-z]{3})_/.exec(pattern ?? '')?.[1]
      const seen = byName.get(prefix ?? name) ?? []
      if (pattern === undefined) return seen
      const form = patterns.get(pattern) ?? new RegExp(pattern, 'u')
      patterns.set(pattern, form)
      return seen.filter((value) => form.test(value))
    },
    etagOf: (id) => etags.get(id),
    ids: () => ids,
    learn(body, { id, etag }) {
      walk(body, '')
      if (id !== undefined && etag !== undefined) etags.set(id, etag)
    },
  }
}
