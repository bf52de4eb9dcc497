/** Largest payload of one message that clients may send, in bytes. */
export const MAX_PAYLOAD = 1024 * 1024;
/** Room for the envelope around a payload, in bytes. */
export const ENVELOPE = 16 * 1024;
/** Channels that one socket may have joined at a time. */
export const MAX_CHANNELS = 100;
/** Longest topic, in bytes, with its prefix: a binary frame holds its length in one byte. */
export const MAX_TOPIC = 255;
/** Unsent bytes after which a client counts as stuck and is cut off. */
export const MAX_BUFFERED = 4 * 1024 * 1024;
/** A client beats its heart every 25 s; after this long in silence it is taken for gone, in ms. */
export const MAX_SILENCE = 60_000;
