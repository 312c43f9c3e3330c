package dev.finetuning.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.finetuning.schema.SchemaIndex.Entry;
import dev.finetuning.schema.SchemaProblem.Kind;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a schema into rules, and names what cannot be applied. Used once. */
final class SchemaCompiler {
    /** The most schemas that may judge one value, one because of the other. */
    private static final int LONGEST_CHAIN = 500;

    private final SchemaDraft draft;
    private final MetaSchema meta;
    private final SchemaIndex index;
    private final List<SchemaProblem> problems = new ArrayList<>();
    private final IdentityHashMap<Object, SchemaNode> nodes = new IdentityHashMap<>();
    private final List<SchemaNode> all = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean tracksEvaluated;

    SchemaCompiler(Object schema, @Nullable SchemaDraft forced) {
        this.draft = forced == null ? draft(schema) : forced;
        this.meta = new MetaSchema(draft);
        this.index = new SchemaIndex(schema, draft, meta);
    }

    private SchemaDraft draft(Object schema) {
        if (!(schema instanceof Map<?, ?> map) || !(map.get("$schema") instanceof String uri)) {
            return SchemaDraft.DRAFT_2020_12;
        }
        Optional<SchemaDraft> named = SchemaDraft.named(uri);
        if (named.isEmpty()) {
            problem("/$schema", Kind.UNSUPPORTED, "names a draft other than 7 and 2020-12");
        }
        return named.orElse(SchemaDraft.DRAFT_2020_12);
    }

    boolean tracksEvaluated() {
        return tracksEvaluated;
    }

    List<SchemaProblem> problems() {
        return List.copyOf(problems);
    }

    SchemaNode compile() {
        index.tooDeep()
                .ifPresent(pointer -> problem(
                        pointer, Kind.UNSUPPORTED, "is nested more than " + SchemaIndex.MAX_DEPTH + " schemas deep"));
        Entry root = index.root();
        SchemaNode node = node(root.schema(), "", root.base());
        while (!waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
        new SchemaChains(LONGEST_CHAIN).check(all, this::problem);
        return node;
    }

    /** The node of a schema, whose rules are made later. */
    SchemaNode node(@Nullable Object schema, String pointer, URI base) {
        SchemaNode known = schema instanceof Map ? nodes.get(schema) : null;
        if (known != null) {
            known.shared = true;
            return known;
        }
        SchemaNode node = new SchemaNode(all.size(), pointer);
        all.add(node);
        if (schema instanceof Map<?, ?> map) {
            nodes.put(schema, node);
            Entry entry = index.entry(schema, pointer, base);
            waiting.addLast(() -> rules(node, map, entry));
        } else if (Boolean.FALSE.equals(schema)) {
            node.rules.add((value, run, at, evaluated) -> run.fault(at, "false"));
        } else if (!(schema instanceof Boolean)) {
            problem(pointer, Kind.MALFORMED, "must be an object or a boolean");
        }
        return node;
    }

    private void rules(SchemaNode node, Map<?, ?> schema, Entry entry) {
        Map<String, @Nullable Object> good = new HashMap<>();
        for (Map.Entry<?, ?> each : schema.entrySet()) {
            String keyword = String.valueOf(each.getKey());
            String pointer = entry.pointer() + "/" + SchemaIndex.escaped(keyword);
            Optional<String> fault = meta.fault(keyword, each.getValue());
            fault.ifPresent(why -> problem(pointer, Kind.MALFORMED, why));
            if (!meta.knows(keyword)) {
                problem(pointer, Kind.UNKNOWN_KEYWORD, "is not a keyword of the draft");
            } else if (fault.isEmpty()) {
                good.put(keyword, each.getValue());
            }
        }
        if (good.containsKey("$dynamicRef")) {
            problem(entry.pointer() + "/$dynamicRef", Kind.UNSUPPORTED, "dynamic references are not applied");
        }
        boolean another = !entry.pointer().isEmpty()
                && good.get("$schema") instanceof String uri
                && !SchemaDraft.named(uri).equals(Optional.of(draft));
        if (another) {
            problem(entry.pointer() + "/$schema", Kind.UNSUPPORTED, "names another draft than the whole schema");
        }
        new SchemaKeywords(this, node, good, entry).compile(draft);
    }

    void trackEvaluated() {
        tracksEvaluated = true;
    }

    void problem(String pointer, Kind kind, String why) {
        problems.add(new SchemaProblem(pointer, kind, why));
    }

    /** What a reference leads to. */
    Optional<SchemaNode> referenced(Entry from, String reference) {
        Optional<Entry> target = index.resolve(from.base(), reference);
        if (target.isEmpty()) {
            problem(from.pointer() + "/$ref", Kind.REFERENCE, "leads nowhere within the schema");
        }
        return target.map(entry -> {
            SchemaNode node = node(entry.schema(), entry.pointer(), entry.base());
            node.shared = true;
            return node;
        });
    }

    /** A pattern, where it is one. */
    Optional<Pattern> pattern(String expression, String pointer) {
        try {
            return Optional.of(Pattern.compile(EcmaPattern.toRe2(expression)));
        } catch (PatternSyntaxException e) {
            problem(pointer, Kind.PATTERN, "is not an RE2 expression");
            return Optional.empty();
        }
    }
}
