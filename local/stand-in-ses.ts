import { randomUUID } from 'node:crypto'
import PostalMime, { type Address, type Email } from 'postal-mime'
import { members, QueryError, type QueryParameters, type QueryService } from './aws-query.ts'
import type { NewMessage } from './outbox-store.ts'
import { deliver, type ProviderAccount, type ProviderOptions } from './provider.ts'

/** SES's limits for a raw message. */
const limits = { bytes: 10 * 1024 * 1024, recipients: 50, lineBytes: 998, tag: /^[A-Za-z0-9_-]{1,256}$/ }

/** `SendRawEmail`, with the checks that the service makes before it takes a message. */
export function sesService(options: ProviderOptions): QueryService {
  return {
    namespace: 'http://ses.amazonaws.com/doc/2010-12-01/',
    actions: {
      SendRawEmail: async (parameters) => {
        const mail = await checkedMail(parameters, options.account)
        return deliver(options, { ...mail, at: options.clock.now() })
      },
    },
  }
}

type CheckedMail = Omit<Extract<NewMessage, { channel: 'mail' }>, 'at'>

async function checkedMail(parameters: QueryParameters, account: ProviderAccount): Promise<CheckedMail> {
  const raw = parameters.get('RawMessage.Data') ?? ''
  const bytes = Buffer.from(raw, 'base64')
  if (bytes.length === 0) throw new QueryError(400, 'InvalidParameterValue', 'The message is empty.')
  if (bytes.length > limits.bytes)
    throw new QueryError(
      400,
      'InvalidParameterValue',
      `Message length is more than ${limits.bytes} bytes long`,
    )
  checkLines(bytes)
  checkConfigurationSet(parameters.get('ConfigurationSetName'), account)

  const email = await PostalMime.parse(bytes)
  const from = parameters.get('Source') ?? addressesOf(email.from)[0]
  if (from === undefined)
    throw new QueryError(400, 'InvalidParameterValue', "Missing required header 'From'.")
  checkSender(from, account)
  const destinations = members(parameters, 'Destinations')
  const to = destinations.length > 0 ? destinations : recipientsOf(email)
  if (to.length === 0) throw new QueryError(400, 'InvalidParameterValue', "Missing required header 'To'.")
  if (to.length > limits.recipients)
    throw new QueryError(400, 'InvalidParameterValue', `Recipient count exceeds ${limits.recipients}.`)
  for (const address of to)
    if (!/^[^\s@]+@[^\s@]+$/.test(addressOnly(address)))
      throw new QueryError(400, 'InvalidParameterValue', 'Domain contains illegal character')
  const id = `${randomUUID().replaceAll('-', '').slice(0, 16)}-${randomUUID()}-000000`
  const subject = email.subject ?? ''
  return {
    channel: 'mail',
    id,
    from,
    to,
    subject,
    raw: bytes.toString('base64'),
    tags: tagsOf(parameters),
    configurationSet: parameters.get('ConfigurationSetName'),
  }
}

/** SMTP carries lines of at most 998 bytes; what is not plain ASCII must have been encoded. */
function checkLines(bytes: Buffer): void {
  let length = 0
  for (const byte of bytes) {
    if (byte > 127)
      throw new QueryError(400, 'InvalidParameterValue', 'Message contains bytes that are not 7-bit ASCII.')
    length = byte === 10 ? 0 : length + 1
    if (length > limits.lineBytes)
      throw new QueryError(400, 'InvalidParameterValue', `Message line exceeds ${limits.lineBytes} bytes.`)
  }
}

function checkConfigurationSet(name: string | undefined, { configurationSets }: ProviderAccount): void {
  if (name !== undefined && !configurationSets.includes(name))
    throw new QueryError(400, 'ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`)
}

function checkSender(from: string, { identities }: ProviderAccount): void {
  const address = addressOnly(from).toLowerCase()
  const domain = address.split('@')[1] ?? ''
  const verified = identities.some((identity) => {
    const known = identity.toLowerCase()
    return known === address || known === domain || domain.endsWith(`.${known}`)
  })
  if (identities.length > 0 && !verified)
    throw new QueryError(
      400,
      'MessageRejected',
      `Email address is not verified. The following identities failed the check: ${address}`,
    )
}

function tagsOf(parameters: QueryParameters): Record<string, string> {
  const tags: Record<string, string> = {}
  for (let index = 1; ; index += 1) {
    const name = parameters.get(`Tags.member.${index}.Name`)
    if (name === undefined) return tags
    const value = parameters.get(`Tags.member.${index}.Value`) ?? ''
    for (const text of [name, value])
      if (!limits.tag.test(text))
        throw new QueryError(
          400,
          'InvalidParameterValue',
          `The tag <${text}> has characters that are not allowed.`,
        )
    tags[name] = value
  }
}

function recipientsOf({ to, cc, bcc }: Email): string[] {
  return [to, cc, bcc].flatMap((list) => (list ?? []).flatMap(addressesOf))
}

/** The plain addresses of a header's entry, which may be a group. */
function addressesOf(entry: Address | undefined): string[] {
  if (entry === undefined) return []
  if (entry.group !== undefined) return entry.group.flatMap(addressesOf)
  return entry.address === '' ? [] : [entry.address]
}

/** `何芳 <he.fang@dealer.example>` → `he.fang@dealer.example` */
function addressOnly(text: string): string {
  return /<([^>]*)>\s*$/.exec(text)?.[1] ?? text.trim()
}
