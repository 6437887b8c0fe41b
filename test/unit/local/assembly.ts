import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/*
 * A small cloud assembly on disk, in the form that `cdk synth` gives it: the test's own functions instead of the
 * project's, so that what is tested is the stack and not the product.
 */

export type Resources = Record<
  string,
  { Type: string; Properties?: Record<string, unknown>; Condition?: string }
>

export interface AssemblySpec {
  readonly stacks: Record<string, { resources: Resources; outputs?: Record<string, unknown> }>
  /** Source of each bundle's index.js, by asset hash. */
  readonly bundles?: Record<string, string>
  /** Construct paths by logical id, `Service/deliveries`. */
  readonly paths?: Record<string, string>
}

/** A directory that is gone when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'local-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** @returns the directory of the assembly */
export function writeAssembly({ stacks, bundles = {}, paths = {} }: AssemblySpec): string {
  const directory = temporaryDirectory()
  const write = (name: string, content: unknown) =>
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
  const metadata = Object.fromEntries(
    Object.entries(paths).map(([logicalId, path]) => [
      `/${path}/Resource`,
      [{ type: 'aws:cdk:logicalId', data: logicalId }],
    ]),
  )
  const artifacts: Record<string, unknown> = {
    'Main.assets': { type: 'cdk:asset-manifest', properties: { file: 'Main.assets.json' } },
  }
  for (const [name, { resources, outputs = {} }] of Object.entries(stacks)) {
    write(`${name}.template.json`, { Resources: resources, Outputs: outputs })
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/ap-southeast-1',
      metadata,
      properties: { templateFile: `${name}.template.json`, stackName: `shop-${name.toLowerCase()}` },
    }
  }
  write('manifest.json', { version: '1', artifacts })
  write('Main.assets.json', {
    files: Object.fromEntries(
      Object.keys(bundles).map((hash) => [
        hash,
        {
          source: { path: `asset.${hash}`, packaging: 'zip' },
          destinations: { current: { objectKey: `${hash}.zip` } },
        },
      ]),
    ),
  })
  for (const [hash, source] of Object.entries(bundles)) {
    mkdirSync(join(directory, `asset.${hash}`))
    write(join(`asset.${hash}`, 'index.js'), source)
    write(join(`asset.${hash}`, 'package.json'), '{"type":"commonjs"}')
  }
  return directory
}

/** A function resource whose code is the bundle of that hash. */
export function functionResource(
  name: string,
  hash: string,
  variables: Record<string, unknown> = {},
  settings: Record<string, unknown> = {},
): Resources[string] {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` },
      Handler: 'index.handler',
      Timeout: 5,
      MemorySize: 128,
      Environment: { Variables: variables },
      Tags: [{ Key: 'function', Value: name }],
      ...settings,
    },
  }
}

export const attribute = (logicalId: string, name = 'Arn') => ({ 'Fn::GetAtt': [logicalId, name] })
export const ref = (logicalId: string) => ({ Ref: logicalId })
