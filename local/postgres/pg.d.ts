/** What is used here of pg, which comes without types. */
declare module 'pg' {
	/** A connection's messages to the server, each as the protocol has it. */
	export interface Connection {
		stream: { cork(): void; uncork(): void; destroy(): void };
		close(message: { type: 'S'; name: string }): void;
		parse(message: { name: string; text: string }): void;
		bind(message: { statement: string; values: readonly (string | null)[] }): void;
		execute(message: object): void;
		sync(): void;
	}

	/** Something that speaks with the server by itself while it has the connection. */
	export class Query {
		constructor(config: object);
		submit(connection: Connection): void;
		handleDataRow(message: { fields: (string | null)[] }): void;
		handleCommandComplete(): void;
		handleReadyForQuery(): void;
		handleError(error: Error): void;
	}

	export interface ConnectionOptions {
		host: string;
		port: number;
		user: string;
		password: string;
		database: string;
		application_name: string;
	}

	export class Client {
		readonly connection: Connection;
		/** @param options with `pipeline`, what is asked is sent at once, also behind what is not answered */
		constructor(options: ConnectionOptions & { pipeline?: boolean });
		connect(): Promise<unknown>;
		query(sql: string): Promise<unknown>;
		query(query: Query): void;
		end(): Promise<void>;
		on(event: 'error' | 'end', listener: () => void): this;
	}
	const pg: { Client: typeof Client; Query: typeof Query };
	export default pg;
}
