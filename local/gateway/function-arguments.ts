import {
	OperationNodeTransformer,
	RawNode,
	ValueNode,
	type KyselyPlugin,
	type OperationNode,
	type PluginTransformQueryArgs,
	type PluginTransformResultArgs,
	type QueryResult,
	type RootOperationNode,
	type UnknownRow
} from 'kysely';

/**
 * Puts right how @supabase/lite passes arguments to a function: it writes their names bare, which a
 * parameter called `position` does not survive, and encodes JSON before it hands it to the driver, which
 * encodes what goes into a `jsonb` once more, so that the function would get a string.
 */
export class FunctionArguments implements KyselyPlugin {
	readonly #transformer = new Transformer();

	transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
		return this.#transformer.transformNode(node, queryId);
	}

	async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
		return result;
	}
}

class Transformer extends OperationNodeTransformer {
	/** `name := value::type` is four fragments around three parameters. */
	protected override transformRaw(...args: Parameters<OperationNodeTransformer['transformRaw']>) {
		const node = super.transformRaw(...args);
		const [name, value, type] = node.parameters;
		if (node.sqlFragments[1] !== ' := ' || !name || !RawNode.is(name)) return node;
		const parameters = [...node.parameters];
		const sqlFragments = [...node.sqlFragments];
		parameters[0] = RawNode.createWithSql(`"${name.sqlFragments[0]!.replaceAll('"', '""')}"`);
		if (value && ValueNode.is(value) && sqlFragments[2] === '::' && isJson(type)) {
			parameters[1] = ValueNode.create(value.value === null ? null : encodedJson(value.value));
			sqlFragments[2] = '::text::';
		}
		return { ...node, parameters, sqlFragments };
	}
}

function isJson(type: OperationNode | undefined): boolean {
	return !!type && RawNode.is(type) && ['json', 'jsonb'].includes(type.sqlFragments[0]!);
}

/** JSON of a value; a string is what was encoded already, or one that the caller gave as it is. */
export function encodedJson(value: unknown): string {
	if (typeof value !== 'string') return JSON.stringify(value);
	try {
		JSON.parse(value);
		return value;
	} catch {
		return JSON.stringify(value);
	}
}
