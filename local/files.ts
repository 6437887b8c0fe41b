import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'

/** Bytes of a part; the local S3 takes eleven megabytes in one request. */
const partSize = 8 * 1024 * 1024

/** Puts a file into a bucket, in parts when it is long. */
export async function putFile(
  client: S3Client,
  bucket: string,
  key: string,
  body: Uint8Array | string,
): Promise<void> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const target = { Bucket: bucket, Key: key }
  if (bytes.length <= partSize) {
    await client.send(new PutObjectCommand({ ...target, Body: bytes }))
    return
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
  try {
    const parts = []
    for (let number = 1; (number - 1) * partSize < bytes.length; number += 1) {
      const part = bytes.subarray((number - 1) * partSize, number * partSize)
      const { ETag } = await client.send(
        new UploadPartCommand({ ...target, UploadId, PartNumber: number, Body: part }),
      )
      parts.push({ ETag, PartNumber: number })
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }),
    )
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined)
    throw error
  }
}

/** A file's bytes, or undefined when there is none. */
export async function getFile(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    return await Body?.transformToByteArray()
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined
    throw error
  }
}
