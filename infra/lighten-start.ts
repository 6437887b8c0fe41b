import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'
import ts from 'typescript'

/**
 * What a cold start is spared. Sources say `z.object({ … })`, and evaluated like that, a function builds the schemas
 * of every field of every record and route before its first event, of which the event parses a handful. In a
 * bundle the fields of an object are built when something asks for them first; nothing else differs, and
 * `test/infra/lightened-start.test.ts` holds the two against one another.
 */
export const lightenStart: Plugin = {
  name: 'lighten-start',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: inAscii(fieldsWhenNeeded(await readFile(path, 'utf8'), path)),
      loader: 'ts',
    }))
    for (const { module, before, after } of insideZod) {
      build.onLoad({ filter: module }, async ({ path }) => {
        const source = await readFile(path, 'utf8')
        if (!source.includes(before))
          throw new Error(`${path} no longer has ${before}: see infra/lighten-start.ts`)
        return { contents: source.replace(before, () => after), loader: 'js' }
      })
    }
  },
}

const makers = new Set(['object', 'strictObject', 'looseObject'])

/** `z.object({ … })` as `z.object(() => ({ … }))`. */
function fieldsWhenNeeded(source: string, path: string): string {
  const inserts: { readonly at: number; readonly text: string }[] = []
  const visit = (node: ts.Node): void => {
    const fields = fieldsOf(node)
    if (fields !== undefined) inserts.push({ at: fields.pos, text: '() => (' }, { at: fields.end, text: ')' })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest))
  inserts.sort((a, b) => a.at - b.at)
  const parts = inserts.map(({ at, text }, index) => source.slice(inserts[index - 1]?.at ?? 0, at) + text)
  return parts.join('') + source.slice(inserts.at(-1)?.at ?? 0)
}

function fieldsOf(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined
  const { expression: library, name } = node.expression
  const [fields] = node.arguments
  const isMaker = ts.isIdentifier(library) && library.text === 'z' && makers.has(name.text)
  return isMaker && fields !== undefined && ts.isObjectLiteralExpression(fields) ? fields : undefined
}

/**
 * Chinese in templates and regular expressions, which esbuild leaves as it is, in the spelling that both read the
 * same: with a single such character in it, the engine keeps the whole bundle in two bytes a character.
 */
function inAscii(source: string): string {
  return source.replace(/[^\0-\x7f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16)
    return `\\u${code.padStart(4, '0')}`
  })
}

const shapeIsRead = 'const desc = Object.getOwnPropertyDescriptor(def, "shape");'
const membersAreBound = 'export function members(proto, table) {'

/** Changes of zod: each leaves what it does as it was. */
const insideZod = [
  {
    // Fields from a function. Whatever in zod looks at an object's fields already reckons with a definition that
    // answers for them itself, as those of `extend` and `partial` do.
    module: /\/zod\/v4\/core\/schemas\.js$/,
    before: shapeIsRead,
    after: `
      if (typeof def.shape === "function") {
        const fields = util.cached(def.shape);
        Object.defineProperty(def, "shape", {
          configurable: true,
          enumerable: true,
          get() {
            const shape = fields.value;
            util.assignProp(this, "shape", shape);
            return shape;
          },
        });
      }
      ${shapeIsRead}`,
  },
  {
    // The methods of all schemas are put on each kind of schema, each of them by a pair of functions of its own:
    // the pairs are made once and put on every kind at one go.
    module: /\/zod\/v4\/core\/util\.js$/,
    before: membersAreBound,
    after: `
      const boundMembers = new WeakMap();
      export function members(proto, table) {
        let bound = boundMembers.get(table);
        if (!bound) {
          const one = {};
          bindMembers(one, table);
          bound = Object.getOwnPropertyDescriptors(one);
          boundMembers.set(table, bound);
        }
        Object.defineProperties(proto, bound);
      }
      function bindMembers(proto, table) {`,
  },
]
