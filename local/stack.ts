import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { Zone, type Instant } from '../shared/domain/time.ts'
import { agenda, type Agenda } from './agenda.ts'
import { cleanup } from './cleanup.ts'
import { lockDatabase } from './database-lock.ts'
import { clientSettings, type ClientSettings, type Endpoints } from './endpoints.ts'
import { checkDatabase, engineAt, startEngine, type Engine } from './engine.ts'
import { openTable, streamRecords } from './engine-tables.ts'
import { startEventSources } from './event-sources.ts'
import { getFile, putFile } from './files.ts'
import { functionLogs, type FunctionLogs } from './function-logs.ts'
import { functionPool, type Failure, type FunctionPool } from './function-pool.ts'
import { serveHttp } from './http.ts'
import { notificationOf, wayFor, type ArrivingMail } from './incoming-mail.ts'
import { LocalError } from './local-error.ts'
import { openOutbox, type NewMessage, type Outbox } from './outbox-store.ts'
import { ownPages } from './own-pages.ts'
import type { ProviderHook } from './provider.ts'
import { receiptPost, type Fate, type ReceiptHook } from './receipts.ts'
import { runnerClock, type RunnerClock } from './runner-clock.ts'
import { startServices, type Services } from './services.ts'
import { startStandIns } from './stand-ins.ts'
import { streamPositions } from './stream-positions.ts'
import { readTemplates } from './template.ts'
import type { StackModel } from './template-model.ts'
import { tokenOffice, type TokenClaims } from './tokens.ts'

export interface StackOptions {
  /** The synthesized app. */
  readonly cdkOut: string
  /** The database file; queues, files and the outbox are kept in `<db>-local` beside it. Absent = all temporary. */
  readonly db?: string
  /** Of the API and the outbox; absent or 0 = any free one. */
  readonly port?: number
  /** Where the clock starts; absent = now. */
  readonly at?: Instant
  /** Directory of the functions' logs; absent = memory only. */
  readonly logs?: string
  /** Any DynamoDB endpoint in place of the embedded engine. */
  readonly dynamodbEndpoint?: string
  /**
   * Gets the real endpoints and returns those that a function sees; asked once for each function: the place for a
   * proxy that counts or makes faults.
   */
  readonly endpointsForFunctions?: (real: Endpoints, functionName: string) => Endpoints | Promise<Endpoints>
  /** Stands between the streams and queues and their functions; absent = hands every batch over as it is. */
  readonly handOver?: HandOver
  /** Milliseconds by which the clock of a worker that starts now is wrong; absent = none. */
  readonly clockSkew?: (functionName: string) => number
  /** Decides over each request to SNS and SES before it is accepted. */
  readonly provider?: ProviderHook
  /** When each receipt of an accepted message is given; absent = once, a second later. */
  readonly receipts?: ReceiptHook
  /** What becomes of each accepted message; absent = it arrives. */
  readonly fate?: (message: NewMessage) => Fate
}

/**
 * Gets each batch that a stream or a queue hands to a function, and answers as the function would: by invoking it
 * once, several times, later, with less, or by throwing.
 */
export type HandOver = (
  functionName: string,
  event: unknown,
  invoke: (event: unknown) => Promise<unknown>,
) => Promise<unknown>

function handedOver(handOver: HandOver, invoke: FunctionPool['invoke']): FunctionPool['invoke'] {
  return (name, event) => handOver(name, event, (given) => invoke(name, given))
}

/** The synthesized app, running on this machine. */
export interface LocalStack extends Omit<Agenda, 'skipTo'> {
  readonly model: StackModel
  /** `http://127.0.0.1:…`: the API, and `/outbox`. */
  readonly url: string
  /** Setting it leaves out the schedules in between; `runUntil` does not. */
  readonly clock: RunnerClock
  /** The services themselves, whatever the functions see. */
  readonly endpoints: Endpoints
  client(service: keyof Endpoints): ClientSettings
  readonly tableName: string
  /** The embedded engine's SQLite file. */
  readonly databaseFile: string | undefined
  /** @throws FunctionFailed, LocalError */
  invoke: FunctionPool['invoke']
  /** Ends every worker of a function in the middle of whatever it does; returns how many. */
  kill: FunctionPool['kill']
  /** Into the bucket that the functions use. */
  putFile(key: string, body: Uint8Array | string): Promise<void>
  getFile(key: string): Promise<Uint8Array | undefined>
  /** Has SES take in a mail from outside; returns the id that SES gives it. */
  receiveMail(mail: ArrivingMail): Promise<string>
  /** To a queue by its short name. */
  send(queue: string, body: string, delaySeconds?: number): Promise<void>
  /** How many messages lie in a queue, by its short name: visible, delayed or in flight. */
  messagesIn(queue: string): Promise<number>
  readonly outbox: Outbox
  readonly failures: readonly Failure[]
  readonly logs: FunctionLogs
  /** An ID token that the local authorizer takes. */
  token(claims: TokenClaims): Promise<string>
  stop(): Promise<void>
}

/**
 * Starts what the template says: engine, queues, buckets, functions, schedules (which fire when told to), API.
 * @throws LocalError: PortInUse, EngineUnavailable, DatabaseUnusable, TemplateUnsupported
 */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  // Lambda runs in UTC; a worker takes the time zone of its process.
  process.env['TZ'] = 'UTC'
  const undo = cleanup()
  try {
    return await assemble(options, undo)
  } catch (error) {
    await undo.run()
    throw error
  }
}

async function assemble(options: StackOptions, undo: ReturnType<typeof cleanup>): Promise<LocalStack> {
  const model = readTemplates(options.cdkOut)
  const { region } = model
  const clock = runnerClock(options.at)
  const from = clock.now()
  const directory = options.db === undefined ? undefined : `${resolve(options.db)}-local`
  const engine = await startDatabase(options, directory, undo)
  const outbox = openOutbox(directory === undefined ? undefined : join(directory, 'outbox.jsonl'))
  const account = { configurationSets: model.configurationSets, identities: model.identities }
  const receipts = receiptPost({
    model,
    clock,
    hook: options.receipts ?? (() => [1]),
    fate: options.fate ?? (() => 'arrives'),
  })
  const [services, standIns] = await Promise.all([
    startServices({ clock, region, directory: directory && join(directory, 'services') }),
    startStandIns({
      outbox,
      clock,
      account,
      hook: options.provider ?? (() => 'accept'),
      accepted: (message) => {
        receipts.accepted(message)
      },
    }),
  ])
  undo.add(() => Promise.all([services.stop(), standIns.stop()]))

  const endpoints: Endpoints = {
    dynamodb: engine.endpoint,
    sqs: services.endpoint,
    s3: services.endpoint,
    sns: standIns.sns.endpoint,
    ses: standIns.ses.endpoint,
  }
  const streams = await createResources(model, endpoints, services)
  const records = engine.file === undefined ? undefined : streamRecords(engine.file)
  undo.add(() => records?.close())

  const tokens = await tokenOffice(clock)
  const token = async (claims: TokenClaims) => {
    const authorizer = model.routes.find((route) => route.authorizer !== undefined)?.authorizer
    if (authorizer === undefined) throw new LocalError('No route of the template asks for a token.')
    return tokens.sign(authorizer, claims)
  }
  const zone = model.schedules[0]?.zone ?? Zone.parse('UTC')
  const http = await serveHttp({
    port: options.port ?? 0,
    routes: model.routes,
    clock,
    tokens,
    invoke: (name, event) => functions.invoke(name, event),
    ownPages: ownPages({ outbox, zone, token }),
  })
  // Should the rest not start; else it is the first to stop.
  undo.add(() => http.stop())

  const logs = functionLogs(options.logs)
  undo.add(() => logs.close())
  const functions = functionPool({
    model,
    clock,
    logs,
    endpoints: await endpointsOfFunctions(model, endpoints, options.endpointsForFunctions),
    publicUrl: http.url,
    clockSkew: options.clockSkew ?? (() => 0),
  })
  undo.add(() => functions.killAll())
  const invoke: FunctionPool['invoke'] = (name, event) => functions.invoke(name, event)
  const positions = streamPositions(directory && join(directory, 'streams.json'))
  const sources = await startEventSources({
    model,
    endpoints,
    clock,
    services,
    streams,
    positions,
    records,
    invoke: options.handOver === undefined ? invoke : handedOver(options.handOver, invoke),
  })
  undo.add(async () => {
    // Workers go first: a poller ends only when its invocation has.
    const stopped = sources.stop()
    await functions.killAll()
    await stopped
  })
  receipts.open({ sendTo: (arn, body) => sources.sendTo(arn, body), invoke })
  undo.add(() => {
    receipts.stop()
  })
  const times = agenda({ model, clock, sources, functions, receipts, from })
  undo.add(() => http.stop())

  const s3 = new S3Client({ ...clientSettings(endpoints.s3, region), forcePathStyle: true })
  undo.add(() => s3.destroy())
  const bucket = () => filesBucket(model)
  const queueNamed = (name: string) => {
    const queue = model.queues.find((one) => one.name === name)
    if (queue === undefined) throw new LocalError(`The template has no queue ${name}.`)
    return queue
  }
  undo.onSignals()
  return {
    ...times,
    model,
    url: http.url,
    clock: { ...clock, set: (instant, skipping) => times.skipTo(instant, skipping) },
    endpoints,
    client: (service) => clientSettings(endpoints[service], region),
    tableName: model.tables[0]?.name ?? '',
    databaseFile: engine.file,
    invoke,
    kill: (name) => functions.kill(name),
    putFile: (key, body) => putFile(s3, bucket(), key, body),
    getFile: (key) => getFile(s3, bucket(), key),
    async receiveMail(mail) {
      const way = wayFor(mail.to, model)
      const { messageId, objectKey, notification } = notificationOf(mail, way, clock.now())
      await putFile(s3, way.bucket, objectKey, mail.raw)
      await sources.sendTo(way.queueArn, JSON.stringify(notification))
      return messageId
    },
    send: (queue, body, delaySeconds) => sources.sendTo(queueNamed(queue).arn, body, delaySeconds),
    async messagesIn(queue) {
      const { physicalName } = queueNamed(queue)
      const state = (await services.inspect([physicalName]))[physicalName]
      return state === undefined ? 0 : state.ready + state.delayedUntil.length + state.inFlight.length
    },
    outbox,
    failures: functions.failures,
    logs,
    token,
    stop: () => undo.run(),
  }
}

async function endpointsOfFunctions(
  { functions }: StackModel,
  real: Endpoints,
  endpointsFor: StackOptions['endpointsForFunctions'],
): Promise<ReadonlyMap<string, Endpoints>> {
  const seen = new Map<string, Endpoints>()
  for (const { name } of functions) seen.set(name, (await endpointsFor?.(real, name)) ?? real)
  return seen
}

async function startDatabase(
  { db, dynamodbEndpoint }: StackOptions,
  directory: string | undefined,
  undo: ReturnType<typeof cleanup>,
): Promise<Engine> {
  if (dynamodbEndpoint !== undefined) return engineAt(dynamodbEndpoint)
  if (db === undefined || directory === undefined) {
    const engine = await startEngine()
    undo.add(() => engine.stop())
    return engine
  }
  checkDatabase(resolve(db))
  mkdirSync(directory, { recursive: true })
  const lock = lockDatabase(join(directory, 'lock.json'), resolve(db))
  undo.add(() => lock.release())
  const engine = await startEngine(db)
  undo.add(() => engine.stop())
  if (engine.pid !== undefined) lock.engine(engine.pid)
  return engine
}

/** @returns the tables' stream ARNs by table name */
async function createResources(
  model: StackModel,
  endpoints: Endpoints,
  services: Services,
): Promise<Map<string, string>> {
  await services.create(
    model.queues.map(({ physicalName, attributes }) => ({ name: physicalName, attributes })),
    model.buckets,
  )
  const client = new DynamoDBClient(clientSettings(endpoints.dynamodb, model.region))
  const streams = new Map<string, string>()
  for (const table of model.tables) {
    const streamArn = await openTable(client, table)
    if (streamArn !== undefined) streams.set(table.name, streamArn)
  }
  client.destroy()
  return streams
}

/** The bucket that functions are told of; another one keeps its access log. */
function filesBucket({ buckets, functions }: StackModel): string {
  const told = new Set(functions.flatMap(({ environment }) => Object.values(environment)))
  const [bucket, ...others] = buckets.filter((name) => told.has(name))
  if (bucket === undefined || others.length > 0)
    throw new LocalError(
      `The functions of the template use ${others.length + (bucket ? 1 : 0)} buckets, not one.`,
    )
  return bucket
}
