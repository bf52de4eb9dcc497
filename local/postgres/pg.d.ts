/** What is used here of pg, which comes without types. */
declare module 'pg' {
	/** A connection's messages to the server, each as the protocol has it. */
	export interface Connection {
		stream: { cork(): void; uncork(): void };
		close(message: { type: 'S'; name: string }): void;
		parse(message: { name: string; text: string }): void;
		bind(message: { statement: string; values: readonly (string | null)[] }): void;
		execute(message: object): void;
		sync(): void;
	}

	/** Something that speaks with the server by itself while it has the connection. */
	export interface Submittable {
		submit(connection: Connection): void;
		handleDataRow(message: { fields: (string | null)[] }): void;
		handleCommandComplete(): void;
		handleReadyForQuery(): void;
		handleError(error: Error): void;
	}

	export class Client {
		constructor(options: {
			host: string;
			port: number;
			user: string;
			password: string;
			database: string;
			application_name: string;
		});
		connect(): Promise<unknown>;
		query(sql: string): Promise<unknown>;
		query(submittable: Submittable): void;
		end(): Promise<void>;
		on(event: 'error' | 'end', listener: () => void): this;
	}
	const pg: { Client: typeof Client };
	export default pg;
}
