import { createHash } from 'node:crypto'
import * as z from 'zod'
import { TemplateUnsupported } from './local-error.ts'

/*
 * Works out CloudFormation's functions. The physical names and ARNs that AWS would invent are invented here, always
 * the same for the same template.
 */

export const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
})
export type Resource = z.infer<typeof Resource>

export const Template = z.object({
  Resources: z.record(z.string(), Resource).default({}),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown() })).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
})

/** One stack of the assembly. */
export interface LoadedStack {
  readonly name: string
  readonly region: string
  readonly account: string
  readonly template: z.infer<typeof Template>
  /** Where each resource's construct stands, by logical id. */
  readonly paths: ReadonlyMap<string, readonly string[]>
}

export interface Resolver {
  /** The value with every function in it worked out, within the stack that says it. */
  resolve(stack: LoadedStack, value: unknown): unknown
  /** What `Ref` gives for a resource: a name, a URL for queues, an ARN for topics. */
  ref(stack: LoadedStack, logicalId: string): string
  attribute(stack: LoadedStack, logicalId: string, attribute: string): string
  /** The name on AWS, given or invented. */
  physicalName(stack: LoadedStack, logicalId: string): string
}

export function resolver(stacks: readonly LoadedStack[]): Resolver {
  const self: Resolver = {
    resolve(stack, value) {
      if (Array.isArray(value)) {
        return value
          .map((element: unknown) => self.resolve(stack, element))
          .filter((element) => element !== noValue)
      }
      if (typeof value !== 'object' || value === null) return value
      const entries = Object.entries<unknown>({ ...value })
      const [name, argument] = entries[0] ?? ['', undefined]
      if (entries.length === 1 && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')))
        return evaluate(self, stacks, stack, name, argument)
      return Object.fromEntries(
        entries
          .map(([key, inner]): [string, unknown] => [key, self.resolve(stack, inner)])
          .filter(([, inner]) => inner !== noValue),
      )
    },
    ref(stack, logicalId) {
      const resource = resourceOf(stack, logicalId)
      const name = self.physicalName(stack, logicalId)
      switch (resource.Type) {
        case 'AWS::SQS::Queue':
          return `https://sqs.${stack.region}.amazonaws.com/${stack.account}/${name}`
        case 'AWS::SNS::Topic':
          return `arn:aws:sns:${stack.region}:${stack.account}:${name}`
        default:
          return name
      }
    },
    attribute(stack, logicalId, attribute) {
      const resource = resourceOf(stack, logicalId)
      const name = self.physicalName(stack, logicalId)
      const value = attributesOf(stack, resource, name)[attribute]
      if (value === undefined)
        throw new TemplateUnsupported(
          `The attribute ${attribute} of ${logicalId} (${resource.Type}) in ${stack.name} is not known here.`,
        )
      return value
    },
    physicalName(stack, logicalId) {
      const resource = resourceOf(stack, logicalId)
      const given = self.resolve(stack, resource.Properties[nameProperty(resource)])
      return typeof given === 'string' ? given : inventName(stack, logicalId, resource)
    },
  }
  return self
}

/** What `AWS::NoValue` leaves behind: nothing. */
const noValue = Symbol('AWS::NoValue')

function evaluate(
  resolver: Resolver,
  stacks: readonly LoadedStack[],
  stack: LoadedStack,
  name: string,
  argument: unknown,
): unknown {
  const inner = (value: unknown) => resolver.resolve(stack, value)
  switch (name) {
    case 'Ref':
      return reference(resolver, stack, z.string().parse(argument))
    case 'Fn::GetAtt': {
      const parts = typeof argument === 'string' ? argument.split('.') : z.array(z.string()).parse(argument)
      const [logicalId, ...attribute] = parts
      return resolver.attribute(stack, logicalId ?? '', attribute.join('.'))
    }
    case 'Fn::Join': {
      const [separator, values] = z.tuple([z.string(), z.unknown()]).parse(argument)
      return z.array(z.string()).parse(inner(values)).join(separator)
    }
    case 'Fn::Sub':
      return substitute(resolver, stack, argument)
    case 'Fn::Select': {
      const [index, values] = z.tuple([z.coerce.number(), z.unknown()]).parse(argument)
      return z.array(z.unknown()).parse(inner(values))[index]
    }
    case 'Fn::Split': {
      const [separator, text] = z.tuple([z.string(), z.unknown()]).parse(argument)
      return z.string().parse(inner(text)).split(separator)
    }
    case 'Fn::ImportValue':
      return importValue(resolver, stacks, z.string().parse(inner(argument)))
    default:
      throw new TemplateUnsupported(`${stack.name} uses ${name}, which is not known here.`)
  }
}

function reference(resolver: Resolver, stack: LoadedStack, name: string): unknown {
  switch (name) {
    case 'AWS::Region':
      return stack.region
    case 'AWS::AccountId':
      return stack.account
    case 'AWS::Partition':
      return 'aws'
    case 'AWS::URLSuffix':
      return 'amazonaws.com'
    case 'AWS::StackName':
      return stack.name
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${stack.region}:${stack.account}:stack/${stack.name}/local`
    case 'AWS::NoValue':
      return noValue
    default: {
      const parameter = stack.template.Parameters[name]
      return parameter === undefined ? resolver.ref(stack, name) : parameter.Default
    }
  }
}

function substitute(resolver: Resolver, stack: LoadedStack, argument: unknown): string {
  const { text, variables } = SubArgument.parse(argument)
  return text.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (Object.hasOwn(variables, name))
      return z.coerce.string().parse(resolver.resolve(stack, variables[name]))
    const [logicalId, ...attribute] = name.split('.')
    const value =
      attribute.length > 0
        ? resolver.attribute(stack, logicalId ?? '', attribute.join('.'))
        : reference(resolver, stack, name)
    if (typeof value !== 'string') throw new TemplateUnsupported(`${whole} in ${stack.name} is no text.`)
    return value
  })
}

/** `Fn::Sub` takes a text, or a text and its variables. */
const SubArgument = z.union([
  z.string().transform((text) => ({ text, variables: z.record(z.string(), z.unknown()).parse({}) })),
  z
    .tuple([z.string(), z.record(z.string(), z.unknown())])
    .transform(([text, variables]) => ({ text, variables })),
])

function importValue(resolver: Resolver, stacks: readonly LoadedStack[], exported: string): unknown {
  for (const stack of stacks)
    for (const output of Object.values(stack.template.Outputs))
      if (output.Export !== undefined && resolver.resolve(stack, output.Export.Name) === exported)
        return resolver.resolve(stack, output.Value)
  throw new TemplateUnsupported(`No stack exports ${exported}, which another one imports.`)
}

function resourceOf(stack: LoadedStack, logicalId: string): Resource {
  const resource = stack.template.Resources[logicalId]
  if (resource === undefined)
    throw new TemplateUnsupported(`${stack.name} refers to ${logicalId}, which it does not have.`)
  return resource
}

function nameProperty({ Type }: Resource): string {
  switch (Type) {
    case 'AWS::SQS::Queue':
      return 'QueueName'
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return 'TableName'
    case 'AWS::S3::Bucket':
      return 'BucketName'
    case 'AWS::Lambda::Function':
      return 'FunctionName'
    case 'AWS::Logs::LogGroup':
      return 'LogGroupName'
    case 'AWS::Logs::SubscriptionFilter':
      return 'FilterName'
    case 'AWS::SNS::Topic':
      return 'TopicName'
    default:
      return 'Name'
  }
}

function inventName(stack: LoadedStack, logicalId: string, resource: Resource): string {
  const hash = createHash('sha256').update(`${stack.name}/${logicalId}`).digest('hex')
  switch (resource.Type) {
    case 'AWS::Cognito::UserPool':
      return `${stack.region}_${hash.slice(0, 9)}`
    case 'AWS::Cognito::UserPoolClient':
      return hash.slice(0, 26)
    case 'AWS::S3::Bucket':
      return `${stack.name}-${logicalId}`.toLowerCase().slice(0, 63)
    default:
      return `${stack.name}-${logicalId}`.slice(0, 64)
  }
}

function attributesOf(
  stack: LoadedStack,
  { Type }: Resource,
  name: string,
): Readonly<Record<string, string | undefined>> {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${stack.region}:${stack.account}:${rest}`
  switch (Type) {
    case 'AWS::SQS::Queue':
      return { Arn: arn('sqs', name), QueueName: name }
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return {
        Arn: arn('dynamodb', `table/${name}`),
        StreamArn: arn('dynamodb', `table/${name}/stream/local`),
      }
    case 'AWS::S3::Bucket':
      return { Arn: `arn:aws:s3:::${name}` }
    case 'AWS::Lambda::Function':
      return { Arn: arn('lambda', `function:${name}`) }
    case 'AWS::SNS::Topic':
      return { TopicArn: arn('sns', name), TopicName: name }
    case 'AWS::Logs::LogGroup':
      return { Arn: arn('logs', `log-group:${name}:*`) }
    case 'AWS::Cognito::UserPool': {
      const provider = `cognito-idp.${stack.region}.amazonaws.com/${name}`
      return {
        Arn: arn('cognito-idp', `userpool/${name}`),
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
      }
    }
    default: {
      const [, service, kind] = Type.toLowerCase().split('::')
      return { Arn: arn(service ?? 'unknown', `${kind ?? ''}/${name}`) }
    }
  }
}
