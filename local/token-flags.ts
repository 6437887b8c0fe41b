import { parseArgs } from 'node:util'
import { DealerId, StaffId } from '../shared/domain/ids.ts'
import { RoleCode } from '../shared/domain/roles.ts'
import { FlagError, PORT } from './main-job/flags.ts'

export interface TokenFlags {
  readonly dealer: string
  readonly roles: readonly RoleCode[]
  readonly staff: string | undefined
  readonly port: number
}

export const usage = `npm run --silent token -- --dealer D001 --role service_manager [flags]

  --dealer D    the dealer whose data the token opens (default: D001, the local dealer)
  --role R      a role's code; may be given several times
  --staff ID    the member of staff who signs in (stf_…), for routes about one's own list
  --port N      where npm start serves (default: ${String(PORT)})
  --help        this text

  Roles: ${RoleCode.options.join(' ')}`

/**
 * Reads the command line; undefined when help is asked for.
 * @throws FlagError with one sentence for whoever typed it
 */
export function readTokenFlags(args: readonly string[]): TokenFlags | undefined {
  const { dealer, role, staff, port, help } = parse(args)
  if (help === true) return undefined
  if (role === undefined)
    throw new FlagError('--role: 请给出岗位 name at least one role, such as service_manager')
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new FlagError(`--port: 应为 0–65535 的整数 ${port} is no port`)
  return {
    dealer: checked('--dealer', dealer, DealerId, 'a dealer id, such as D001'),
    roles: role.map((name) =>
      checked('--role', name, RoleCode, `a role: npm run token -- --help 列出全部岗位 lists them`),
    ),
    staff: staff === undefined ? undefined : checked('--staff', staff, StaffId, 'a staff id, such as stf_…'),
    port: Number(port),
  }
}

function checked<Value>(
  flag: string,
  text: string,
  schema: { safeParse(text: string): { data?: Value | undefined } },
  what: string,
): Value {
  const { data } = schema.safeParse(text)
  if (data === undefined) throw new FlagError(`${flag}: 无效 ${text} is not ${what}`)
  return data
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        dealer: { ...text, default: 'D001' },
        role: { ...text, multiple: true },
        staff: text,
        port: { ...text, default: String(PORT) },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''
    throw new FlagError(`${sentence}. npm run token -- --help 列出全部参数 lists the flags.`)
  }
}

/** Where the running stack signs it. */
export function tokenUrl({ dealer, roles, staff, port }: TokenFlags): URL {
  const url = new URL(`http://127.0.0.1:${String(port)}/token`)
  url.searchParams.set('dealerId', dealer)
  url.searchParams.set('roles', roles.join(','))
  if (staff !== undefined) url.searchParams.set('staffId', staff)
  return url
}
