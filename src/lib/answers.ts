import type { Tables } from '#lib/database.types.ts';
import type { Shipment } from '#lib/distribution/types.ts';
import type { Batch, Downtime, PackedLot } from '#lib/production/types.ts';
import type { Test } from '#lib/quality/types.ts';
import type { CloseView, HandoverView, ShiftRun } from '#lib/shifts/types.ts';
import type { LotAnswer, TransferRequest } from '#lib/stock/types.ts';

/** What each command answers; the generated types know only that it is jsonb. */
export interface Answers {
	receive_goods: LotAnswer & { receipt: string };
	transfer_stock: LotAnswer;
	adjust_stock: LotAnswer;
	hold_lot: LotAnswer;
	release_lot: LotAnswer;
	reserve_stock: LotAnswer & { reservation: string };
	end_reservation: LotAnswer;
	request_transfer: TransferRequest;
	fulfil_transfer: TransferRequest;
	decline_transfer: TransferRequest;
	cancel_transfer: TransferRequest;
	start_batch: Batch;
	cancel_batch: Batch;
	allocate_material: Batch;
	return_material: Batch;
	start_stage: Batch;
	finish_stage: Batch;
	log_stage: Batch;
	log_downtime: Downtime;
	end_downtime: Downtime;
	pack_batch: PackedLot;
	attach_batch_document: Batch;
	record_qc_test: Test;
	amend_qc_test: Test;
	request_override: Test;
	decide_override: Test;
	reject_lot: LotAnswer;
	issue_certificate: Tables<'certificates'>;
	ship_order: Shipment;
	assign_shift: ShiftRun;
	unassign_shift: ShiftRun;
	open_shift: ShiftRun;
	explain_gap: CloseView;
	close_shift: CloseView;
	hand_over_shift: HandoverView;
	receive_handover: HandoverView;
}
