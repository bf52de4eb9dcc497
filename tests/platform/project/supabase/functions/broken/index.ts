/** Does not start. */
throw new Error('broken on purpose');
