import * as z from 'zod'

/** Most of them: nothing in it is wide, blank or small, so there is nothing to change. */
const plain = /^[0-9A-Z./-]*$/

/** A number that names something (客户编号, 工单号, 保单号), as people and old systems write it: narrow, upper case, no blanks. */
export function toIdentifier(written: string): string {
  return plain.test(written)
    ? written
    : written
        .normalize('NFKC')
        .replace(/[\s\p{Cf}]/gu, '')
        .toUpperCase()
}

/** 64 characters: it becomes part of a key in the store. No control characters, no halves of characters. */
export const Identifier = z
  .string()
  .overwrite(toIdentifier)
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u)
