package dev.finetuning.schema;

import dev.finetuning.schema.SchemaProblem.Kind;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema of draft 7 or 2020-12 that validates values. Every keyword of both drafts except {@code
 * $dynamicRef} is applied; {@code format} and the {@code content…} keywords are annotations, as the drafts
 * allow. Patterns are RE2 expressions, so they take linear time. References must stay within the schema;
 * nothing is ever loaded. Whatever cannot be applied is reported before the schema is used.
 *
 * <p>Validation takes time proportional to the value and to the schema, because each part of the schema is
 * applied to each part of the value only once. Immutable and thread-safe.
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
     * A schema of the draft named by its {@code $schema}, or of 2020-12 if it names none. Unknown keywords
     * are ignored, as the drafts require.
     *
     * @param schema the schema as JSON values
     * @throws IllegalArgumentException if something in it cannot be applied; the message names the places
     */
    public static JsonSchema of(Map<String, Object> schema) {
        return compiled(schema, null, false);
    }

    /**
     * A schema of the given draft, whatever the schema names.
     *
     * @throws IllegalArgumentException if something in it cannot be applied; the message names the places
     */
    public static JsonSchema of(Map<String, Object> schema, SchemaDraft draft) {
        return compiled(schema, draft, false);
    }

    /**
     * A schema without unknown keywords, so that nothing is silently left unchecked. Keywords that begin
     * with {@code x-} are annotations.
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

    /** The problems under the rules of the given draft, whatever the schema names. */
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
     * Where a value violates the schema, at most 20 places; empty if it complies.
     *
     * @param value JSON values: maps, lists, strings, numbers, booleans and null
     * @throws IllegalArgumentException if it contains anything else
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
