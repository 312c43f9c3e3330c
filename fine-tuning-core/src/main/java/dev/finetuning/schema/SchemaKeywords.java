package dev.finetuning.schema;

import com.google.re2j.Pattern;
import dev.finetuning.schema.Instance.Kind;
import dev.finetuning.schema.SchemaIndex.Entry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules of one schema's keywords. Used once. */
final class SchemaKeywords {
    private static final List<String> COUNTED =
            List.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");
    private static final List<String> BOUNDS = List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

    private final SchemaCompiler compiler;
    private final SchemaNode node;
    private final Map<String, @Nullable Object> keywords;
    private final Entry entry;

    SchemaKeywords(SchemaCompiler compiler, SchemaNode node, Map<String, @Nullable Object> keywords, Entry entry) {
        this.compiler = compiler;
        this.node = node;
        this.keywords = keywords;
        this.entry = entry;
    }

    void compile(SchemaDraft draft) {
        boolean seven = draft == SchemaDraft.DRAFT_7;
        if (keywords.get("$ref") instanceof String reference) {
            reference(reference);
            if (seven) {
                definitions();
                return;
            }
        }
        definitions();
        scalars();
        combinations();
        ArrayKeywords arrays = new ArrayKeywords(this);
        ObjectKeywords objects = new ObjectKeywords(this);
        objects.compile(seven);
        arrays.compile(seven);
        if (!seven) {
            objects.unevaluated();
            arrays.unevaluated();
        }
    }

    /** The schemas that only wait to be referred to are looked at too, so that what is wrong with them is named. */
    private void definitions() {
        for (String keyword : List.of("definitions", "$defs")) {
            if (keywords.get(keyword) instanceof Map<?, ?> map) {
                map.forEach((name, each) -> schema(each, keyword, String.valueOf(name)));
            }
        }
        if (keywords.get("contentSchema") instanceof Map<?, ?> content) {
            schema(content, "contentSchema");
        }
    }

    private void reference(String reference) {
        compiler.referenced(entry, reference).ifPresent(target -> {
            node.inPlace.add(target);
            node.rules.add((value, run, at, evaluated) -> run.complies(target, value, at, evaluated));
        });
    }

    SchemaCompiler compiler() {
        return compiler;
    }

    SchemaNode node() {
        return node;
    }

    @Nullable
    Object get(String keyword) {
        return keywords.get(keyword);
    }

    boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    /** A schema within a keyword of this one. */
    SchemaNode schema(@Nullable Object schema, String... steps) {
        StringBuilder pointer = new StringBuilder(entry.pointer());
        for (String step : steps) {
            pointer.append('/').append(SchemaIndex.escaped(step));
        }
        return compiler.node(schema, pointer.toString(), entry.base());
    }

    /** A schema that judges the same value as this one. */
    SchemaNode inPlace(@Nullable Object schema, String... steps) {
        SchemaNode within = schema(schema, steps);
        node.inPlace.add(within);
        return within;
    }

    String pointer(String keyword) {
        return entry.pointer() + "/" + keyword;
    }

    /** Adds a rule that a value keeps or breaks by itself. */
    void rule(String keyword, Predicate<Instance> test) {
        node.rules.add((value, run, at, evaluated) -> test.test(value) || run.fault(at, keyword));
    }

    private void scalars() {
        if (has("type")) {
            type(get("type"));
        }
        if (get("enum") instanceof List<?> list) {
            Set<ByteBuffer> allowed = new HashSet<>();
            list.forEach(each -> Instance.of(each).ifPresent(known -> allowed.add(known.identity())));
            rule("enum", value -> allowed.contains(value.identity()));
        }
        if (has("const")) {
            Instance.of(get("const"))
                    .ifPresent(only -> rule("const", value -> only.identity().equals(value.identity())));
        }
        COUNTED.forEach(this::counted);
        BOUNDS.forEach(this::bound);
        if (get("multipleOf") instanceof Number divisor) {
            BigDecimal step = Instance.decimal(divisor);
            rule("multipleOf", value -> value.kind != Kind.NUMBER || multiple(value.number(), step));
        }
        if (get("pattern") instanceof String expression) {
            compiler.pattern(expression, pointer("pattern"))
                    .ifPresent(pattern ->
                            rule("pattern", value -> value.kind != Kind.STRING || found(pattern, value.text())));
        }
    }

    static boolean found(Pattern pattern, String text) {
        return pattern.matcher(text).find();
    }

    private void type(@Nullable Object type) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        boolean integer = false;
        for (Object name : type instanceof List<?> list ? list : List.of(String.valueOf(type))) {
            integer |= name.equals("integer");
            if (!name.equals("integer")) {
                kinds.add(Kind.valueOf(name.toString().toUpperCase(Locale.ROOT)));
            }
        }
        boolean whole = integer;
        rule("type", value -> kinds.contains(value.kind) || (whole && value.isWhole()));
    }

    private void counted(String keyword) {
        if (!(get(keyword) instanceof Number bound)) {
            return;
        }
        long limit =
                Instance.decimal(bound).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
        boolean least = keyword.startsWith("min");
        Kind kind = keyword.endsWith("Length") ? Kind.STRING : keyword.endsWith("Items") ? Kind.ARRAY : Kind.OBJECT;
        rule(keyword, value -> {
            if (value.kind != kind) {
                return true;
            }
            long size = kind == Kind.STRING
                    ? value.text().codePointCount(0, value.text().length())
                    : value.children.size();
            return least ? size >= limit : size <= limit;
        });
    }

    private void bound(String keyword) {
        if (!(get(keyword) instanceof Number number)) {
            return;
        }
        BigDecimal bound = Instance.decimal(number);
        boolean least = keyword.endsWith("inimum");
        boolean open = keyword.startsWith("exclusive");
        rule(keyword, value -> {
            if (value.kind != Kind.NUMBER) {
                return true;
            }
            int order = value.number().compareTo(bound);
            return (order == 0 && !open) || (least ? order > 0 : order < 0);
        });
    }

    /**
     * Whether one number is a multiple of another, without ever writing out the zeros between them: with a·10^p and
     * b·10^q stripped of zeros, b has to divide a·10^(p-q), or b·10^(q-p) to divide a, which ends in no zero.
     */
    static boolean multiple(BigDecimal value, BigDecimal step) {
        if (value.signum() == 0) {
            return true;
        }
        BigDecimal a = value.stripTrailingZeros();
        BigDecimal b = step.stripTrailingZeros();
        long zeros = (long) b.scale() - a.scale();
        BigInteger divisor = b.unscaledValue().abs();
        if (zeros < 0) {
            return false;
        }
        BigInteger rest = BigInteger.TEN
                .modPow(BigInteger.valueOf(zeros), divisor)
                .multiply(a.unscaledValue().abs());
        return rest.mod(divisor).signum() == 0;
    }

    private void combinations() {
        all("allOf");
        if (get("anyOf") instanceof List<?> list) {
            List<SchemaNode> options = options("anyOf", list);
            node.rules.add((value, run, at, evaluated) ->
                    fitting(options, value, run, evaluated, run.tracksEvaluated() ? options.size() : 1) > 0
                            || run.fault(at, "anyOf"));
        }
        if (get("oneOf") instanceof List<?> list) {
            List<SchemaNode> options = options("oneOf", list);
            node.rules.add((value, run, at, evaluated) ->
                    fitting(options, value, run, evaluated, 2) == 1 || run.fault(at, "oneOf"));
        }
        if (has("not")) {
            SchemaNode not = inPlace(get("not"), "not");
            node.rules.add((value, run, at, evaluated) ->
                    !run.complies(not, value, null, new BitSet()) || run.fault(at, "not"));
        }
        if (has("if")) {
            conditional();
        }
    }

    private void all(String keyword) {
        if (get(keyword) instanceof List<?> list) {
            for (SchemaNode each : options(keyword, list)) {
                node.rules.add((value, run, at, evaluated) -> run.complies(each, value, at, evaluated));
            }
        }
    }

    private List<SchemaNode> options(String keyword, List<?> list) {
        List<SchemaNode> options = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            options.add(inPlace(list.get(i), keyword, String.valueOf(i)));
        }
        return options;
    }

    /** How many schemas a value complies with; counting stops at the limit. */
    private static int fitting(List<SchemaNode> options, Instance value, SchemaRun run, BitSet evaluated, int limit) {
        int fitting = 0;
        for (SchemaNode option : options) {
            fitting += run.complies(option, value, null, evaluated) ? 1 : 0;
            if (fitting == limit) {
                break;
            }
        }
        return fitting;
    }

    private void conditional() {
        SchemaNode condition = inPlace(get("if"), "if");
        Map<Boolean, SchemaNode> branches = new LinkedHashMap<>();
        if (has("then")) {
            branches.put(true, inPlace(get("then"), "then"));
        }
        if (has("else")) {
            branches.put(false, inPlace(get("else"), "else"));
        }
        node.rules.add((value, run, at, evaluated) -> {
            SchemaNode branch = branches.get(run.complies(condition, value, null, evaluated));
            return branch == null || run.complies(branch, value, at, evaluated);
        });
    }
}
