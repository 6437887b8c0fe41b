import * as z from 'zod'

/** What a person wrote on one line: no blanks around it, no control characters, no halves of characters. */
export function line(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
}

/** What a person wrote, on as many lines as it takes. */
export function text(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u)
}
