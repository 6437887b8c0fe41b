import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { bundling } from '../../infra/bundle.ts'

/**
 * What every function is measured against: one that only builds a DynamoDB client, bundled with the settings of
 * ours, the SDK as it is published.
 * @returns bytes of its index.js
 */
export async function bundleFloor(directory: string): Promise<number> {
  const source = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
    const client = new DynamoDBClient({})
    export const handler = () => client`
  const { outputFiles } = await build({
    ...bundling,
    stdin: { contents: source, resolveDir: import.meta.dirname },
    write: false,
  })
  const [{ contents } = { contents: new Uint8Array() }] = outputFiles
  writeFileSync(join(directory, 'index.js'), contents)
  writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}\n')
  return contents.byteLength
}
