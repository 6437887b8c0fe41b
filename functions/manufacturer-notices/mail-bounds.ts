/** Bytes of a raw mail. SES takes no more than 40 MB; the function that reads it has 1024 MB (measured: 30 MB need under 400). */
export const MOST_MAIL_BYTES = 40 * 1024 * 1024

/** Parts of a mail, all levels together. A notice has one text and a handful of files; pictures of a letterhead add some. */
export const MOST_PARTS = 200

/** Levels of parts within parts. Mail programs make three or four, a mail forwarded five times some twenty. */
export const MOST_DEPTH = 25

/** Bytes of the header of one part. What gateways stamp onto a mail comes to 20 KB or so. */
export const MOST_HEADER_BYTES = 256 * 1024

/** Fields of one header. */
export const MOST_FIELDS = 500

/** Characters of one field. RFC 5322 has no limit; long lists of receivers reach some 10 KB. */
export const MOST_FIELD_CHARACTERS = 32 * 1024

/** Bytes of text that are read of one part: 1 MB is a book of 350,000 Chinese characters. What comes after is in the raw mail. */
export const MOST_TEXT_BYTES = 1024 * 1024

/** Characters of the text of the whole mail. */
export const MOST_TEXT_CHARACTERS = 400_000

/** Lines of one encoded part: the decoder takes them one by one. A 40 MB mail of lines of 76 characters has 540,000. */
export const MOST_ENCODED_LINES = 600_000

/** Characters of a subject, and of the name of a sender. RFC 2822 recommends lines of 78; nobody reads 500. */
export const MOST_SUBJECT_CHARACTERS = 500

/** Message ids kept of `References`: the newest are at the end. */
export const MOST_REFERENCES = 50

/** Receivers kept. */
export const MOST_RECEIVERS = 100

/** Links kept of an HTML text. */
export const MOST_LINKS = 200

/** RFC 2046 says 70; some programs write more. */
export const MOST_BOUNDARY_CHARACTERS = 200
