package dev.finetuning.schema;

import dev.finetuning.schema.SchemaProblem.Kind;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema of draft 7 or 2020-12, ready to judge values. Every keyword of both drafts is applied but
 * {@code $dynamicRef}; {@code format} and the {@code content…} keywords are annotations, as the drafts have
 * it. Patterns are RE2 expressions, so that no pattern takes more than linear time, and references stay within
 * the schema: nothing is ever loaded. What cannot be applied is refused by name before anything is judged.
 *
 * <p>Judging takes time in proportion to the value and to the schema, whatever either holds: a verdict about a
 * part of the schema and a part of the value is reached once. Immutable and thread-safe.
 *
 * <pre>{@code
 * JsonSchema schema = JsonSchema.of(tool.parameters());
 * List<SchemaFault> faults = schema.faults(Map.of("city", "Oslo", "days", 3));
 * }</pre>
 */
public final class JsonSchema {
    private static final int MAX_NAMED = 5;

    private final SchemaNode root;
    private final boolean tracksEvaluated;
    private final Object source;

    private JsonSchema(SchemaCompiler compiler, SchemaNode root, Object source) {
        this.root = root;
        this.tracksEvaluated = compiler.tracksEvaluated();
        this.source = source;
    }

    /**
     * A schema of the draft that its {@code $schema} names, of 2020-12 where it names none. Unknown keywords are
     * passed over, as the drafts have it.
     *
     * @param schema the schema as JSON values
     * @throws IllegalArgumentException if something in it cannot be applied; the message names the places
     */
    public static JsonSchema of(Map<String, Object> schema) {
        return compiled(schema, null, false);
    }

    /**
     * The same for a draft of your choice, whatever the schema names.
     *
     * @throws IllegalArgumentException if something in it cannot be applied; the message names the places
     */
    public static JsonSchema of(Map<String, Object> schema, SchemaDraft draft) {
        return compiled(schema, draft, false);
    }

    /**
     * The same, refusing unknown keywords too, so that nothing is taken for checked that is not. Keywords that
     * begin with {@code x-} are annotations.
     *
     * @throws IllegalArgumentException if something in it cannot be applied; the message names the places
     */
    public static JsonSchema strict(Map<String, Object> schema) {
        return compiled(schema, null, true);
    }

    /** Everything in a schema that cannot be applied, and every unknown keyword, in the schema's order. */
    public static List<SchemaProblem> problems(Map<String, Object> schema) {
        SchemaCompiler compiler = new SchemaCompiler(schema, null);
        compiler.compile();
        return compiler.problems();
    }

    /** The same by the rules of a draft, whatever the schema names. */
    public static List<SchemaProblem> problems(Map<String, Object> schema, SchemaDraft draft) {
        SchemaCompiler compiler = new SchemaCompiler(schema, draft);
        compiler.compile();
        return compiler.problems();
    }

    static JsonSchema compiled(Object schema, @Nullable SchemaDraft draft, boolean strict) {
        SchemaCompiler compiler = new SchemaCompiler(schema, draft);
        SchemaNode root = compiler.compile();
        List<SchemaProblem> problems = compiler.problems().stream()
                .filter(problem -> strict || problem.kind() != Kind.UNKNOWN_KEYWORD)
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the schema cannot be applied at "
                    + problems.stream()
                            .limit(MAX_NAMED)
                            .map(SchemaProblem::toString)
                            .collect(Collectors.joining("; ")));
        }
        return new JsonSchema(compiler, root, schema);
    }

    /**
     * Where a value breaks the schema, at most 20 places; empty where it complies.
     *
     * @param value JSON values: maps, lists, strings, numbers, booleans and null
     * @throws IllegalArgumentException if it holds anything else
     */
    public List<SchemaFault> faults(@Nullable Object value) {
        SchemaRun run = new SchemaRun(tracksEvaluated);
        Optional<Instance> instance = Instance.of(value);
        if (instance.isEmpty()) {
            return List.of(new SchemaFault("", "depth"));
        }
        run.complies(root, instance.get(), SchemaRule.Place.ROOT, new BitSet());
        return run.faults();
    }

    /** Whether a value complies with the schema. */
    public boolean accepts(@Nullable Object value) {
        return faults(value).isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonSchema schema && schema.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
