/** What answers have shown: records to ask for, what may be done with them, and in which version they are. */
export interface Known {
  /** Values seen that a pattern allows, or that stood under a name; the newest last. */
  matching(pattern: string | undefined, name: string): readonly string[]
  /** Records of the same kind as this one. */
  like(id: string): readonly string[]
  /** Whether the record, as it was last shown, allows this to be done with it. */
  allows(id: string, verb: string): boolean
  /** The record that this one was shown in. */
  ownerOf(id: string): string | undefined
  /** Whether it was shown there, in a version. @param place the first word of a path */
  shownAt(place: string, id: string): boolean
  /** `"1"` where none was shown: nobody may have changed it yet. */
  etagOf(place: string, id: string): string
  /** Every id of a record that was ever shown. */
  readonly ids: ReadonlySet<string>
  learn(body: unknown, place: string): void
  /** What a refusal says that may be done with a record, and so with all others in its state. */
  told(id: string, verbs: readonly string[]): void
  /** A record that is there no more is asked for no more, until it is shown again. */
  forget(id: string): void
  /** The ETag that came with an answer about a record; of a place that has only one it has no id. */
  version(place: string, id: string, etag: string): void
}

export const RecordId = /^[a-z]{3}_[a-z2-7]{20}$/
/** Names whose values lead on, besides those that end in Id. */
const leading = new Set(['number', 'partNumber', 'mobile', 'plate', 'vin', 'insurer', 'code'])
/** Where a record has another one's id, and an ETag of its own. */
const ownVersions = new Set(['call-list', 'dealer'])
/** So many of each: the newest. */
const KEPT = 40

export function known(): Known {
  const byName = new Map<string, string[]>()
  const ids = new Set<string>()
  const allowed = new Map<string, readonly string[]>()
  /** By the first letters of an id, and a state. */
  const allowedIn = new Map<string, readonly string[]>()
  const states = new Map<string, string>()
  const owners = new Map<string, string>()
  const etags = new Map<string, string>()
  const places = new Set<string>()
  const patterns = new Map<string, RegExp>()

  const keep = (name: string, value: string) => {
    const list = (byName.get(name) ?? []).filter((each) => each !== value)
    byName.set(name, [...list, value].slice(-KEPT))
  }
  const learnText = (value: string, name: string, owner: string | undefined) => {
    if (RecordId.test(value)) {
      ids.add(value)
      keep(value.slice(0, 3), value)
      if (owner !== undefined && owner !== value) owners.set(value, owner)
    }
    if (leading.has(name) || name.endsWith('Id')) keep(name, value)
  }
  const learnRecord = (record: Readonly<Record<string, unknown>>, id: string, place: string) => {
    const { etag, allowed: verbs, status } = record
    if (typeof status === 'string') states.set(id, `${id.slice(0, 3)} ${status}`)
    if (Array.isArray(verbs)) allowed.set(id, verbs.map(String))
    if (typeof etag !== 'string') return
    places.add(`${place} ${id}`)
    etags.set(nameAt(place, id), etag)
  }
  const walk = (value: unknown, name: string, place: string, owner: string | undefined): void => {
    if (Array.isArray(value)) for (const each of value) walk(each, name, place, owner)
    else if (typeof value === 'object' && value !== null) {
      const record = value as Readonly<Record<string, unknown>>
      const id = idIn(record)
      if (id !== undefined) learnRecord(record, id, place)
      for (const [key, inner] of Object.entries(record))
        walk(inner, key, place, inner === id ? owner : (id ?? owner))
    } else if (typeof value === 'string') learnText(value, name, owner)
  }

  return {
    ids,
    matching(pattern, name) {
      const prefix = /^\^([a-z]{3})_/.exec(pattern ?? '')?.[1]
      const seen = byName.get(prefix ?? name) ?? []
      if (pattern === undefined) return seen
      const form = patterns.get(pattern) ?? new RegExp(pattern, 'u')
      patterns.set(pattern, form)
      return seen.filter((value) => form.test(value))
    },
    like: (id) => (RecordId.test(id) ? (byName.get(id.slice(0, 3)) ?? []) : []),
    allows: (id, verb) => (allowed.get(id) ?? allowedIn.get(states.get(id) ?? ''))?.includes(verb) ?? false,
    ownerOf: (id) => owners.get(id),
    shownAt: (place, id) => places.has(`${place} ${id}`),
    etagOf: (place, id) => etags.get(nameAt(place, id)) ?? '"1"',
    learn: (body, place) => {
      walk(body, '', place, undefined)
    },
    told: (id, verbs) => void allowedIn.set(states.get(id) ?? id, verbs),
    forget(id) {
      for (const [name, list] of byName)
        byName.set(
          name,
          list.filter((each) => each !== id),
        )
    },
    version: (place, id, etag) => void etags.set(nameAt(place, id), etag),
  }
}

function nameAt(place: string, id: string): string {
  return ownVersions.has(place) ? `${place} ${id}` : id
}

/** Whose record it is: views begin with their own id, or with the record that they are about. */
export function idIn(record: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'string' && name.endsWith('Id')) return value
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue
    const inner = idIn(value as Readonly<Record<string, unknown>>)
    if (inner !== undefined) return inner
  }
  return undefined
}
