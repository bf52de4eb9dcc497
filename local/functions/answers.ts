/** An answer that the platform gives in a function's stead; codes and wording are the hosted ones. */
export interface Refusal {
	status: number;
	code: string;
	message: string;
}

export const NOT_FOUND: Refusal = {
	status: 404,
	code: 'NOT_FOUND',
	message: 'Requested function was not found'
};

export const METHOD_NOT_ALLOWED: Refusal = {
	status: 405,
	code: 'METHOD_NOT_ALLOWED',
	message: 'Method not allowed'
};

export const BODY_TOO_LARGE: Refusal = {
	status: 413,
	code: 'PAYLOAD_TOO_LARGE',
	message: 'Request body is larger than 20 MB'
};

export const BOOT_ERROR: Refusal = {
	status: 503,
	code: 'BOOT_ERROR',
	message: 'Function failed to start (please check logs)'
};

export const WORKER_ERROR: Refusal = {
	status: 500,
	code: 'WORKER_ERROR',
	message: 'Function exited due to an error (please check logs)'
};

export const RESOURCE_LIMIT: Refusal = {
	status: 546,
	code: 'WORKER_RESOURCE_LIMIT',
	message: 'Function failed due to not having enough compute resources (please check logs)'
};

/** @param seconds that the function had for its answer */
export const idleTimeout = (seconds: number): Refusal => ({
	status: 504,
	code: 'IDLE_TIMEOUT',
	message: `Request idle timeout limit (${seconds}s) reached`
});

export const unauthorized = (code: string, message: string): Refusal => ({
	status: 401,
	code: `UNAUTHORIZED_${code}`,
	message
});

/** The answer itself; a browser may read it, and its code, whatever its origin. */
export function refuse({ status, code, message }: Refusal): Response {
	return Response.json(
		{ code, message },
		{
			status,
			headers: {
				'sb-error-code': code,
				'access-control-allow-origin': '*',
				'access-control-expose-headers': 'sb-error-code'
			}
		}
	);
}
