import * as z from 'zod'

const province = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]'
const common = '[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]'
const smallNewEnergy = '[DABCEFGHJK][A-HJ-NP-Z0-9][0-9]{4}'
const largeNewEnergy = '[0-9]{5}[DF]'

/** A plate by GA 36-2018 without separators: 浙A12345, 浙AD12345 (new energy, eight characters). */
export const Plate = z
  .string()
  .regex(new RegExp(`^${province}[A-Z](?:${common}|${smallNewEnergy}|${largeNewEnergy})$`))
  .brand<'Plate'>()
export type Plate = z.infer<typeof Plate>

/** Reads a plate as people write it (浙a·12345, 浙A-12345, full-width characters); undefined when it is none. */
export function toPlate(written: string): Plate | undefined {
  const text = written
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}·•・.]/gu, '')
    .toUpperCase()
  return Plate.safeParse(text).data
}

/** A plate in a request, written as people write it. */
export const WrittenPlate = z
  .string()
  .max(20)
  .transform((written, context) => {
    const plate = toPlate(written)
    if (plate !== undefined) return plate
    context.issues.push({ code: 'custom', input: written, params: { reason: 'wrong-format' } })
    return z.NEVER
  })
