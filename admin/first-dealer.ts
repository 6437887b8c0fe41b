import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { systemClock } from '../shared/runtime/clock.ts'
import { openStore } from '../shared/store/store.ts'
import { connectTable } from '../shared/store/table-client.ts'
import { AdminError } from './admin-error.ts'
import { readFlags, usage } from './flags.ts'
import { accountsOf } from './open-account.ts'
import { openDealer } from './open-dealer.ts'
import { outputsOf } from './stage-outputs.ts'

/* Opens a dealer on a deployed stage: its record, its first member of staff, and the account that signs in. */

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2))
  if (flags === undefined) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const { region } = flags
  const { TableName, UserPoolId } = await outputsOf(new CloudFormationClient({ region }), flags.stage)
  const store = openStore(connectTable(TableName, new DynamoDBClient({ region })))
  const accounts = accountsOf(new CognitoIdentityProviderClient({ region }), UserPoolId)
  await accounts.refuseForeign(flags.email, flags.dealer)
  const opened = await openDealer(store, flags, { at: systemClock.now(), by: 'first-dealer' })
  const account = await accounts.open(flags, opened.staffId)
  process.stdout.write(
    `${JSON.stringify({ dealerId: flags.dealer, ...opened, account, role: flags.role })}\n`,
  )
}

try {
  await main()
} catch (error) {
  process.stderr.write(
    `${error instanceof AdminError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exitCode = 1
}
