import type { StageEntry } from '#lib/production/stage-entry.ts';
import type { Batch, Journey, JourneyStage, ShiftBoard } from '#lib/production/types.ts';

/** A photo that was taken of a stage, at its position in the route. */
export interface StagePhoto {
	position: number;
	file: File;
}

/** What the three forms of a stage are given: its start, its end, both in one. */
export interface StageFormProps {
	siteId: string;
	journey: Journey;
	board: ShiftBoard;
	stage: JourneyStage;
	entry: StageEntry;
	/** It has happened. @param sentence says what */
	done: (batch: Batch, sentence: string, photo?: StagePhoto) => unknown;
	/** It waits on this device for the network. */
	kept: () => unknown;
}

/** Whether the product goes into stock after a stage. */
export function isLast({ stages }: Journey, { position }: JourneyStage): boolean {
	return stages.at(-1)?.position === position;
}
