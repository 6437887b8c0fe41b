import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const root = join(import.meta.dirname, '../../events')
const facts = readdirSync(root).filter((name) => /\.v\d+\.ts$/.test(name))

async function schemaOf(file: string): Promise<z.ZodType> {
  const module = (await import(join(root, file))) as Record<string, unknown>
  const schemas = Object.values(module).filter((each) => each instanceof z.ZodType)
  expect(schemas).toHaveLength(1)
  return schemas[0]!
}

const example = (name: string): unknown => JSON.parse(readFileSync(join(root, 'examples', name), 'utf8'))

describe('every fact', () => {
  it('is found at all', () => {
    expect(facts.length).toBeGreaterThanOrEqual(3)
  })

  it.each(facts)('%s parses its example and refuses its broken one', async (file) => {
    const schema = await schemaOf(file)
    const name = file.replace(/\.ts$/, '')
    expect(schema.safeParse(example(`${name}.json`)).success).toBe(true)
    expect(schema.safeParse(example(`${name}.broken.json`)).success).toBe(false)
  })

  it.each(facts)('%s stands in the README with producer and consumers', (file) => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`\`${file.replace(/\.ts$/, '')}\``)
  })
})
