import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AdminError } from './admin-error.ts'
import type { Flags } from './flags.ts'

/** The accounts of one user pool. */
export interface Accounts {
  /**
   * Nothing, when the mail address has no account or one at this dealer: an account's dealer is fixed for good.
   * @throws AdminError when it has one at another dealer
   */
  refuseForeign(email: string, dealerId: string): Promise<void>
  /** The account that signs in for a member of staff, in the group of the role. */
  open(flags: Pick<Flags, 'email' | 'dealer' | 'role'>, staffId: string): Promise<'made' | 'was there'>
}

export function accountsOf(client: CognitoIdentityProviderClient, userPoolId: string): Accounts {
  const named = (email: string) => ({ UserPoolId: userPoolId, Username: email })

  async function dealerOf(email: string): Promise<string | undefined> {
    try {
      const { UserAttributes = [] } = await client.send(new AdminGetUserCommand(named(email)))
      return UserAttributes.find(({ Name }) => Name === 'custom:dealerId')?.Value ?? 'none'
    } catch (error) {
      if (error instanceof Error && error.name === 'UserNotFoundException') return undefined
      throw error
    }
  }

  return {
    async refuseForeign(email, dealerId) {
      const known = await dealerOf(email)
      if (known !== undefined && known !== dealerId)
        throw new AdminError(
          `此邮箱属于其他经销商 ${email} has an account at another dealer: use another address.`,
        )
    },
    async open({ email, dealer, role }, staffId) {
      const known = await dealerOf(email)
      if (known === undefined)
        await client.send(
          new AdminCreateUserCommand({
            ...named(email),
            DesiredDeliveryMediums: ['EMAIL'],
            UserAttributes: [
              { Name: 'email', Value: email },
              // The operator vouches for it; without this a forgotten password could never be mailed.
              { Name: 'email_verified', Value: 'true' },
              { Name: 'custom:dealerId', Value: dealer },
              { Name: 'custom:staffId', Value: staffId },
            ],
          }),
        )
      await client.send(new AdminAddUserToGroupCommand({ ...named(email), GroupName: role }))
      return known === undefined ? 'made' : 'was there'
    },
  }
}
