package dev.finetuning.schema;

import com.google.re2j.Pattern;
import dev.finetuning.schema.Instance.Kind;
import dev.finetuning.schema.SchemaRule.Place;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules about the members of objects. */
record ObjectKeywords(SchemaKeywords keywords) {
    /** Stands for a key that the schema does not name. */
    static final String UNNAMED = "*";

    void compile(boolean seven) {
        if (keywords.get("required") instanceof List<?> required) {
            List<String> names = required.stream().map(String::valueOf).toList();
            keywords.rule(
                    "required",
                    value -> value.kind != Kind.OBJECT || names.stream().allMatch(name -> value.place(name) >= 0));
        }
        if (keywords.has("properties") || keywords.has("patternProperties") || keywords.has("additionalProperties")) {
            keywords.node().rules.add(members());
        }
        if (keywords.has("propertyNames")) {
            names(keywords.schema(keywords.get("propertyNames"), "propertyNames"));
        }
        for (String keyword : seven ? List.of("dependencies") : List.of("dependentRequired", "dependentSchemas")) {
            if (keywords.get(keyword) instanceof Map<?, ?> map) {
                map.forEach((name, dependent) -> dependency(keyword, String.valueOf(name), dependent));
            }
        }
    }

    void unevaluated() {
        if (!keywords.has("unevaluatedProperties")) {
            return;
        }
        keywords.compiler().trackEvaluated();
        SchemaNode rest = keywords.schema(keywords.get("unevaluatedProperties"), "unevaluatedProperties");
        keywords.node().rules.add((value, run, at, evaluated) -> {
            boolean good = true;
            for (int i = 0; value.kind == Kind.OBJECT && i < value.children.size(); i++) {
                if (!evaluated.get(i)) {
                    good &= run.child(rest, value.children.get(i), at == null ? null : at.at(UNNAMED));
                    evaluated.set(i);
                }
            }
            return good;
        });
    }

    private SchemaRule members() {
        Map<String, SchemaNode> named = new LinkedHashMap<>();
        if (keywords.get("properties") instanceof Map<?, ?> map) {
            map.forEach((name, each) ->
                    named.put(String.valueOf(name), keywords.schema(each, "properties", String.valueOf(name))));
        }
        Map<Pattern, SchemaNode> matching = new LinkedHashMap<>();
        if (keywords.get("patternProperties") instanceof Map<?, ?> map) {
            map.forEach((name, each) -> keywords.compiler()
                    .pattern(
                            String.valueOf(name),
                            keywords.pointer("patternProperties") + "/" + SchemaIndex.escaped(String.valueOf(name)))
                    .ifPresent(pattern ->
                            matching.put(pattern, keywords.schema(each, "patternProperties", String.valueOf(name)))));
        }
        SchemaNode others = keywords.has("additionalProperties")
                ? keywords.schema(keywords.get("additionalProperties"), "additionalProperties")
                : null;
        return (value, run, at, evaluated) -> {
            boolean good = true;
            for (int i = 0; value.kind == Kind.OBJECT && i < value.children.size(); i++) {
                good &= member(named, matching, others, value, i, run, at, evaluated);
            }
            return good;
        };
    }

    private static boolean member(
            Map<String, SchemaNode> named,
            Map<Pattern, SchemaNode> matching,
            @Nullable SchemaNode others,
            Instance object,
            int index,
            SchemaRun run,
            @Nullable Place at,
            BitSet evaluated) {
        String name = object.names.get(index);
        Instance child = object.children.get(index);
        SchemaNode own = named.get(name);
        Place place = at == null ? null : at.at(own == null ? UNNAMED : SchemaIndex.escaped(name));
        boolean good = true;
        boolean known = own != null;
        if (own != null) {
            good = run.child(own, child, place);
        }
        for (Map.Entry<Pattern, SchemaNode> each : matching.entrySet()) {
            if (SchemaKeywords.found(each.getKey(), name)) {
                known = true;
                good &= run.child(each.getValue(), child, place);
            }
        }
        if (!known && others != null) {
            known = true;
            good = run.child(others, child, place);
        }
        if (known && run.tracksEvaluated()) {
            evaluated.set(index);
        }
        return good;
    }

    private void names(SchemaNode schema) {
        keywords.node().rules.add((value, run, at, evaluated) -> {
            boolean good = value.kind != Kind.OBJECT
                    || value.names.stream()
                            .allMatch(name ->
                                    new SchemaRun(run.tracksEvaluated()).child(schema, Instance.text(name), null));
            return good || run.fault(at, "propertyNames");
        });
    }

    private void dependency(String keyword, String name, @Nullable Object dependent) {
        if (dependent instanceof List<?> list) {
            List<String> needed = list.stream().map(String::valueOf).toList();
            keywords.rule(
                    keyword,
                    value -> value.kind != Kind.OBJECT
                            || value.place(name) < 0
                            || needed.stream().allMatch(each -> value.place(each) >= 0));
            return;
        }
        SchemaNode schema = keywords.inPlace(dependent, keyword, name);
        keywords.node()
                .rules
                .add((value, run, at, evaluated) -> value.kind != Kind.OBJECT
                        || value.place(name) < 0
                        || run.complies(schema, value, at, evaluated));
    }
}
