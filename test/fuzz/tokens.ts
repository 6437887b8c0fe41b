import type { LocalStack } from '../../local/stack.ts'
import { RoleCode } from '../../shared/domain/roles.ts'
import type { Random } from '../faults/random.ts'
import type { FuzzRequest } from './request.ts'

/** Who asks, where a request is as it should be. */
export interface Account {
  readonly dealerId: string
  readonly otherDealerId: string
  readonly staffId: string
}

/** The token that a request is sent with, by one of the roles that may; each is signed once. */
export function tokensOf(stack: LocalStack, { dealerId, otherDealerId, staffId }: Account) {
  const made = new Map<string, Promise<string>>()
  const dealers = { 'other dealer': otherDealerId, 'no such dealer': 'D999', 'no dealer': '' } as const
  const tokenFor = (dealer: string, role: string) => {
    const name = `${dealer} ${role}`
    const token =
      made.get(name) ?? stack.token({ dealerId: dealer, roles: [role], sub: `fuzz-${role}`, staffId })
    made.set(name, token)
    return token
  }
  return async (
    { operation, who }: FuzzRequest,
    role: string,
    random: Random,
  ): Promise<string | undefined> => {
    const may = operation.roles
    switch (who) {
      case 'no token':
        return undefined
      case 'other role': {
        const others = RoleCode.options.filter((role) => !may.includes(role))
        return tokenFor(dealerId, others.length === 0 ? 'no_role' : random.pick(others))
      }
      case 'forged token': {
        // As it was signed, but for another dealer.
        const [head, , seal] = (await tokenFor(dealerId, role)).split('.')
        const claims = { 'custom:dealerId': otherDealerId, 'cognito:groups': may, sub: 'x', exp: 4e9 }
        return `${head!}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${seal!}`
      }
      case 'other dealer':
      case 'no such dealer':
      case 'no dealer':
        return tokenFor(dealers[who], role)
      case 'caller':
        return tokenFor(dealerId, role)
    }
  }
}
