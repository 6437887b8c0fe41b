import * as z from 'zod'
import { defaultWarrantyMail, WarrantyMail } from './warranty/mail-settings.ts'

/** 厂家: what the department has to know of a manufacturer to read its mail and to send things back. */
export const Manufacturer = z.object({
  zh: z.string(),
  en: z.string(),
  /** As the brand stands in the department's records and in subject lines: 长城, 哈弗, GWM. */
  brandWords: z.array(z.string()).min(1).max(20),
  /** Whose mail it is: everything from these domains, in small letters. */
  mailDomains: z.array(z.string()).max(20),
  /** And from these addresses of other domains. */
  mailAddresses: z.array(z.string()).max(50),
  /** Where warranty documents and returned parts are sent (寄回地址). */
  warrantyAddress: z
    .object({ recipient: z.string(), address: z.string(), phone: z.string().optional() })
    .optional(),
  /** How it is written to about warranty; absent: on the usual days, once somebody names its address. */
  warrantyMail: WarrantyMail.optional(),
  /** Off: its mail is not expected, and nothing is sent to it. */
  enabled: z.boolean(),
})
export type Manufacturer = z.infer<typeof Manufacturer>

/** One mailbox and nothing besides. In `x@evil.example,y@oem.example` a mail server may see the first, and send to both. */
const mailbox = /^[^\s@"<>(),:;[\]\\\p{Cc}]+@[^\s@"<>(),:;[\]\\\p{Cc}]+$/u

/** Whether an address, in small letters, is one that the manufacturer writes from: a subdomain or a look-alike is not. */
export function writesFrom({ mailDomains, mailAddresses }: Manufacturer, address: string): boolean {
  if (!mailbox.test(address)) return false
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return (
    mailAddresses.some((each) => each.toLowerCase() === address) ||
    mailDomains.some((each) => each.toLowerCase() === domain)
  )
}

/**
 * Whom a car's warranty is claimed from, as the dealer's settings name it: whose brand words the brand has. A brand that
 * nobody has named stands for itself, so that nothing is lost for want of a setting. Pure.
 */
export function manufacturerOf(
  brand: string,
  manufacturers: readonly Pick<Manufacturer, 'zh' | 'brandWords'>[],
): string {
  const written = (word: string) => word.normalize('NFKC').toLowerCase()
  const known = manufacturers.find(({ brandWords }) =>
    brandWords.some((word) => written(brand).includes(written(word))),
  )
  return known?.zh ?? brand
}

/** How a manufacturer is written to about warranty: as the dealer has set it, or as is usual. */
export function warrantyMailOf(manufacturers: readonly Manufacturer[], name: string): WarrantyMail {
  return manufacturerNamed(manufacturers, name)?.warrantyMail ?? defaultWarrantyMail
}

/** The manufacturer that records name so: by its name, or by a brand that nobody had named yet when they were written. */
export function manufacturerNamed(
  manufacturers: readonly Manufacturer[],
  name: string,
): Manufacturer | undefined {
  const named = (zh: string) => manufacturers.find((each) => each.zh === zh)
  return named(name) ?? named(manufacturerOf(name, manufacturers))
}

/** By which name the settings have today whom records name so: what they name in several ways is one manufacturer's. */
export function nameToday(manufacturers: readonly Manufacturer[], name: string): string {
  return manufacturerNamed(manufacturers, name)?.zh ?? name
}
