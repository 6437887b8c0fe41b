import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import * as z from 'zod'
import { AdminError } from './admin-error.ts'

const Outputs = z.object({ TableName: z.string(), UserPoolId: z.string() })
export type StageOutputs = z.infer<typeof Outputs>

/**
 * Where a deployed stage keeps its records and accounts, by the outputs of its data stack.
 * @throws AdminError when the stage is not deployed, or by a version without these outputs
 */
export async function outputsOf(client: CloudFormationClient, stage: string): Promise<StageOutputs> {
  const name = `after-sales-${stage}-data`
  let described
  try {
    described = await client.send(new DescribeStacksCommand({ StackName: name }))
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'ValidationError') throw cause
    throw new AdminError(
      `没有堆栈 There is no stack ${name} in this account and region: deploy the stage first.`,
      {
        cause,
      },
    )
  }
  const outputs = described.Stacks?.[0]?.Outputs ?? []
  const parsed = Outputs.safeParse(
    Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
  )
  if (!parsed.success)
    throw new AdminError(`Stack ${name} tells neither table nor user pool: deploy it again.`)
  return parsed.data
}
