import type { SeenRequest } from './proxy.ts'
import type { Random } from './random.ts'

/*
 * Chance that follows from what is asked, and not from when: workers run side by side, and which of them asks first is
 * the machine's affair. What a run makes up anew each time (instants, claims, tokens) is left out of what is asked. Two
 * runs of a seed may still differ where batches are cut differently: then what they ask is not the same.
 */

const newEachTime = /\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*Z|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{13,}/g

/** Of each request a source of its own: by the function, what it asks, and how often it has asked that. */
export function byRequest(random: Random): (request: SeenRequest) => Random {
  const next = counting()
  return ({ functionName, operation, path, body }) => {
    const asked = `${functionName} ${operation} ${plain(path)} ${plain(body.toString('latin1'))}`
    return random.named(asked, next(asked))
  }
}

interface Batch {
  readonly Records: readonly {
    readonly body?: string
    readonly dynamodb?: { readonly Keys?: unknown }
  }[]
}

/** Of each batch a source of its own: by its reader and its records in whatever order. */
export function byBatch(random: Random): (functionName: string, event: unknown) => Random {
  const next = counting()
  return (functionName, event) => {
    const { Records } = event as Batch
    const records = Records.map(({ body, dynamodb }) => plain(body ?? JSON.stringify(dynamodb?.Keys ?? '')))
    const handed = `${functionName} ${records.sort().join(' ')}`
    return random.named(handed, next(handed))
  }
}

function plain(text: string): string {
  return text.replaceAll(newEachTime, '')
}

function counting(): (what: string) => number {
  const counts = new Map<string, number>()
  return (what) => {
    const nth = (counts.get(what) ?? 0) + 1
    counts.set(what, nth)
    return nth
  }
}
