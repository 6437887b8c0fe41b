import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { bundling } from '../../infra/bundle.ts'
import { lightenStart } from '../../infra/lighten-start.ts'
import { routes } from '../../shared/http/routes.ts'

const root = resolve(import.meta.dirname, '../..')
const directory = mkdtempSync(join(tmpdir(), 'after-sales-lightened-'))
afterAll(() => rmSync(directory, { recursive: true }))

async function bundled<Exports>(name: string, source: string): Promise<Exports> {
  const entry = join(directory, `${name}.ts`)
  writeFileSync(entry, source)
  const outfile = join(directory, `${name}.cjs`)
  await build({
    ...bundling,
    entryPoints: [entry],
    outfile,
    nodePaths: [join(root, 'node_modules')],
    plugins: [lightenStart],
  })
  return createRequire(import.meta.url)(outfile) as Exports
}

type Module = Readonly<Record<string, unknown>>

const schemasOf = (module: Module) =>
  Object.entries(module).filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)

describe('every schema', () => {
  const files = globSync(['shared/domain/*.ts', 'events/*.ts'], { cwd: root }).sort()
  let light: {
    files: Module[]
    routes: typeof routes
    toJSONSchema: typeof z.toJSONSchema
  }
  beforeAll(async () => {
    light = await bundled(
      'schemas',
      [
        ...files.map((file, index) => `import * as file${index} from '${join(root, file)}'`),
        `export const files = [${files.map((_, index) => `file${index}`).join()}]`,
        `export { routes } from '${join(root, 'shared/http/routes.ts')}'`,
        "export { toJSONSchema } from 'zod'",
      ].join('\n'),
    )
  })

  it.each(['input', 'output'] as const)(
    'of a record or a fact is the same in a bundle, its %s',
    async (io) => {
      let compared = 0
      for (const [index, file] of files.entries()) {
        const whole = (await import(join(root, file))) as Module
        for (const [name, schema] of schemasOf(whole)) {
          const twin = light.files[index]?.[name] as z.ZodType
          expect(light.toJSONSchema(twin, { io, unrepresentable: 'any' }), `${file} ${name}`).toEqual(
            z.toJSONSchema(schema, { io, unrepresentable: 'any' }),
          )
          compared += 1
        }
      }
      expect(compared).toBeGreaterThan(40)
    },
  )

  it.each(['params', 'query', 'body', 'response'] as const)(
    'of a route is the same in a bundle: %s',
    (part) => {
      expect(routes.length).toBeGreaterThan(5)
      for (const [index, route] of routes.entries())
        expect(light.toJSONSchema(light.routes[index]![part], { unrepresentable: 'any' })).toEqual(
          z.toJSONSchema(route[part], { unrepresentable: 'any' }),
        )
    },
  )
})

const source = `
  import * as z from 'zod'
  export let built = 0
  const counted = () => { built += 1; return z.string() }
  const Inner = z.strictObject({ kind: z.literal('inner'), text: counted() })
  export const Plain = z.object({ text: counted(), inner: z.array(Inner).optional() })
  export const Longer = Plain.extend({ more: z.int() }).refine(({ more }) => more > 0)
  export const Either = z.discriminatedUnion('kind', [Inner, z.looseObject({ kind: z.literal('loose') })])
  export const Part = Plain.pick({ text: true }).partial()
  export const text = Plain.shape.text`

interface Source {
  built: number
  Plain: z.ZodType
  Longer: z.ZodType
  Either: z.ZodType
  Part: z.ZodType
  text: z.ZodType
}

describe('an object', () => {
  it('has its fields built once, when something asks for them', async () => {
    const light = await bundled<Source>('counted', source.slice(0, source.indexOf('export const Longer')))
    expect(light.built).toBe(0)
    expect(light.Plain.safeParse({ text: 'a' }).success).toBe(true)
    expect(light.built).toBe(1)
    expect(light.Plain.safeParse({ text: 'a', inner: [{ kind: 'inner', text: 'b' }] }).success).toBe(true)
    expect(light.built).toBe(2)
    light.Plain.safeParse({ text: 'a', inner: [{ kind: 'inner', text: 'b' }] })
    expect(light.built).toBe(2)
  })

  it('accepts and refuses what it always did', async () => {
    const light = await bundled<Source>('light', source)
    const path = join(directory, 'whole.ts')
    writeFileSync(path, source.replace("'zod'", `'${join(root, 'node_modules/zod/index.js')}'`))
    const whole = (await import(path)) as Source
    const loop: Record<string, unknown> = { kind: 'loose' }
    loop['self'] = loop
    const values = [
      undefined,
      null,
      7,
      {},
      { text: 'a' },
      { text: 'a', more: 1 },
      { text: 'a', more: 0 },
      { text: 'a', inner: [{ kind: 'inner', text: 'b' }] },
      { text: 'a', inner: [{ kind: 'inner', text: 7, surplus: true }] },
      { kind: 'inner', text: 'b' },
      { kind: 'inner', text: 'b', surplus: true },
      { kind: 'loose', surplus: true },
      { kind: 'unknown' },
      loop,
    ]
    for (const name of ['Plain', 'Longer', 'Either', 'Part', 'text'] as const)
      for (const value of [...values, ...values]) {
        const [before, after] = [whole[name].safeParse(value), light[name].safeParse(value)]
        expect({ data: after.data, issues: after.error?.issues }, name).toEqual({
          data: before.data,
          issues: before.error?.issues,
        })
      }
  })

  it('lends a method that still knows it', async () => {
    interface Lender {
      readonly Plain: { readonly safeParse: (value: unknown) => { readonly success: boolean } }
    }
    const { safeParse } = (await bundled<Lender>('lent', source)).Plain
    expect([{ text: 'a' }, {}].map((value) => safeParse(value).success)).toEqual([true, false])
  })
})

it('Chinese is read the same from templates and regular expressions', async () => {
  const said =
    'export const all = [`车${1}台𠮷`, ((s) => s[0])`台𠮷`, /^[·−欧]+𠮷$/u.test("欧𠮷"), new RegExp(String.raw`^\\d月$`).test("7月")]'
  const { all } = await bundled<{ all: unknown[] }>('chinese', said)
  expect(all).toEqual(['车1台𠮷', '台𠮷', true, true])
})

it.each(['zod/v4/core/schemas.js', 'zod/v4/core/util.js'])(
  'a library that looks different one day stops the build: %s',
  async (path) => {
    const file = join(directory, 'node_modules', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'export const z = 1')
    const building = build({
      ...bundling,
      entryPoints: [file],
      write: false,
      plugins: [lightenStart],
      logLevel: 'silent',
    })
    await expect(building).rejects.toThrow('no longer has')
  },
)
