import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Account {
  readonly attributes: Record<string, string>
  readonly groups: string[]
}

export interface AccountsOnLoopback {
  readonly endpoint: string
  readonly accounts: Map<string, Account>
  stop(): Promise<void>
}

interface Request {
  readonly Username: string
  readonly GroupName?: string
  readonly UserAttributes?: readonly { Name: string; Value: string }[]
}

/** CloudFormation and Cognito as the real SDK asks them, on loopback: one deployed stage, `dev`, and its accounts. */
export async function accountsOnLoopback(tableName: string): Promise<AccountsOnLoopback> {
  const accounts = new Map<string, Account>()
  const cognito = (operation: string, { Username, GroupName, UserAttributes = [] }: Request) => {
    const known = accounts.get(Username)
    const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
    switch (operation) {
      case 'AdminCreateUser':
        if (known !== undefined) return { __type: 'UsernameExistsException', message: 'exists' }
        accounts.set(Username, { attributes, groups: [] })
        return { User: { Username } }
      case 'AdminGetUser':
        if (known === undefined) return { __type: 'UserNotFoundException', message: 'none' }
        return {
          Username,
          UserAttributes: Object.entries(known.attributes).map(([Name, Value]) => ({ Name, Value })),
        }
      case 'AdminAddUserToGroup':
        if (!known!.groups.includes(GroupName!)) known!.groups.push(GroupName!)
        return {}
      default:
        return { __type: 'UnknownOperationException', message: operation }
    }
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const target = request.headers['x-amz-target']
      if (target === undefined) {
        const { status, body } = stackAnswer(new URLSearchParams(text).get('StackName'), tableName)
        response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
        return
      }
      const answer = cognito(String(target).split('.').at(-1)!, JSON.parse(text) as Request)
      response
        .writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accounts,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function stackAnswer(name: string | null, tableName: string): { status: number; body: string } {
  if (name !== 'after-sales-dev-data') {
    const error = `<Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${String(name)} does not exist</Message></Error>`
    return { status: 400, body: `<ErrorResponse>${error}</ErrorResponse>` }
  }
  const output = (key: string, value: string) =>
    `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`
  const outputs = output('TableName', tableName) + output('UserPoolId', 'ap-southeast-1_pool')
  const stack = `<member><StackName>${name}</StackName><CreationTime>2026-11-25T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${outputs}</Outputs></member>`
  return {
    status: 200,
    body: `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  }
}
