import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses'
import * as z from 'zod'
import { MailContent } from '../messages/mail-content.ts'
import { OUR_MAIL_FIELD } from '../messages/our-mail.ts'
import { once } from '../runtime/once.ts'
import {
  lastBeforeTheNetwork,
  oneAttempt,
  replyTimeoutMs,
  resultOfFailure,
  type ProviderError,
} from './one-attempt.ts'
import { refused, type Refused, type SendResult } from './send-result.ts'

export interface OutgoingMail {
  /** One address; who else got the mail is nobody's business. */
  readonly to: string
  readonly content: MailContent
  /** By these tags the mail is found again in the provider's events, whose ids are their own. */
  readonly messageId: string
  readonly dealerId: string
}

export interface MailSender {
  /** Tries once and never throws. */
  send(mail: OutgoingMail): Promise<SendResult>
}

export interface SesSettings {
  /** `name@domain` or `Display name <name@domain>`. */
  readonly from: string
  readonly configurationSet: string
  readonly timeoutMs?: number
}

/**
 * Mail by Amazon SES.
 * @throws RangeError when `from` is no address: a setting, so before anything is sent
 */
export function sesMailSender({
  from,
  configurationSet,
  timeoutMs = replyTimeoutMs,
}: SesSettings): MailSender {
  const sender = senderOf(from)
  const client = once(() => new SESClient(oneAttempt()))
  return {
    async send(mail) {
      const fields = Fields.safeParse(mail)
      if (!fields.success)
        return refused(fields.error.issues.some(isAddressIssue) ? 'invalid-address' : 'content-rejected')
      let departed = false
      try {
        const mime = await compose(sender, fields.data)
        if (mime.length > mostBytes) return refused('content-rejected')
        const command = new SendRawEmailCommand({
          Source: sender.address,
          // Named here, the recipients are these and no header can add one.
          Destinations: [fields.data.to],
          RawMessage: { Data: mime },
          ConfigurationSetName: configurationSet,
          Tags: [
            { Name: 'messageId', Value: fields.data.messageId },
            { Name: 'dealerId', Value: fields.data.dealerId },
          ],
        })
        command.middlewareStack.add(
          (next) => (args) => {
            departed = true
            return next(args)
          },
          lastBeforeTheNetwork,
        )
        const { MessageId } = await client().send(command, { abortSignal: AbortSignal.timeout(timeoutMs) })
        if (MessageId === undefined) return { kind: 'unknown', cause: 'reply without MessageId' }
        return { kind: 'accepted', providerId: MessageId }
      } catch (error) {
        return resultOfFailure(error, departed, refusal)
      }
    },
  }
}

/** SES: "The maximum message size, including attachments, is 10 MB". */
const mostBytes = 10 * 1024 * 1024

/** SES MessageTag: ASCII letters, digits, `_` and `-`, fewer than 256 characters. */
const tag = z.string().regex(/^[A-Za-z0-9_-]{1,255}$/)

const Fields = z.object({ to: z.email(), content: MailContent, messageId: tag, dealerId: tag })

function isAddressIssue(issue: { path: PropertyKey[] }): boolean {
  return issue.path[0] === 'to'
}

interface Sender {
  readonly name: string
  readonly address: string
}

function senderOf(from: string): Sender {
  const parts = /^(?<name>[^<>\p{Cc}]*)<(?<address>[^<>]+)>$/u.exec(from)?.groups
  const address = z.email().safeParse(parts?.['address'] ?? from)
  if (!address.success)
    throw new RangeError('The sender is no mail address: name@domain or Name <name@domain>')
  return { name: parts?.['name']?.trim() ?? '', address: address.data }
}

async function compose(from: Sender, { to, content }: z.infer<typeof Fields>): Promise<Uint8Array> {
  // Loaded with the first mail: most deliveries are SMS.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const composer = new MailComposer({
    from,
    to: { name: '', address: to },
    subject: content.subject,
    text: content.text,
    html: content.html,
    attachments: content.attachments.map(({ filename, contentType, base64 }) => ({
      filename,
      contentType,
      content: Buffer.from(base64, 'base64'),
    })),
    ...threadOf(content),
    headers: {
      // Nobody's holiday notice in reply (RFC 3834, section 5); an answer was written by a person and says nothing of it.
      ...(content.answers === undefined ? { 'Auto-Submitted': 'auto-generated' } : {}),
      // One that comes back is known as ours.
      [OUR_MAIL_FIELD]: '1',
    },
    // Base 64 words are shorter than quoted ones for Chinese.
    textEncoding: 'base64',
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

function threadOf({ answers }: MailContent) {
  if (answers === undefined) return {}
  const { replyTo, thread } = answers
  const to = { replyTo: { name: '', address: replyTo } }
  if (thread === undefined) return to
  return {
    ...to,
    inReplyTo: `<${thread.inReplyTo}>`,
    references: thread.references.map((id) => `<${id}>`),
  }
}

/**
 * https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html. "Email address is not verified"
 * (the sandbox, or our own sender) and a paused account come as `MessageRejected` too: ours to mend, the
 * recipient's address is well.
 */
function refusal({ name, message }: ProviderError): Refused | undefined {
  switch (name) {
    case 'MessageRejected':
      if (/not verified|paused|suspended/i.test(message)) return undefined
      return refused(/blacklist|suppress/i.test(message) ? 'address-suppressed' : 'content-rejected')
    case 'InvalidParameterValue':
    case 'InvalidParameterValueException':
      return refused(/address|domain/i.test(message) ? 'invalid-address' : 'content-rejected')
    default:
      return undefined
  }
}
