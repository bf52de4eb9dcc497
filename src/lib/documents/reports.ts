import { invoke } from '#lib/functions.ts';
import { requestId } from '#lib/request-id.ts';

/** A PDF that has been made, and where it can be opened for ten minutes. */
export interface Report {
	path: string;
	signed_url: string;
}

/** The PDF of a certificate (P4.11); made when it is asked for first. @throws Refusal */
export function certificate(id: string): Promise<Report> {
	return invoke('reports', { kind: 'certificate', id, request_id: requestId() });
}

/** The report of a dispatch (P13.02); made when it is asked for first. @throws Refusal */
export function dispatch(shipmentId: string): Promise<Report> {
	return invoke('reports', { kind: 'dispatch', id: shipmentId, request_id: requestId() });
}
