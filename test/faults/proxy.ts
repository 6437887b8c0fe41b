import { Agent, createServer, request, type IncomingMessage, type Server } from 'node:http'
import { portOf } from '../../local/aws-query.ts'
import type { Endpoints } from '../../local/endpoints.ts'

/** A request on its way from a function to a service. */
export interface SeenRequest {
  readonly functionName: string
  readonly service: keyof Endpoints
  /** `TransactWriteItems`, `SendMessageBatch`, `PutObject`, `Publish`, … */
  readonly operation: string
  /** The how manieth request of this function it is, from 1, since the counts began. */
  readonly nth: number
  /** Path and query, as it was sent. */
  readonly path: string
  readonly body: Buffer
  /** Resolves when the caller has hung up, or has its answer. */
  readonly gone: Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Hands the request on, changed where a body is given, and returns what the service answered. */
export type Forward = (body?: string) => Promise<Answer>

/** What becomes of a request: an answer, or a connection that breaks without one. */
export interface Fate {
  (request: SeenRequest, forward: Forward): Promise<Answer | 'reset'>
  /** What it is, for who looks for the cause of a failure. */
  readonly says?: string
}

/** Chooses the fate of a request; undefined: it passes as it is. */
export type Judge = (request: SeenRequest) => Fate | undefined

/** Sees what services have answered, whether the function is told or not. */
export type Witness = (request: SeenRequest, sent: string, answer: Answer) => void

export interface FaultProxy {
  /** Addresses at which the proxy knows the caller. */
  endpointsFor(real: Endpoints, functionName: string): Promise<Endpoints>
  /** From now on this one judges; undefined: everything passes. Counts begin anew. */
  judgeBy(judge: Judge | undefined): void
  stop(): Promise<void>
}

const services = ['dynamodb', 'sqs', 's3', 'sns', 'ses'] as const

/** Stands between functions and services, at an address of its own for each function and service. */
export function faultProxy({ witness }: { witness: Witness }): FaultProxy {
  const agent = new Agent({ keepAlive: true })
  const servers: Server[] = []
  const counts = new Map<string, number>()
  let judge: Judge | undefined

  const open = async (functionName: string, service: keyof Endpoints, endpoint: string): Promise<string> => {
    const server = createServer((incoming, outgoing) => {
      const gone = () => outgoing.destroy()
      const closed = new Promise<void>((resolve) => outgoing.once('close', resolve))
      answerTo(incoming, functionName, service, endpoint, closed).then((answer) => {
        if (answer === 'reset') gone()
        else outgoing.writeHead(answer.status, { ...answer.headers }).end(answer.body)
      }, gone)
    })
    // A pause of the virtual day must not close a connection that a function still holds.
    server.keepAliveTimeout = 600_000
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${portOf(server.address())}`
  }

  const answerTo = async (
    incoming: IncomingMessage,
    functionName: string,
    service: keyof Endpoints,
    endpoint: string,
    closed: Promise<void>,
  ): Promise<Answer | 'reset'> => {
    const body = await bytesOf(incoming)
    const nth = (counts.get(functionName) ?? 0) + 1
    counts.set(functionName, nth)
    const operation = operationOf(incoming, service, body)
    const seen = { functionName, service, operation, nth, path: incoming.url ?? '/', body, gone: closed }
    const forward: Forward = async (changed) => {
      const sent = changed === undefined ? body : Buffer.from(changed)
      const answer = await passOn(agent, incoming, endpoint, sent)
      witness(seen, sent.toString('utf8'), answer)
      return answer
    }
    const fate = judge?.(seen)
    return fate === undefined ? forward() : fate(seen, forward)
  }

  return {
    async endpointsFor(real, functionName) {
      const [dynamodb, sqs, s3, sns, ses] = await Promise.all(
        services.map((service) => open(functionName, service, real[service])),
      )
      return { dynamodb: dynamodb!, sqs: sqs!, s3: s3!, sns: sns!, ses: ses! }
    },
    judgeBy(next) {
      judge = next
      counts.clear()
    },
    async stop() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const server of servers) server.closeAllConnections()
      await Promise.all(closed)
      agent.destroy()
    },
  }
}

function operationOf({ headers, method }: IncomingMessage, service: keyof Endpoints, body: Buffer): string {
  switch (service) {
    case 'dynamodb':
    case 'sqs':
      return String(headers['x-amz-target']).split('.').at(-1)!
    case 's3':
      return (
        { GET: 'GetObject', PUT: 'PutObject', HEAD: 'HeadObject', POST: 'PostObject' }[method ?? ''] ??
        String(method)
      )
    case 'sns':
    case 'ses':
      return new URLSearchParams(body.toString('utf8')).get('Action') ?? ''
  }
}

function passOn(agent: Agent, incoming: IncomingMessage, endpoint: string, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const {
      connection,
      host,
      'content-length': length,
      'transfer-encoding': chunks,
      ...headers
    } = incoming.headers
    const outgoing = request(new URL(incoming.url ?? '/', endpoint), {
      agent,
      method: incoming.method,
      headers: { ...headers, 'content-length': body.length },
    })
    outgoing.once('error', reject)
    outgoing.once('response', (response) => {
      bytesOf(response).then((answered) => {
        resolve({ status: response.statusCode ?? 500, headers: plain(response), body: answered })
      }, reject)
    })
    outgoing.end(body)
  })
}

/** Headers that still hold when the body is another one. */
function plain({ headers }: IncomingMessage): Record<string, string> {
  const dropped = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'x-amz-crc32'])
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || dropped.has(name) ? [] : [[name, String(value)]],
    ),
  )
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
