import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { TemplateUnsupported } from './local-error.ts'
import { Template, type LoadedStack } from './template-intrinsics.ts'
import type { StackModel } from './template-model.ts'
import { modelOf, type Assets } from './template-resources.ts'

/*
 * Reads a cloud assembly (`cdk.out`): the manifest names stacks and nested assemblies, each stack has a template,
 * and its asset manifest says which directory a function's code is.
 */

/** Construct paths of the resources: `/Service/deliveries/Resource` → `deliveriesDC04E1D2`. */
const Metadata = z.record(z.string(), z.array(z.object({ type: z.string(), data: z.unknown() })))

const Manifest = z.object({
  artifacts: z
    .record(
      z.string(),
      z.object({
        type: z.string(),
        environment: z.string().optional(),
        metadata: Metadata.default({}),
        additionalMetadataFile: z.string().optional(),
        properties: z
          .object({
            templateFile: z.string().optional(),
            stackName: z.string().optional(),
            file: z.string().optional(),
            directoryName: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default({}),
})

const AssetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional(), packaging: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
})

/** Stands for the account of a stack that is deployed to whatever credentials say. */
const unknownAccount = '000000000000'

/**
 * @param cdkOut directory of the assembly
 * @throws TemplateUnsupported when there is no assembly, or it needs what this stack cannot run.
 */
export function readTemplates(cdkOut: string): StackModel {
  const stacks: LoadedStack[] = []
  const assets: Assets = new Map()
  readAssembly(cdkOut, stacks, assets)
  if (stacks.length === 0) throw new TemplateUnsupported(`${cdkOut} has no stack.`)
  return modelOf(stacks, assets)
}

function readAssembly(directory: string, stacks: LoadedStack[], assets: Assets): void {
  if (!existsSync(join(directory, 'manifest.json')))
    throw new TemplateUnsupported(`${directory} is no synthesized app: it has no manifest.json.`)
  const manifest = Manifest.parse(readJson(join(directory, 'manifest.json')))
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    const properties = artifact.properties ?? {}
    if (artifact.type === 'aws:cloudformation:stack' && properties.templateFile !== undefined) {
      const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(artifact.environment ?? '') ?? []
      const described =
        artifact.additionalMetadataFile === undefined
          ? artifact.metadata
          : Metadata.parse(readJson(join(directory, artifact.additionalMetadataFile)))
      stacks.push({
        paths: pathsOf(described),
        name: properties.stackName ?? id,
        account: account !== undefined && /^\d{12}$/.test(account) ? account : unknownAccount,
        region: region === undefined || region.startsWith('unknown') ? 'us-east-1' : region,
        template: Template.parse(readJson(join(directory, properties.templateFile))),
      })
    }
    if (artifact.type === 'cdk:asset-manifest' && properties.file !== undefined)
      readAssets(directory, properties.file, assets)
    if (artifact.type === 'cdk:cloud-assembly' && properties.directoryName !== undefined)
      readAssembly(join(directory, properties.directoryName), stacks, assets)
  }
}

/** Ids of each resource's constructs below the stack, by logical id, without the closing `Resource`. */
function pathsOf(metadata: z.infer<typeof Metadata>): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>()
  for (const [path, entries] of Object.entries(metadata))
    for (const { type, data } of entries)
      if (type === 'aws:cdk:logicalId' && typeof data === 'string')
        paths.set(
          data,
          path
            .replace(/\/Resource$/, '')
            .split('/')
            .slice(2),
        )
  return paths
}

function readAssets(directory: string, file: string, assets: Assets): void {
  for (const { source, destinations } of Object.values(
    AssetManifest.parse(readJson(join(directory, file))).files,
  ))
    for (const { objectKey } of Object.values(destinations))
      if (source.path !== undefined) assets.set(objectKey, join(directory, source.path))
}

function readJson(file: string): unknown {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return parsed
}
