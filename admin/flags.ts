import { parseArgs } from 'node:util'
import * as z from 'zod'
import { DealerId } from '../shared/domain/ids.ts'
import { RoleCode } from '../shared/domain/roles.ts'
import { Zone } from '../shared/domain/time.ts'
import { AdminError } from './admin-error.ts'

/** What is needed to open a dealer: who it is, and who signs in first. */
export const Flags = z.object({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,15}$/)
    .default('dev'),
  region: z.string().min(1).default('ap-southeast-1'),
  dealer: DealerId,
  name: z.string().min(1).max(60),
  signature: z.string().min(2).max(12),
  phone: z.string().min(5).max(20),
  zone: Zone.default('Asia/Shanghai'),
  'staff-number': z.string().min(1).max(32),
  'staff-name': z.string().min(1).max(60),
  email: z.email(),
  role: RoleCode.default('general_manager'),
})
export type Flags = z.infer<typeof Flags>

export const usage = `npm run first-dealer -- --dealer D001 --name 东城汽车销售服务有限公司 --signature 东城汽车 \\
  --phone 020-88886666 --staff-number E001 --staff-name 周总 --email zhou@example.com [flags]

Opens a dealer on a deployed stage, with the first member of staff and the account that signs in. What is there
already is left as it is, so the command may be given again; Cognito mails the temporary password.

  --stage NAME        the deployed stage (default: dev)
  --region NAME       its AWS region (default: ap-southeast-1)
  --dealer ID         2 to 32 letters, digits, _ or -: the tenant, for good
  --name TEXT         full name, as on letters
  --signature TEXT    short name that stands in 【…】 before each SMS, 2 to 12 characters
  --phone TEXT        the number that customers call back
  --zone NAME         IANA time zone (default: Asia/Shanghai)
  --staff-number N    the first member's number in the dealer's own books
  --staff-name TEXT   and name
  --email ADDRESS     and mail address: the account's name
  --role CODE         and role (default: general_manager)
  --help              this text

Credentials: those of the environment, allowed to describe the stage's stacks, to write to its table, and
cognito-idp:AdminCreateUser, AdminGetUser and AdminAddUserToGroup on its user pool.`

/**
 * Reads the command line; undefined when help is asked for.
 * @throws AdminError that names each flag that is missing or wrong
 */
export function readFlags(args: readonly string[]): Flags | undefined {
  const text = { type: 'string' } as const
  const names = Object.keys(Flags.shape)
  let values: Record<string, unknown>
  try {
    values = parseArgs({
      args: [...args],
      options: { ...Object.fromEntries(names.map((name) => [name, text])), help: { type: 'boolean' } },
    }).values
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''
    throw new AdminError(`${sentence}. npm run first-dealer -- --help 列出全部参数 lists the flags.`)
  }
  if (values['help'] === true) return undefined
  const parsed = Flags.safeParse(values)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    return values[name] === undefined ? `--${name} 必填 is required` : `--${name}: ${message}`
  })
  throw new AdminError(`${faults.join('; ')}. npm run first-dealer -- --help 列出全部参数 lists the flags.`)
}
