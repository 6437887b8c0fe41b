import * as z from 'zod'
import { TemplateUnsupported } from './local-error.ts'
import type { LoadedStack, Resolver, Resource } from './template-intrinsics.ts'
import type { FunctionModel } from './template-model.ts'

/** A resource with its place. */
export interface Found {
  readonly stack: LoadedStack
  readonly logicalId: string
  readonly resource: Resource
  /** Ids of its constructs below the stack, without the closing `Resource`. */
  readonly path: readonly string[]
}

/** Parses a resource's properties, worked out; says which resource when they are not as expected. */
export function propertiesOf<T>(
  shape: z.ZodType<T>,
  { stack, logicalId, resource }: Found,
  resolve: Resolver,
): T {
  const wanted = shape instanceof z.ZodObject ? Object.keys(shape.shape) : Object.keys(resource.Properties)
  const given = Object.fromEntries(
    wanted
      .filter((key) => key in resource.Properties)
      .map((key) => [key, resolve.resolve(stack, resource.Properties[key])]),
  )
  const parsed = shape.safeParse(given)
  if (parsed.success) return parsed.data
  throw new TemplateUnsupported(
    `${logicalId} (${resource.Type}) in ${stack.name} is not as expected: ${z.prettifyError(parsed.error)}`,
  )
}

/** The short name of a function given by ARN, by name, or by an ARN within another (an integration's address). */
export function functionNamed(
  text: string,
  functions: readonly FunctionModel[],
  { logicalId, stack }: Found,
): string {
  const found = functions.find(
    ({ arn, physicalName }) => text === physicalName || text === arn || text.includes(`${arn}/`),
  )
  if (found === undefined)
    throw new TemplateUnsupported(`${logicalId} in ${stack.name} calls ${text}, which is no function here.`)
  return found.name
}

/** Where an invocation that failed for good is sent. */
export const OnFailure = z.object({ OnFailure: z.object({ Destination: z.string() }).optional() })
