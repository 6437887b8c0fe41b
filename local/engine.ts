import { spawn, type ChildProcess } from 'node:child_process'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DatabaseUnusable, EngineUnavailable } from './local-error.ts'

/** A DynamoDB endpoint: the embedded engine's, or one given by address. */
export interface Engine {
  readonly endpoint: string
  /** The engine's SQLite file; absent when the endpoint is not ours. */
  readonly file: string | undefined
  readonly pid: number | undefined
  stop(): Promise<void>
}

/** Seconds until the engine must answer; it takes a few milliseconds on an idle machine. */
const startSeconds = 15

/**
 * Starts the embedded engine on a free port of the loopback.
 * @param db the file to keep; absent = a temporary one, in memory where the system has `/dev/shm`, removed at the end.
 * @throws EngineUnavailable when this platform has no binary, DatabaseUnusable when the file cannot be used.
 */
export async function startEngine(db?: string): Promise<Engine> {
  const binary = engineBinary()
  const directory = db === undefined ? mkdtempSync(join(shortLived(), 'after-sales-')) : undefined
  const file = directory === undefined ? resolve(db ?? '') : join(directory, 'table.db')
  const removeDirectory = () => {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true })
  }
  const port = await freePort()
  const engine = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const killNow = () => {
    engine.kill('SIGKILL')
    removeDirectory()
  }
  process.once('exit', killNow)
  try {
    await listening(engine, file)
  } catch (error) {
    process.off('exit', killNow)
    killNow()
    throw error
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    file,
    pid: engine.pid,
    async stop() {
      process.off('exit', killNow)
      await ended(engine)
      removeDirectory()
    },
  }
}

/** An endpoint that runs elsewhere: DynamoDB Local, or a table's region. */
export function engineAt(endpoint: string): Engine {
  return { endpoint, file: undefined, pid: undefined, stop: () => Promise.resolve() }
}

/** The binary of this platform, from the package `@dynoxide/<platform>-<arch>`. */
function engineBinary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`
  const binary = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide'
  try {
    const found = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), binary)
    accessSync(found, constants.X_OK)
    return found
  } catch (cause) {
    throw new EngineUnavailable(
      `The embedded database engine is not installed for ${process.platform}-${process.arch} ` +
        `(this project installs it for linux-x64; the package would be ${name}). ` +
        `Use any DynamoDB endpoint instead: DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start`,
      { cause },
    )
  }
}

function shortLived(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}

/** @throws DatabaseUnusable when the file is no SQLite database, or cannot be written. */
export function checkDatabase(file: string): void {
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.R_OK | constants.W_OK)
  } catch (cause) {
    throw new DatabaseUnusable(`The database file ${file} cannot be written.`, { cause })
  }
  if (!existsSync(file)) return
  if (!statSync(file).isFile()) throw new DatabaseUnusable(`${file} is no file.`)
  const beginning = firstBytes(file, sqliteMagic.length)
  if (beginning !== '' && beginning !== sqliteMagic)
    throw new DatabaseUnusable(`${file} is no database, and is left as it is.`)
}

function firstBytes(file: string, length: number): string {
  const bytes = Buffer.alloc(length)
  const descriptor = openSync(file, 'r')
  try {
    return bytes.toString('latin1', 0, readSync(descriptor, bytes))
  } finally {
    closeSync(descriptor)
  }
}

/** What every SQLite file begins with. */
const sqliteMagic = 'SQLite format 3\0'

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done, failed) => {
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', done)
  })
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  if (address === null || typeof address === 'string')
    throw new EngineUnavailable('No free port on 127.0.0.1.')
  return address.port
}

async function listening(engine: ChildProcess, file: string): Promise<void> {
  let said = ''
  await new Promise<void>((done, failed) => {
    const late = setTimeout(() => {
      failed(new EngineUnavailable(`The database engine did not start within ${startSeconds} s. ${said}`))
    }, startSeconds * 1000)
    engine.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-2000)
      if (!said.includes('listening on')) return
      clearTimeout(late)
      done()
    })
    engine.once('error', (cause) => {
      clearTimeout(late)
      failed(new EngineUnavailable(`The database engine could not be run: ${cause.message}.`, { cause }))
    })
    engine.once('exit', (code) => {
      clearTimeout(late)
      failed(
        new DatabaseUnusable(
          `The database engine ended with ${code} on ${file}: ${said.trim() || 'no reason given'}`,
        ),
      )
    })
  })
}

async function ended(engine: ChildProcess): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return
  const gone = new Promise((done) => engine.once('exit', done))
  engine.kill('SIGTERM')
  // It writes its journal back on SIGTERM; should that hang, the file stays recoverable.
  const impatience = setTimeout(() => engine.kill('SIGKILL'), 5000)
  await gone
  clearTimeout(impatience)
}
