package dev.finetuning.schema;

import dev.finetuning.schema.Instance.Kind;
import dev.finetuning.schema.SchemaRule.Place;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules about the elements of arrays. */
record ArrayKeywords(SchemaKeywords keywords) {
    void compile(boolean seven) {
        if (Boolean.TRUE.equals(keywords.get("uniqueItems"))) {
            keywords.rule("uniqueItems", value -> value.kind != Kind.ARRAY || unique(value));
        }
        String first = seven && keywords.get("items") instanceof List ? "items" : "prefixItems";
        String rest = first.equals("items") ? "additionalItems" : "items";
        List<SchemaNode> prefix = new ArrayList<>();
        if (keywords.get(first) instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                prefix.add(keywords.schema(list.get(i), first, String.valueOf(i)));
            }
        }
        SchemaNode others = keywords.has(rest) ? keywords.schema(keywords.get(rest), rest) : null;
        if (!prefix.isEmpty() || others != null) {
            keywords.node().rules.add(elements(prefix, others));
        }
        if (keywords.has("contains")) {
            contains(seven);
        }
    }

    void unevaluated() {
        if (!keywords.has("unevaluatedItems")) {
            return;
        }
        keywords.compiler().trackEvaluated();
        SchemaNode rest = keywords.schema(keywords.get("unevaluatedItems"), "unevaluatedItems");
        keywords.node().rules.add((value, run, at, evaluated) -> {
            boolean good = true;
            for (int i = 0; value.kind == Kind.ARRAY && i < value.children.size(); i++) {
                if (!evaluated.get(i)) {
                    good &= run.child(rest, value.children.get(i), at(at, i));
                    evaluated.set(i);
                }
            }
            return good;
        });
    }

    private static SchemaRule elements(List<SchemaNode> prefix, @Nullable SchemaNode others) {
        return (value, run, at, evaluated) -> {
            boolean good = true;
            for (int i = 0; value.kind == Kind.ARRAY && i < value.children.size(); i++) {
                SchemaNode schema = i < prefix.size() ? prefix.get(i) : others;
                if (schema != null) {
                    good &= run.child(schema, value.children.get(i), at(at, i));
                    mark(run, evaluated, i);
                }
            }
            return good;
        };
    }

    private void contains(boolean seven) {
        SchemaNode wanted = keywords.schema(keywords.get("contains"), "contains");
        long least = seven ? 1 : count("minContains", 1);
        long most = seven ? Long.MAX_VALUE : count("maxContains", Long.MAX_VALUE);
        keywords.node().rules.add((value, run, at, evaluated) -> {
            if (value.kind != Kind.ARRAY) {
                return true;
            }
            long found = 0;
            for (int i = 0; i < value.children.size(); i++) {
                if (run.child(wanted, value.children.get(i), null)) {
                    found++;
                    mark(run, evaluated, i);
                }
            }
            String broken = found < least && least != 1 ? "minContains" : found > most ? "maxContains" : "contains";
            return (found >= least && found <= most) || run.fault(at, broken);
        });
    }

    private long count(String keyword, long otherwise) {
        return keywords.get(keyword) instanceof Number number
                ? Instance.decimal(number)
                        .min(BigDecimal.valueOf(Long.MAX_VALUE))
                        .longValue()
                : otherwise;
    }

    private static void mark(SchemaRun run, BitSet evaluated, int index) {
        if (run.tracksEvaluated()) {
            evaluated.set(index);
        }
    }

    private static @Nullable Place at(@Nullable Place at, int index) {
        return at == null ? null : at.at(String.valueOf(index));
    }

    private static boolean unique(Instance array) {
        Set<ByteBuffer> seen = new HashSet<>();
        return array.children.stream().allMatch(each -> seen.add(each.identity()));
    }
}
