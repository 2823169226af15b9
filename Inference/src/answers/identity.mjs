import { randomBytes } from 'node:crypto';

export const newId = prefix => `${prefix}-${randomBytes(12).toString('hex')}`;

/** Seconds since 1970, as OpenAI's `created`. */
export const now = () => Math.floor(Date.now() / 1000);
