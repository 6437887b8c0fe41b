import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { Loader, Plugin } from 'esbuild'
import * as z from 'zod'
import { documentationPage } from '../shared/http/documentation-page.ts'
import { openApiDocument } from '../shared/http/openapi.ts'
import { routes } from '../shared/http/routes.ts'

/**
 * What no function of ours ever runs, left out of its bundle: parts of libraries that their own structure does
 * not let a bundler shake off, and work that can be done once, here. Each change leaves everything that is
 * still used as it was; `test/infra/leaving-out.test.ts` holds the two against one another.
 *
 * A name that is imported and no longer there is an error of esbuild's; a text that is no longer found is one
 * of ours: a new version of a library never passes unnoticed.
 */
interface Change {
  /** Of the module's path. */
  readonly module: RegExp
  /** The module's new text, from the one on the disk. */
  readonly text: (source: string, path: string) => string | Promise<string>
}

const changes: readonly Change[] = [
  {
    // In Lambda credentials are variables of the environment, and new ones come with a new environment. The
    // other providers (SSO, STS, instance metadata, a browser's login …) bring four more clients.
    module: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
    text: () => "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'",
  },
  {
    // DynamoDB's is off unless a client asks for it, and it ended before endpoints became one a region.
    module: /@aws-sdk\/middleware-endpoint-discovery\/dist-es\/index\.js$/,
    text: () => `
      const none = () => undefined
      export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
        environmentVariableSelector: none, configFileSelector: none, default: undefined,
      }
      export const resolveEndpointDiscoveryConfig = (config) => config`,
  },
  {
    // No operation that we call streams events.
    module: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    text: () => 'export {}',
  },
  {
    // Clients tell their version and nothing else of it.
    module: /@aws-sdk\/client-[\w-]+\/package\.json$/,
    text: (source) => JSON.stringify(z.object({ version: z.string() }).parse(JSON.parse(source))),
  },
  { module: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/, text: schemasThatCanBeShaken },
  {
    module: /\/zod\/v4\/classic\/schemas\.js$/,
    text: (source, path) => withoutOldFormats(withoutJsonSchema(source, path), path),
  },
  {
    // Types by file extension, for attachments that name none: ours do.
    module: /\/nodemailer\/dist\/esm\/mime-funcs\/mime-types\.js$/,
    text: () => `
      export const detectMimeType = () => 'application/octet-stream'
      export const detectExtension = () => 'bin'`,
  },
  {
    // Attachments from the web: refused by our own setting.
    module: /\/nodemailer\/dist\/esm\/fetch\/index\.js$/,
    text: () => "export default () => { throw new Error('URL access is left out') }",
  },
  { module: /\/chinese-days\/dist\/index\.es\.js$/, text: proclaimedDays },
  {
    // What people read of a record's verbs stands in the documents alone; its states are told in answers too.
    module: /\/shared\/domain\/[\w-]+-machine\.ts$/,
    text(source, path) {
      const [name = '', states = '', verbs = ''] = source.split(/^(?= {2}(?:states|starts): )/m)
      return wordless(path, name) + states + wordless(path, verbs)
    },
  },
  {
    // The document, the page and what makes them, all routes' contracts among it: made once, here.
    module: /\/shared\/http\/api-document\.ts$/,
    text: () => `
      import { brotliDecompressSync } from 'node:zlib'
      const unpacked = (text) => brotliDecompressSync(Buffer.from(text, 'base64')).toString('utf8')
      export const apiDocument = JSON.parse(unpacked('${packed(JSON.stringify(openApiDocument(routes)))}'))
      export const apiPage = unpacked('${packed(documentationPage(routes))}')`,
  },
]

function wordless(path: string, source: string): string {
  return replaced(path, source, /\b(zh|en): (?:'[^'\\\n]*'|"[^"\\\n]*")/g, (_, name) => `${name}: ''`)
}

/** Text that is read by few and would be compiled by all: a tenth of its size. */
function packed(text: string): string {
  return brotliCompressSync(text).toString('base64')
}

/** Errors that our code tells by their class; every other one comes as its service's own, under its own name. */
export const errorsToldByClass: ReadonlySet<string> = new Set(['TransactionCanceledException'])

/**
 * An SDK client's schemas, of which esbuild keeps those of all operations: a key in brackets might be a call,
 * and each error is put into a register. Keys get their names, only the errors that are told by class stay.
 */
function schemasThatCanBeShaken(source: string, path: string): string {
  const names = new Map(
    Array.from(source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm), ([, name, value]) => [name, value]),
  )
  const named = replaced(path, source, /\[(_\w+)\]:/g, (found, name) => {
    const value = names.get(name)
    return value === undefined ? found : `${value}:`
  })
  return replaced(path, named, /^n0_registry\.registerError\((\w+)\$, \1\);$/gm, (found, name) =>
    errorsToldByClass.has(name) ? found : '',
  )
}

/** zod without its way to JSON schema, which the API's document alone takes. */
function withoutJsonSchema(source: string, path: string): string {
  const without = replaced(path, source, /^\s*inst\._zod\.processJSONSchema = .*;$/gm, () => '')
  return replaced(
    path,
    without,
    /^import \{ (create\w+), (create\w+) \} from "\.\.\/core\/to-json-schema\.js";$/m,
    (_, one, other) => `
      const ${one} = () => () => { throw new Error('JSON schema is left out') }
      const ${other} = ${one}`,
  )
}

/** `z.string().email()` and its like: lint refuses them as deprecated, and each keeps a kind of schema alive. */
function withoutOldFormats(source: string, path: string): string {
  return replaced(
    path,
    source,
    /(_ZodString\.init\(inst, def\);\n\}), \{\n {4}email\([\s\S]*?^\}\);$/m,
    (_, initializer) => `${initializer});`,
  )
}

const Proclaimed = z.object({
  holidays: z.record(z.iso.date(), z.string()),
  workdays: z.record(z.iso.date(), z.string()),
})

/** The days of the yearly notices, by the library's own data; its lunar calendar and its words are not used. */
async function proclaimedDays(_: string, path: string): Promise<string> {
  const data: unknown = JSON.parse(await readFile(join(dirname(path), 'chinese-days.json'), 'utf8'))
  const { holidays, workdays } = Proclaimed.parse(data)
  return `
    const off = ${byYear(holidays)}
    const on = ${byYear(workdays)}
    const has = (years, [year, month, day]) => years[year]?.includes(month + day) ?? false
    export default {
      getDayDetail(date) {
        const parts = date.split('-')
        const rest = has(off, parts)
        // The library names a day of a notice in three parts, with commas.
        return { date, work: !rest, name: rest || has(on, parts) ? ',' : '' }
      },
    }`
}

/** `{"2026":"0101 0102 …"}` */
function byYear(days: Readonly<Record<string, string>>): string {
  const years = Map.groupBy(Object.keys(days).sort(), (date) => date.slice(0, 4))
  return JSON.stringify(
    Object.fromEntries(
      [...years].map(([year, dates]) => [
        year,
        dates.map((date) => date.slice(5).replace('-', '')).join(' '),
      ]),
    ),
  )
}

function replaced(
  path: string,
  source: string,
  pattern: RegExp,
  by: (found: string, first: string, second: string) => string,
): string {
  if (source.search(pattern) === -1)
    throw new Error(`${path} no longer has ${pattern.source}: see infra/leave-out.ts`)
  return source.replace(pattern, by)
}

function loaderFor(path: string): Loader {
  if (path.endsWith('.json')) return 'json'
  return path.endsWith('.ts') ? 'ts' : 'js'
}

/** The changes, as esbuild takes them. */
export const leaveOut: Plugin = {
  name: 'leave-out',
  setup(build) {
    for (const { module, text } of changes) {
      build.onLoad({ filter: module }, async ({ path }) => ({
        contents: await text(await readFile(path, 'utf8'), path),
        loader: loaderFor(path),
        resolveDir: dirname(path),
      }))
    }
  },
}
